/** What the bills say that a notice has saved: the whole month before it was done, and the whole month after. Pure. */
import { monthsLater } from '../../platform/worktime/index.ts'
import type { UsageBilled } from '../billing/index.ts'

/** The first day of the month that lies so many after the day's. */
const firstDay = (day: string, months: number): string => `${monthsLater(day.slice(0, 7), months)}-01`

/** The month in which it was done is neither: part of it was before. */
export const monthsAround = (settledOn: string) => ({
  before: monthsLater(settledOn.slice(0, 7), -1),
  after: monthsLater(settledOn.slice(0, 7), 1),
})

/** The month after is over. */
export const firstLook = (settledOn: string): string => firstDay(settledOn, 2)

/**
 * What the same resource had done on this day or later, before this one, was in part in the months that this one is told by: both would
 * count it. The first one does.
 */
export const overlapsSince = (settledOn: string): string => firstDay(settledOn, -1)

/** Bills that are not sent by then are not waited for any more (product default). */
const WAIT_MONTHS = 6
export const LOOK_AGAIN_DAYS = 1

export type BillEffect =
  | { readonly is: 'waiting' }
  | { readonly is: 'known'; readonly before: bigint; readonly after: bigint }
  /** There was no bill to compare with, or a charge without a price. */
  | { readonly is: 'unknown' }

/** A draft may still change: it says nothing yet. */
export function billEffectOf(settledOn: string, bills: readonly UsageBilled[], today: string): BillEffect {
  const months = monthsAround(settledOn)
  const [before, after] = [months.before, months.after].map((month) =>
    bills.find((bill) => bill.month === month),
  )
  if (before !== undefined && before.state !== 'draft' && (before.charges === 0 || before.unpriced > 0))
    return { is: 'unknown' }
  const isSaid = (bill: UsageBilled | undefined) => bill !== undefined && bill.state !== 'draft'
  if (!isSaid(before) || !isSaid(after) || before === undefined || after === undefined)
    return today >= firstDay(settledOn, WAIT_MONTHS) ? { is: 'unknown' } : { is: 'waiting' }
  if (after.unpriced > 0) return { is: 'unknown' }
  return { is: 'known', before: BigInt(before.amount), after: BigInt(after.amount) }
}
