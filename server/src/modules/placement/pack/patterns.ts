import { createExactFill } from './exact-fill.ts'
import { bestFill, mostOf, type Size } from './fill.ts'

/** A way to fill a host, and how many hosts are filled that way. */
export interface Pattern {
  readonly counts: readonly number[]
  readonly hosts: number
}

/** Beyond so many sizes the linear programme costs more than it saves; hosts are then filled one after the other. */
const RELAXED_SIZES_MAX = 80
const ROUNDS_MAX = 1_000
/** A search that ends early finds what helps most in the first rounds. */
const QUICK_STEPS = 2_000
const QUICK_GAIN = 1.01
/** So close to what the volume needs at least, the last fractions of a host are not worth further rounds. */
const GOOD_ENOUGH = 1.0005

/**
 * Whole numbers of hosts per pattern that carry the demand. The cutting-stock way (Gilmore and Gomory 1961): patterns by
 * linear programming, rounded down; what is left, at most one host per size, is filled host by host.
 */
export function patternsFor(
  host: Size,
  sizes: readonly Size[],
  demand: readonly number[],
): readonly Pattern[] {
  const left = [...demand]
  const patterns: Pattern[] = []
  if (sizes.length <= RELAXED_SIZES_MAX) {
    for (const { counts, hosts } of relaxed(host, sizes, demand)) {
      const whole = Math.min(Math.floor(hosts + 1e-9), ...counts.map((count, at) => fitsIn(left[at], count)))
      if (whole < 1) continue
      counts.forEach((count, at) => {
        left[at] = (left[at] as number) - whole * count
      })
      patterns.push({ counts, hosts: whole })
    }
  }
  return [...patterns, ...oneByOne(host, sizes, left)]
}

const fitsIn = (left: number | undefined, count: number) =>
  count === 0 ? Number.POSITIVE_INFINITY : Math.floor((left ?? 0) / count)

/** Host by host, each filled as well as what is left allows; what is scarce weighs more, and large machines go first. */
function oneByOne(host: Size, sizes: readonly Size[], demand: readonly number[]): readonly Pattern[] {
  const left = [...demand]
  const patterns: Pattern[] = []
  while (left.some((count) => count > 0)) {
    const { counts } = bestFill(host, sizes, volumes(host, sizes, left), left)
    const hosts = Math.min(...counts.map((count, at) => fitsIn(left[at], count)))
    counts.forEach((count, at) => {
      left[at] = (left[at] as number) - hosts * count
    })
    patterns.push({ counts, hosts })
  }
  return patterns
}

function volumes(host: Size, sizes: readonly Size[], left: readonly number[]): readonly number[] {
  let cores = 0
  let memory = 0
  sizes.forEach((size, at) => {
    cores += (size.vcpus * (left[at] as number)) / host.vcpus
    memory += (size.memoryMiB * (left[at] as number)) / host.memoryMiB
  })
  const all = Math.max(cores + memory, 1e-12)
  return sizes.map((size) => {
    const volume = (cores * size.vcpus) / host.vcpus + (memory * size.memoryMiB) / host.memoryMiB
    return Math.max((volume / all) ** 1.1, 1e-6)
  })
}

/** A column of the programme: a pattern, or the leave to carry one machine of a size more than is asked for. */
interface Column {
  readonly cost: 0 | 1
  readonly counts: readonly number[]
}

/** The simplex method with the inverse of its basis; the patterns are found as they are needed. */
function relaxed(host: Size, sizes: readonly Size[], demand: readonly number[]): readonly Pattern[] {
  const rows = sizes.length
  const most = sizes.map((size) => mostOf(size, host))
  const basis: Column[] = most.map((count, at) => ({ cost: 1, counts: unit(rows, at, count) }))
  const inverse = most.map((count, at) => Float64Array.from(unit(rows, at, 1 / count)))
  const amount = Float64Array.from(demand, (count, at) => count / (most[at] as number))
  const exactFill = createExactFill(host, sizes)
  /** The quick search as long as it finds one that pays. */
  const betterFill = (prices: readonly number[]) => {
    const quick = bestFill(host, sizes, prices, most, QUICK_STEPS)
    return quick.worth > QUICK_GAIN ? quick : exactFill(prices)
  }
  const floor = GOOD_ENOUGH * volume(host, sizes, demand)
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    let hosts = 0
    basis.forEach((column, at) => {
      hosts += column.cost * (amount[at] as number)
    })
    if (hosts <= floor) break
    const prices = pricesOf(basis, inverse)
    const surplus = prices.findIndex((price) => price < -1e-9)
    const fill = surplus < 0 ? betterFill(prices) : null
    if (fill !== null && fill.worth <= 1 + 1e-7) break
    const column: Column =
      fill === null ? { cost: 0, counts: unit(rows, surplus, -1) } : { cost: 1, counts: fill.counts }
    if (!enter(basis, inverse, amount, column)) break
  }
  return basis.flatMap(({ cost, counts }, at) =>
    cost === 1 ? [{ counts, hosts: amount[at] as number }] : [],
  )
}

const unit = (rows: number, at: number, value: number) =>
  Array.from({ length: rows }, (_, index) => (index === at ? value : 0))

/** Hosts that the demand fills at least, not rounded. */
export function volume(host: Size, sizes: readonly Size[], demand: readonly number[]): number {
  let [vcpus, memoryMiB] = [0, 0]
  sizes.forEach((size, at) => {
    vcpus += size.vcpus * (demand[at] as number)
    memoryMiB += size.memoryMiB * (demand[at] as number)
  })
  return Math.max(vcpus / host.vcpus, memoryMiB / host.memoryMiB)
}

/** What one machine of each size is worth in hosts, as the basis stands. */
function pricesOf(basis: readonly Column[], inverse: readonly Float64Array[]): number[] {
  const prices = new Array<number>(basis.length).fill(0)
  basis.forEach(({ cost }, row) => {
    if (cost === 0) return
    for (let at = 0; at < prices.length; at += 1)
      prices[at] = (prices[at] as number) + (inverse[row]?.[at] as number)
  })
  return prices
}

/** @returns false when nothing would leave the basis. */
function enter(basis: Column[], inverse: Float64Array[], amount: Float64Array, column: Column): boolean {
  const direction = inverse.map((row) =>
    column.counts.reduce((sum, count, at) => sum + count * (row[at] as number), 0),
  )
  let leaving = -1
  let least = Number.POSITIVE_INFINITY
  direction.forEach((step, row) => {
    if (step <= 1e-9) return
    const ratio = (amount[row] as number) / step
    if (ratio < least - 1e-12) [least, leaving] = [ratio, row]
  })
  if (leaving < 0) return false
  const pivot = inverse[leaving] as Float64Array
  const by = direction[leaving] as number
  for (let at = 0; at < pivot.length; at += 1) pivot[at] = (pivot[at] as number) / by
  direction.forEach((step, row) => {
    if (row === leaving || step === 0) return
    const line = inverse[row] as Float64Array
    for (let at = 0; at < line.length; at += 1) line[at] = (line[at] as number) - step * (pivot[at] as number)
    amount[row] = Math.max(0, (amount[row] as number) - step * least)
  })
  amount[leaving] = least
  basis[leaving] = column
  return true
}
