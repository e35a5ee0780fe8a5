/**
 * Availability of a civil month from windows alone: pure, in whole milliseconds. Overlapping outages are one; what was announced
 * maintenance, or not the provider's cause, is cut out; what is left counts from so many consecutive minutes on.
 */

/** The end not included. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Sorted, and without overlaps: stretches that touch are one. */
export function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const out: Stretch[] = []
  for (const one of [...stretches].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (one.to <= one.from) continue
    const last = out.at(-1)
    if (last === undefined || one.from > last.to) out.push(one)
    else if (one.to > last.to) out[out.length - 1] = { from: last.from, to: one.to }
  }
  return out
}

/** What of the stretches lies outside the others; both merged. */
export function without(stretches: readonly Stretch[], cut: readonly Stretch[]): readonly Stretch[] {
  return stretches.flatMap((one) => {
    const left: Stretch[] = []
    let from = one.from
    for (const hole of cut) {
      if (hole.to <= from || hole.from >= one.to) continue
      if (hole.from > from) left.push({ from, to: hole.from })
      from = Math.max(from, hole.to)
    }
    if (from < one.to) left.push({ from, to: one.to })
    return left
  })
}

/** Outages that count, whole: an outage that runs over a month's end is judged by all of it. */
export function outagesOf(
  counting: readonly Stretch[],
  excluded: readonly Stretch[],
  leastMs: number,
): readonly Stretch[] {
  return without(merged(counting), merged(excluded)).filter(({ from, to }) => to - from >= leastMs)
}

export const within = (stretches: readonly Stretch[], window: Stretch): readonly Stretch[] =>
  stretches
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
    .filter(({ from, to }) => to > from)

export const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0)

/** 100 % in the unit of {@link parsePercent}. */
const WHOLE = 1_000_000n

/** `99.95` → ten-thousandths of a percent. */
export function parsePercent(text: string): bigint {
  const [whole, part = ''] = text.split('.') as [string, string?]
  return BigInt(whole) * 10_000n + BigInt(part.padEnd(4, '0'))
}

/** Exactly: (total − down) ÷ total < so many percent. */
export const isBelow = (totalMs: number, downMs: number, percent: string): boolean =>
  BigInt(totalMs - downMs) * WHOLE < parsePercent(percent) * BigInt(totalMs)

/** To four places, cut off: what is shown is never better than it was. */
export function shownAvailability(totalMs: number, downMs: number): string {
  const parts = (BigInt(totalMs - downMs) * WHOLE) / BigInt(totalMs)
  return `${parts / 10_000n}.${String(parts % 10_000n).padStart(4, '0')}`
}

export interface CreditStep {
  readonly below: string
  readonly percent: number
}

/** Of the steps that are reached the one that gives most. */
export const creditPercentOf = (totalMs: number, downMs: number, steps: readonly CreditStep[]): number =>
  downMs === 0
    ? 0
    : Math.max(
        0,
        ...steps.filter(({ below }) => isBelow(totalMs, downMs, below)).map(({ percent }) => percent),
      )
