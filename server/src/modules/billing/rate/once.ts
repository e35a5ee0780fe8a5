/** What is paid once: by the prices at which the order line was delivered, without any factor for its term (as estimated). Pure. */
import { priceLineFor, toScaled } from '../../catalogue/index.ts'
import { type BilledSubject, dimensionOfMeter, hourOf, meterNumber } from '../../metering/index.ts'
import { type PriceBook, priceAt } from './clauses.ts'
import type { RatedCharge } from './rate-month.ts'
import { BILLIONTH, roundHalfAway } from './rate-usage.ts'

export interface Delivery {
  readonly lineId: string
  /** The first that was metered of it: its place and plan are those of the delivery. */
  readonly subject: BilledSubject
  readonly at: Date
  /** Of the whole line, in units. */
  readonly amounts: readonly { readonly meter: number; readonly units: bigint }[]
}

const FEN_OF_YUAN = 100n
const THOUSANDTHS = 1000n

export function rateOnce(
  book: PriceBook,
  { lineId, subject, at, amounts }: Delivery,
): readonly RatedCharge[] {
  const hour = hourOf(at)
  const { price } = priceAt(book, subject, hour)
  if (price === null) return []
  return amounts.flatMap(({ meter, units }): readonly RatedCharge[] => {
    const wanted = {
      offeringCode: subject.offering_code,
      planCode: subject.plan_code,
      poolId: subject.pool_id,
      dimension: dimensionOfMeter(meter),
    }
    const line = priceLineFor(price, wanted, 'once')
    const [tier] = line?.tiers ?? []
    if (line === null || tier === undefined || units <= 0n) return []
    return [
      {
        subject: subject.id,
        meter,
        window: { from: hour, to: hour + 1 },
        serving: 0n,
        stopped: 0n,
        unseen: 0n,
        price: { versionId: price.versionId, position: line.position, factor: BILLIONTH },
        billable: units * THOUSANDTHS * BILLIONTH,
        amount: roundHalfAway(units * toScaled(tier.unitPrice) * FEN_OF_YUAN, BILLIONTH),
        unpriced: null,
        lineId,
      },
    ]
  })
}

/** Units of an order line by meter: whole ones, of all of its pieces. */
export const unitsOf = (
  ofOne: readonly { readonly dimension: Parameters<typeof meterNumber>[0]; readonly amount: number }[],
  quantity: number,
): Delivery['amounts'] =>
  ofOne
    .filter(({ amount }) => Number.isSafeInteger(amount))
    .map(({ dimension, amount }) => ({
      meter: meterNumber(dimension),
      units: BigInt(amount) * BigInt(quantity),
    }))
