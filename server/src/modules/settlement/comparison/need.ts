/** One need at the price list of each provider: pure, in whole 分, by the arithmetic of bills. */
import { BASKET, type BasketPart, type Dimension } from '@yunheng/contract'
import { costOf, roundHalfAway } from '../../billing/index.ts'
import { type PriceInForce, priceLineFor, toScaled } from '../../catalogue/index.ts'

/** Thousandths of a unit × seconds of the month, by how it was held. */
export interface Need {
  readonly offeringCode: string
  readonly planCode: string | null
  readonly dimension: Dimension
  readonly serving: bigint
  readonly stopped: bigint
  readonly unseen: bigint
}

const THOUSANDTHS = 1000n

/** A basket held for the whole month. */
export function needOfBasket(
  basket: Readonly<Partial<Record<BasketPart, number | undefined>>>,
  secondsOfMonth: number,
): readonly Need[] {
  return (Object.keys(BASKET) as BasketPart[]).flatMap((part) => {
    const units = basket[part] ?? 0
    const serving = BigInt(units) * THOUSANDTHS * BigInt(secondsOfMonth)
    return units === 0 ? [] : [{ ...BASKET[part], serving, stopped: 0n, unseen: 0n }]
  })
}

/**
 * What it costs by the list, without discounts by term; null where the list has no price for it by amount. Pools of one provider have no
 * counterpart at another: only prices for all pools count. Rounded once, half away from zero.
 */
export function costOfNeed(price: PriceInForce | null, need: Need, secondsOfMonth: number): bigint | null {
  if (price === null) return null
  const { offeringCode, planCode, dimension } = need
  const line = priceLineFor(price, { offeringCode, planCode, poolId: null, dimension })
  if (line === null) return null
  const weights = { stopped: toScaled(line.weights.stopped), unseen: toScaled(line.weights.unseen) }
  const clause = {
    id: price.versionId,
    dimension,
    tiers: line.tiers.map(({ upTo, unitPrice }) => ({
      upTo: upTo === null ? null : BigInt(upTo) * THOUSANDTHS,
      unitPrice: toScaled(unitPrice),
    })),
    weights: { serving: ONE, ...weights },
    secondsInForce: secondsOfMonth,
    secondsOfMonth,
  }
  const billable = need.serving * ONE + need.stopped * weights.stopped + need.unseen * weights.unseen
  const { numerator, denominator } = costOf(clause, billable)
  return roundHalfAway(numerator, denominator)
}
const ONE = 1_000_000_000n

/** Units held for the whole month, three places. */
export const unitsOf = (need: Need, secondsOfMonth: number): bigint =>
  roundHalfAway(need.serving + need.stopped + need.unseen, BigInt(secondsOfMonth))

/** What counts for the provider: its own list, otherwise the general one. */
export function listOf(prices: readonly PriceInForce[], providerBodyId: string): PriceInForce | null {
  const latest = (provider: string | null) =>
    prices
      .filter((one) => one.providerBodyId === provider)
      .reduce<PriceInForce | null>((best, one) => (best === null || one.from > best.from ? one : best), null)
  return latest(providerBodyId) ?? latest(null)
}

/** Percent with two places, cut and not rounded up: what was out for a second is never 100. */
export function availabilityOf(outSeconds: number, periodSeconds: number): string {
  const hundredths = Math.floor(((periodSeconds - outSeconds) * 10_000) / periodSeconds)
  return (Math.max(hundredths, 0) / 100).toFixed(2)
}
