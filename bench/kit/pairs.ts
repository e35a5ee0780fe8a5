import { loadavg } from 'node:os'

export interface Pair {
  readonly ours: number
  readonly anchor: number
}

/**
 * Both sides in turn, A B B A …, so that a machine that grows slower or faster hurts both alike. Absolute figures of one
 * run are worth little (±50 %); the median ratio of the pairs is what is compared.
 */
export async function measurePairs(
  count: number,
  sides: { ours(): Promise<number>; anchor(): Promise<number> },
): Promise<readonly Pair[]> {
  const pairs: Pair[] = []
  for (let index = 0; index < count; index += 1) {
    const first = index % 2 === 0 ? 'anchor' : 'ours'
    const one = await sides[first]()
    const other = await sides[first === 'ours' ? 'anchor' : 'ours']()
    const pair = first === 'ours' ? { ours: one, anchor: other } : { ours: other, anchor: one }
    pairs.push(pair)
    const ratio = (pair.ours / pair.anchor).toFixed(2)
    console.log(
      `  pair ${index + 1}: ours ${Math.round(pair.ours)} anchor ${Math.round(pair.anchor)} ratio ${ratio} load ${loadavg()[0]?.toFixed(1)}`,
    )
  }
  return pairs
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

export function medianRatio(pairs: readonly Pair[]): number {
  return median(pairs.map(({ ours, anchor }) => ours / anchor))
}
