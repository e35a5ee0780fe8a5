/**
 * A charge as FOCUS prices it: in as many parts as tiers of the price list it reached, each with the list price of its tier, so that
 * price × quantity is the cost exactly as it is written. Pure and exact.
 */
import { BILLIONTH, type Clause, roundHalfAway } from '../rate/rate-usage.ts'

export interface ChargeToPrice {
  /** Thousandths of a unit × seconds, however held; of what is counted thousandths of a unit. */
  readonly held: bigint
  /** Of it what counts (`rate-usage.ts`). */
  readonly billable: bigint
  /** Billionths: the agreed factor of its term. */
  readonly factor: bigint
  /** 分 as billed. */
  readonly amount: bigint
}

export interface PricePart {
  /** From 0. */
  readonly tier: number
  /** Billionths of a unit held for a month. */
  readonly quantity: bigint
  /** Billionths of a yuan per unit and month: as listed, and as agreed. */
  readonly listPrice: bigint
  readonly contractedPrice: bigint
  /** Thousandths of a unit × seconds. */
  readonly held: bigint
  /** 分 */
  readonly billed: bigint
}

const THOUSANDTHS = 1000n

/** Decimals of quantities and of prices, and of the costs that are their products. */
export const PRICE_DIGITS = 9
export const COST_DIGITS = 2 * PRICE_DIGITS

/** The agreed factor on a listed price, to billionths of a yuan. */
export const contractedOf = (listPrice: bigint, factor: bigint): bigint =>
  roundHalfAway(listPrice * factor, BILLIONTH)

/**
 * What was rated together reaches the tiers together, and each charge has its share of every tier: nobody pays the dearer one for having
 * come last. Shares are running totals, so that the parts of a charge add up to what it holds and to what it is billed.
 * @param together what counts of all charges under the clause in the stretch, this one among them.
 */
export function pricePartsOf(clause: Clause, charge: ChargeToPrice, together: bigint): readonly PricePart[] {
  const reached = reachedTiers(clause, together)
  const whole = reached.at(-1)
  if (charge.billable === 0n || whole === undefined) return [atRest(clause, charge)]
  const perMonth = BILLIONTH * THOUSANDTHS * BigInt(clause.secondsOfMonth)
  let before = { quantity: 0n, held: 0n, billed: 0n }
  return reached.flatMap(({ tier, upToHere, costUpToHere }) => {
    const now = {
      quantity: roundHalfAway(charge.billable * upToHere * BILLIONTH, together * perMonth),
      held: roundHalfAway(charge.held * upToHere, together),
      billed:
        whole.costUpToHere === 0n
          ? charge.amount
          : roundHalfAway(charge.amount * costUpToHere, whole.costUpToHere),
    }
    const listPrice = clause.tiers[tier]?.unitPrice ?? 0n
    const part = {
      tier,
      quantity: now.quantity - before.quantity,
      held: now.held - before.held,
      billed: now.billed - before.billed,
      listPrice,
      contractedPrice: contractedOf(listPrice, charge.factor),
    }
    before = now
    return part.quantity === 0n && part.held === 0n && part.billed === 0n ? [] : [part]
  })
}

/** Nothing of it counts: held, at the first price, for nothing. */
const atRest = ({ tiers }: Clause, { held, amount, factor }: ChargeToPrice): PricePart => {
  const listPrice = tiers[0]?.unitPrice ?? 0n
  return {
    tier: 0,
    quantity: 0n,
    held,
    billed: amount,
    listPrice,
    contractedPrice: contractedOf(listPrice, factor),
  }
}

/** How far what was rated together goes in each tier, and what it costs to there. The same tiers as `costOf` has. */
function reachedTiers({ tiers, secondsInForce }: Clause, together: bigint) {
  const reached: { tier: number; upToHere: bigint; costUpToHere: bigint }[] = []
  let [from, cost] = [0n, 0n]
  for (const [tier, { upTo, unitPrice }] of tiers.entries()) {
    const end = upTo === null ? together : upTo * BigInt(secondsInForce) * BILLIONTH
    const part = (end < together ? end : together) - from
    if (part <= 0n) break
    from += part
    cost += part * unitPrice
    reached.push({ tier, upToHere: from, costUpToHere: cost })
  }
  return reached
}
