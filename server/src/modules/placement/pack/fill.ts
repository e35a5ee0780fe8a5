/** What a machine takes of a host, or what a host has to give. */
export interface Size {
  readonly vcpus: number
  readonly memoryMiB: number
}

/** How many of each size go onto one host. */
export interface Fill {
  readonly counts: readonly number[]
  readonly worth: number
}

/** Steps before the best found so far is good enough; it is reached on mixes of many sizes only. */
const STEPS_MAX = 20_000
/** Shares of the cores in the mixed measure that bounds a fill; the rest is memory. */
const MIXES = [0, 0.25, 0.5, 0.75, 1]

/**
 * The fill of one host that is worth most: a knapsack with two limits, searched depth first from the densest size, with
 * branches cut that cannot beat the best. The same question always gives the same answer.
 * @param atMost how many of each size there are
 */
export function bestFill(
  host: Size,
  sizes: readonly Size[],
  worth: readonly number[],
  atMost: readonly number[],
  stepsMax = STEPS_MAX,
): Fill {
  const order = sizes
    .map((size, index) => ({ size, index, worth: worth[index] as number, most: atMost[index] as number }))
    .filter((one) => one.worth > 1e-9 && one.most > 0 && mostOf(one.size, host) > 0)
    .sort((a, b) => density(b, host) - density(a, host) || a.index - b.index)
  const bounds = boundsOf(order, host)
  const counts = new Array<number>(order.length).fill(0)
  let best: Fill = { counts: [...counts], worth: 0 }
  let steps = 0

  const descend = (at: number, vcpus: number, memoryMiB: number, sum: number): void => {
    if (sum > best.worth + 1e-12) best = { counts: [...counts], worth: sum }
    const one = order[at]
    if (one === undefined || steps >= stepsMax) return
    if (sum + boundAt(bounds, at, vcpus / host.vcpus, memoryMiB / host.memoryMiB) <= best.worth + 1e-12)
      return
    const most = Math.min(one.most, mostOf(one.size, { vcpus, memoryMiB }))
    for (let count = most; count >= 0 && steps < stepsMax; count -= 1) {
      steps += 1
      counts[at] = count
      descend(
        at + 1,
        vcpus - count * one.size.vcpus,
        memoryMiB - count * one.size.memoryMiB,
        sum + count * one.worth,
      )
    }
    counts[at] = 0
  }
  descend(0, host.vcpus, host.memoryMiB, 0)
  const chosen = new Array<number>(sizes.length).fill(0)
  order.forEach(({ index }, at) => {
    chosen[index] = best.counts[at] as number
  })
  return { counts: chosen, worth: best.worth }
}

/** How many of a size the room takes; a size that takes nothing of one thing is not limited by it. */
export function mostOf(size: Size, room: Size): number {
  const byCores = size.vcpus > 0 ? Math.floor(room.vcpus / size.vcpus) : Number.POSITIVE_INFINITY
  const byMemory = size.memoryMiB > 0 ? Math.floor(room.memoryMiB / size.memoryMiB) : Number.POSITIVE_INFINITY
  return Math.min(byCores, byMemory)
}

interface Ordered {
  readonly size: Size
  readonly worth: number
}

const density = ({ size, worth }: Ordered, host: Size) => worth / mixed(size, host, 0.5)

const mixed = (size: Size, host: Size, mix: number) =>
  (mix * size.vcpus) / host.vcpus + ((1 - mix) * size.memoryMiB) / host.memoryMiB

/** For each mix and place in the order: the most that one unit of the mixed measure can be worth from there on. */
function boundsOf(order: readonly Ordered[], host: Size): readonly Float64Array[] {
  return MIXES.map((mix) => {
    const most = new Float64Array(order.length + 1)
    for (let at = order.length - 1; at >= 0; at -= 1) {
      const { size, worth } = order[at] as Ordered
      most[at] = Math.max(most[at + 1] as number, worth / Math.max(mixed(size, host, mix), 1e-12))
    }
    return most
  })
}

function boundAt(bounds: readonly Float64Array[], at: number, vcpus: number, memory: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let index = 0; index < MIXES.length; index += 1) {
    const mix = MIXES[index] as number
    const bound = (bounds[index]?.[at] as number) * (mix * vcpus + (1 - mix) * memory)
    if (bound < least) least = bound
  }
  return least
}
