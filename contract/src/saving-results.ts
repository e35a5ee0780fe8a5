/** What the saving programme has come to: planned, done, and measured by the bill, by month and body (R128, R129). */
import { Day, Instant, Money, Nullable, Ref, type Static, Strict, Type } from './base.ts'

export const SAVING_RESULT_MONTHS_MAX = 24
export const SavingMonth = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })

const Count = Type.Integer({ minimum: 0 })
/** Money a month; each count is that of the notices behind it. */
const figures = {
  /** Accepted, insisted on or done, to be done in that month; at the list price of when they were sent. */
  planned: Strict({ count: Count, saving: Money, unpriced: Count }),
  /** Done in that month; at the list price of then. */
  done: Strict({ count: Count, saving: Money, unpriced: Count }),
  /** Of those done, what the bills of the month before and the month after differ by; less than nothing where they cost more. */
  billed: Strict({ count: Count, saving: Money }),
}

export const SavingResultRow = Strict({ id: Type.String(), month: SavingMonth, body: Ref, ...figures })
export type SavingResultRow = Static<typeof SavingResultRow>

export const SavingResults = Strict({
  from: SavingMonth,
  until: SavingMonth,
  total: Strict(figures),
  /** Every month of the period, the earliest first. */
  months: Type.Array(Strict({ month: SavingMonth, ...figures }), { maxItems: SAVING_RESULT_MONTHS_MAX }),
  /** The twenty that have done the most. */
  bodies: Type.Array(Strict({ body: Ref, ...figures }), { maxItems: 20 }),
  /** The last month of which the bills have said something; null before. */
  billedUntil: Nullable(Day),
  asOf: Instant,
})
export type SavingResults = Static<typeof SavingResults>
