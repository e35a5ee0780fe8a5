/** Prices as a bill reads them. Pure. */
import type { PriceLine as AgreedLine, Dimension, Proration, TermFactor } from '@yunheng/contract'

/** A line with its place in the version: what a charge names as its clause. */
export interface PriceLine extends AgreedLine {
  readonly position: number
}

/** A version and when it counts: midnights of Asia/Shanghai, `to` = the next version's beginning. */
export interface PriceInForce {
  readonly versionId: string
  readonly versionName: string
  readonly source: string
  readonly isProductDefault: boolean
  readonly providerBodyId: string | null
  readonly from: Date
  readonly to: Date | null
  readonly proration: Proration
  readonly termFactors: readonly TermFactor[]
  readonly lines: readonly PriceLine[]
}

export interface Priced {
  /** Null for what was taken in without an order: no offering, no price. */
  readonly offeringCode: string | null
  readonly planCode: string | null
  /** Null while it is not known: then no pool's own price applies. */
  readonly poolId: string | null
  readonly dimension: Dimension
}

/**
 * The one line that prices a dimension of a plan in a pool by amount, which a package does not; null when none does. A price for the pool goes before one for all
 * pools; there the plan's own goes before the offering's.
 */
export function priceLineFor(
  price: { readonly lines: readonly PriceLine[] },
  of: Priced,
  per: PriceLine['per'] = 'month',
): PriceLine | null {
  const { offeringCode, planCode, poolId, dimension } = of
  if (offeringCode === null) return null
  const lines = indexOf(price.lines)
  for (const pool of poolId === null ? [null] : [poolId, null])
    for (const plan of planCode === null ? [null] : [planCode, null]) {
      const line = lines.get(keyOf({ offeringCode, planCode: plan, poolId: pool, dimension, per }))
      if (line !== undefined) return line
    }
  return null
}

/** Whether the dimension has a price in some pool, though not in all. */
export function isPricedInSomePool(
  lines: readonly PriceLine[],
  { offeringCode, planCode, dimension }: Omit<Priced, 'poolId'>,
): boolean {
  return lines.some(
    (line) =>
      line.poolId !== null &&
      line.offeringCode === offeringCode &&
      line.dimension === dimension &&
      (line.planCode === null || line.planCode === planCode),
  )
}

type Key = Pick<PriceLine, 'offeringCode' | 'planCode' | 'poolId' | 'dimension' | 'per'>
const keyOf = (key: Key) =>
  `${key.offeringCode} ${key.planCode ?? '*'} ${key.poolId ?? '*'} ${key.dimension} ${key.per}`

/** Built once for each list of lines: a month of a province asks a hundred thousand times. */
const indexes = new WeakMap<readonly PriceLine[], ReadonlyMap<string, PriceLine>>()

function indexOf(lines: readonly PriceLine[]): ReadonlyMap<string, PriceLine> {
  const known = indexes.get(lines)
  if (known !== undefined) return known
  const index = new Map(lines.filter(({ includes }) => !includes).map((line) => [keyOf(line), line]))
  indexes.set(lines, index)
  return index
}

export interface Stretch {
  readonly from: Date
  readonly to: Date
  /** Null where nothing is in force: what was held then has no price, and is shown so. */
  readonly price: PriceInForce | null
}

/**
 * The window cut where other prices begin to count for a provider: its own version wholly where one is in force, otherwise
 * the general one. Without holes or overlaps.
 */
export function stretchesOf(
  prices: readonly PriceInForce[],
  providerBodyId: string | null,
  window: { readonly from: Date; readonly to: Date },
): readonly Stretch[] {
  const [begin, end] = [window.from.getTime(), window.to.getTime()]
  const own = prices.filter((one) => one.providerBodyId === providerBodyId)
  const general = prices.filter((one) => one.providerBodyId === null)
  const cuts = [...own, ...general]
    .flatMap((one) => [one.from, one.to])
    .flatMap((at) => (at !== null && at.getTime() > begin && at.getTime() < end ? [at.getTime()] : []))
  const edges = [...new Set([begin, ...cuts, end])].sort((a, b) => a - b)
  const stretches: Stretch[] = []
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const price = own.find((one) => covers(one, from)) ?? general.find((one) => covers(one, from)) ?? null
    const to = new Date(edges[index + 1] as number)
    const last = stretches.at(-1)
    if (last !== undefined && last.price === price) stretches.splice(-1, 1, { ...last, to })
    else stretches.push({ from: new Date(from), to, price })
  }
  return stretches
}

const covers = ({ from, to }: PriceInForce, at: number) =>
  from.getTime() <= at && (to === null || at < to.getTime())
