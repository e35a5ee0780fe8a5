import type { Term } from '@yunheng/contract'

/** What one line costs, as the budget and the contracts ask for it. */
export interface BudgetLine {
  readonly number: number
  readonly onceMinor: number
  readonly recurringMinor: number
  /** Where it is not paid over the term of the request, from this month on. */
  readonly fromMonth?: string
  readonly term?: Term
}
