/** Which months an overview is of, and what it is compared with: pure. */
import type { SpendingBy, SpendingPeriod } from '@yunheng/contract'
import { monthsLater } from '../../../platform/worktime/index.ts'

export interface Months {
  readonly kind: SpendingPeriod
  /** `2026-11`, both included. */
  readonly from: string
  readonly until: string
  readonly previousFrom: string
  readonly previousUntil: string
  /** So many months lie between a month and the one that it is compared with. */
  readonly apart: number
}

/** As many months as the trend shows: a year, and the month that the last one is compared with. */
export const TREND_MONTHS = 13
const MONTHS_OF_YEAR = 12

/** A year is the fiscal one, up to that month, and compared with the same months of the year before. */
export function monthsOf(kind: SpendingPeriod, until: string): Months {
  const apart = kind === 'month' ? 1 : MONTHS_OF_YEAR
  const from =
    kind === 'month'
      ? until
      : kind === 'year'
        ? `${until.slice(0, 4)}-01`
        : monthsLater(until, 1 - MONTHS_OF_YEAR)
  return {
    kind,
    from,
    until,
    previousFrom: monthsLater(from, -apart),
    previousUntil: monthsLater(until, -apart),
    apart,
  }
}

export type Standing = 'now' | 'before'

/** Whether a month lies in the period, or in the one that it is compared with. */
export function standingOf(
  { from, until, previousFrom, previousUntil }: Months,
  month: string,
): Standing | null {
  if (month >= from && month <= until) return 'now'
  return month >= previousFrom && month <= previousUntil ? 'before' : null
}

export interface BillInSight {
  readonly id: string
  readonly body_id: string
  readonly region_id: string | null
  readonly month: string
  readonly is_draft: boolean
}

/** A bill as a breakdown reads it. */
export interface LabelledBill {
  readonly id: string
  /** What it is counted under, where the breakdown goes by bills and not by their charges. */
  readonly label: string
  readonly isDraft: boolean
  readonly isBefore: boolean
}

/** Bills of the period and of the one before; a month stands beside the one that it is compared with. */
export function labelled(
  by: SpendingBy | null,
  months: Months,
  bills: readonly BillInSight[],
): readonly LabelledBill[] {
  return bills.flatMap(({ id, body_id, region_id, month, is_draft: isDraft }) => {
    const standing = standingOf(months, month)
    if (standing === null) return []
    const isBefore = standing === 'before'
    const ofMonth = isBefore ? monthsLater(month, months.apart) : month
    const label =
      by === 'month' ? ofMonth : by === 'body' ? body_id : by === 'region' ? (region_id ?? '') : ''
    return [{ id, label, isDraft, isBefore }]
  })
}
