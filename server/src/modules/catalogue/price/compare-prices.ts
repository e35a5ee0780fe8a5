/** What would change in money if one version of prices followed another. Pure. */
import type { PriceDifference, PriceLine, PriceTier, PriceWeights, TermFactor } from '@yunheng/contract'
import { toScaled } from '../estimate/decimal.ts'

interface Compared {
  readonly lines: readonly PriceLine[]
  readonly termFactors: readonly TermFactor[]
  readonly pools: readonly { readonly id: string; readonly name: string }[]
  readonly rules: NonNullable<PriceDifference['rules']>['after']
}

type Change = PriceDifference['lines'][number]['change'] | 'same'

/** Line by line, what differs; a plan that loses its own price falls back to that of its whole offering, which stands as a line of its own. */
export function comparePrices(before: Compared | null, after: Compared): Omit<PriceDifference, 'against'> {
  const earlier = new Map((before?.lines ?? []).map((line) => [keyOf(line), line]))
  const later = new Map(after.lines.map((line) => [keyOf(line), line]))
  const keys = [...new Set([...earlier.keys(), ...later.keys()])].sort()
  const pools = new Map([...(before?.pools ?? []), ...after.pools].map((pool) => [pool.id, pool]))
  const all = keys.map((key) => differenceOf(earlier.get(key), later.get(key), pools))
  const lines = all.filter((line) => line.change !== 'same')
  return {
    lines: lines as PriceDifference['lines'],
    sameCount: all.length - lines.length,
    termFactors: sameFactors(before?.termFactors ?? [], after.termFactors)
      ? null
      : { before: [...(before?.termFactors ?? [])], after: [...after.termFactors] },
    rules:
      before === null || sameRules(before.rules, after.rules)
        ? null
        : { before: before.rules, after: after.rules },
  }
}

const keyOf = (line: PriceLine) =>
  `${line.offeringCode} ${line.planCode ?? ''} ${line.dimension} ${line.per} ${line.poolId ?? ''}`

function differenceOf(
  before: PriceLine | undefined,
  after: PriceLine | undefined,
  pools: ReadonlyMap<string, { readonly id: string; readonly name: string }>,
) {
  const { offeringCode, planCode, poolId, dimension, per } = (after ?? before) as PriceLine
  return {
    ...{ offeringCode, planCode, dimension, per },
    pool: poolId === null ? null : (pools.get(poolId) ?? { id: poolId, name: poolId }),
    before: before ? pricedBy(before) : null,
    after: after ? pricedBy(after) : null,
    change: changeOf(before, after),
  }
}

const pricedBy = ({ tiers, weights, includes }: PriceLine) => ({
  tiers: [...tiers],
  weights,
  ...(includes && { includes: [...includes] }),
})

/** What is in it, whatever order it is written in. */
const inclusionsOf = ({ includes }: PriceLine) =>
  (includes ?? [])
    .map(({ dimension, amount }) => `${dimension} ${amount}`)
    .sort()
    .join('|')

function changeOf(before: PriceLine | undefined, after: PriceLine | undefined): Change {
  if (before === undefined) return 'added'
  if (after === undefined) return 'removed'
  // Another price for other things: neither dearer nor cheaper as such.
  if (inclusionsOf(before) !== inclusionsOf(after)) return 'reshaped'
  const signs = new Set([
    ...signsOfTiers(before.tiers, after.tiers),
    ...signsOfWeights(before.weights, after.weights),
  ])
  signs.delete(0)
  if (signs.size === 0) return 'same'
  if (signs.size > 1) return 'reshaped'
  return signs.has(1) ? 'raised' : 'lowered'
}

/**
 * Which way the whole cost moves at every amount. Between the ends of tiers it is a straight line, so that the ends and what
 * comes after the last of them say it all.
 */
function signsOfTiers(before: readonly PriceTier[], after: readonly PriceTier[]): readonly number[] {
  const ends = [...new Set([...before, ...after].flatMap(({ upTo }) => upTo ?? []))].sort((a, b) => a - b)
  const slope = (tiers: readonly PriceTier[]) => toScaled(tiers.at(-1)?.unitPrice ?? '0')
  return [
    ...ends.map((units) => signOf(costOf(after, units) - costOf(before, units))),
    signOf(slope(after) - slope(before)),
  ]
}

function costOf(tiers: readonly PriceTier[], units: number): bigint {
  let from = 0
  let cost = 0n
  for (const { upTo, unitPrice } of tiers) {
    const end = Math.min(upTo ?? units, units)
    if (end > from) cost += BigInt(end - from) * toScaled(unitPrice)
    from = Math.max(from, end)
  }
  return cost
}

function signsOfWeights(before: PriceWeights, after: PriceWeights): readonly number[] {
  return (['stopped', 'unseen'] as const).map((way) => signOf(toScaled(after[way]) - toScaled(before[way])))
}

const signOf = (difference: bigint) => (difference > 0n ? 1 : difference < 0n ? -1 : 0)

function sameRules(before: Compared['rules'], after: Compared['rules']): boolean {
  return before.proration === after.proration && before.pinsOrders === after.pinsOrders
}

function sameFactors(before: readonly TermFactor[], after: readonly TermFactor[]): boolean {
  const words = (factors: readonly TermFactor[]) =>
    factors
      .map((one) => `${one.fromMonths} ${toScaled(one.factor)}`)
      .sort()
      .join('|')
  return words(before) === words(after)
}
