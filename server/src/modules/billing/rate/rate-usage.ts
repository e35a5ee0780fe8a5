/**
 * From usage to money: pure, exact, in whole 分. Quantities are integers, prices and factors exact decimals; nothing is
 * rounded but the amount of a charge, once, half away from zero, and the charges of one group in turn so that they add up
 * to the rounded whole (R276: sums agree to the 分).
 */
import type { Dimension } from '@yunheng/contract'

/** Up to and including so many units a month at this price; the last one has no end. */
export interface Tier {
  /** Units held for the whole month, in thousandths; null for all above. */
  readonly upTo: bigint | null
  /** Billionths of a yuan per unit and month. */
  readonly unitPrice: bigint
}

/** One clause of a price list as it applies to one stretch of a month. */
export interface Clause {
  readonly id: string
  readonly dimension: Dimension
  readonly tiers: readonly Tier[]
  /** Billionths that each way of holding counts: `{ serving: 1e9, stopped: 0, unseen: 1e9 }`. */
  readonly weights: { readonly serving: bigint; readonly stopped: bigint; readonly unseen: bigint }
  /** Seconds that the clause is in force in the month; tiers count for that share of it. */
  readonly secondsInForce: number
  readonly secondsOfMonth: number
}

/**
 * Usage of one subject under the clause: thousandths of a unit × seconds, by how it was held. What is counted as it flows stands in usage as
 * held for the whole of its month (`metering/meter.ts`), so that a unit of it is priced as a unit, and tiers are of the month.
 */
export interface Held {
  readonly subject: number
  /** Billionths: discount by the term of its order. The same in all rows of one subject. */
  readonly factor: bigint
  readonly serving: bigint
  readonly stopped: bigint
  readonly unseen: bigint
}

export interface Charge {
  readonly subject: number
  /** Thousandths of a unit × seconds × billionths, as weighed. */
  readonly billable: bigint
  /** 分. */
  readonly amount: bigint
}

/** Of weights, factors and prices. */
export const BILLIONTH = 1_000_000_000n
const FEN_OF_YUAN = 100n
const THOUSANDTHS = 1000n

/**
 * Charges of all subjects that share the clause and its tiers (one body’s usage of one price line), in the order of their
 * numbers: each gets the difference that it makes to the rounded running total. So their sum is the rounded whole, whatever
 * the order they come in, and a subject without usage costs nothing.
 */
export function rateUsage(clause: Clause, held: readonly Held[]): readonly Charge[] {
  const weighed = merged(held).map((one) => ({
    subject: one.subject,
    factor: one.factor,
    billable: weigh(clause, one),
  }))
  const total = weighed.reduce((sum, one) => sum + one.billable, 0n)
  const whole = costOf(clause, total)
  let reached = 0n
  let charged = 0n
  return weighed.map(({ subject, factor, billable }) => {
    reached += billable * factor
    // The group’s cost is shared by what each held: nobody pays the dearer tier for having come last, and each has the
    // discount of its own order.
    const upToHere =
      total === 0n ? 0n : roundHalfAway(whole.numerator * reached, whole.denominator * total * BILLIONTH)
    const amount = upToHere - charged
    charged = upToHere
    return { subject, billable, amount }
  })
}

/** Several rows of one subject are one; sorted, so that the order of the input is of no matter. */
function merged(held: readonly Held[]): readonly Held[] {
  const bySubject = new Map<number, Held>()
  for (const one of held) {
    const before = bySubject.get(one.subject)
    bySubject.set(
      one.subject,
      before === undefined
        ? one
        : {
            subject: one.subject,
            factor: one.factor,
            serving: before.serving + one.serving,
            stopped: before.stopped + one.stopped,
            unseen: before.unseen + one.unseen,
          },
    )
  }
  return [...bySubject.values()].sort((a, b) => a.subject - b.subject)
}

function weigh({ weights }: Clause, held: Held): bigint {
  return held.serving * weights.serving + held.stopped * weights.stopped + held.unseen * weights.unseen
}

interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/**
 * 分 for so much, exactly, before any discount. `billable / (1e9 × secondsOfMonth)` are thousandths of a unit held for the month; a tier’s end
 * counts for the share of the month that the clause is in force.
 */
export function costOf(clause: Clause, billable: bigint): Fraction {
  const [month, inForce] = [BigInt(clause.secondsOfMonth), BigInt(clause.secondsInForce)]
  let from = 0n
  // Billionths of a yuan × billionths × thousandths × seconds.
  let sum = 0n
  for (const { upTo, unitPrice } of clause.tiers) {
    const end = upTo === null ? billable : upTo * inForce * BILLIONTH
    const part = (end < billable ? end : billable) - from
    if (part <= 0n) break
    sum += part * unitPrice
    from += part
  }
  return {
    numerator: sum * FEN_OF_YUAN,
    denominator: BILLIONTH * BILLIONTH * THOUSANDTHS * month,
  }
}

/** The one rounding of money: half away from zero. */
export function roundHalfAway(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n !== denominator < 0n ? -1n : 1n
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator]
  return sign * ((2n * n + d) / (2n * d))
}
