/** Chance that can be drawn again: mulberry32. */
export interface Dice {
  /** From 0 up to but not including 1. */
  next(): number
  below(limit: number): number
  /** One of them, by weight. */
  pick<T>(choices: readonly (readonly [T, number])[]): T
}

export function seeded(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    pick(choices) {
      let at = next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [choice, weight] of choices) {
        at -= weight
        if (at < 0) return choice
      }
      return (choices.at(-1) as readonly [never, number])[0]
    },
  }
}
