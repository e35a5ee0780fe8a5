/** Months that carry something on, of bills and of statements together. Pure. */
import type { BillMonthCarried, StatementMonthCarried } from '@yunheng/contract'

export interface CarriedMonth {
  readonly month: string
  readonly ageDays: number
  /** Null where nothing of it is open. */
  readonly bills: BillMonthCarried | null
  readonly statements: StatementMonthCarried | null
}

/** One row a month, the oldest first. */
export function joinCarried(
  bills: readonly BillMonthCarried[],
  statements: readonly StatementMonthCarried[],
): readonly CarriedMonth[] {
  const months = [...new Set([...bills, ...statements].map(({ month }) => month))].toSorted()
  return months.map((month) => {
    const ofBills = bills.find((one) => one.month === month) ?? null
    const ofStatements = statements.find((one) => one.month === month) ?? null
    return {
      month,
      ageDays: ofBills?.ageDays ?? ofStatements?.ageDays ?? 0,
      bills: ofBills,
      statements: ofStatements,
    }
  })
}
