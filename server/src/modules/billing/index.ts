/** Bills: what a body pays for a month, charge by charge. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Flows } from './bill/act-on-bill.ts'
import { billClosingPolicy, billPolicy, billRunPolicy } from './bill-policy.ts'
import { createBillRoutes } from './billing-routes.ts'
import { billRunRoutes } from './run/bill-run-routes.ts'
import { spendingPolicy, spendingRatePolicy } from './spending/spending-policy.ts'
import { spendingRoutes } from './spending/spending-routes.ts'

export { billNotices } from './bill/bill-notices.ts'
export { listBilledOfYear } from './bill/bill-store.ts'
export { billBody, billedUntil, billWholeMonth, createBillingReconciler } from './bill/billing-reconciler.ts'
export { billBudgetReconciler } from './bill/charge-budget.ts'
export { budgetMonthReconciler } from './bill/close-budget-months.ts'
export { billFlowListener } from './bill/confirm-bill.ts'
export {
  listBilledAmong,
  type ProviderSum,
  type ResourceSum,
  sumByProvider,
  sumByResource,
} from './bill/provider-charge-store.ts'
export { listUsageBilled, type UsageBilled } from './bill/resource-charge-store.ts'
export { billHome } from './bill-home.ts'
export { FOCUS_COLUMNS } from './focus/focus.ts'
export { focusRowsOf } from './focus/focus-charge.ts'
export type { FocusChargeRow } from './focus/focus-store.ts'
export { bookAsOf, cutsOf, type PriceBook } from './rate/clauses.ts'
export { hasDays, readPriceBook } from './rate/gather-charges.ts'
export { type RatedCharge, rateMonth } from './rate/rate-month.ts'
export { costOf, roundHalfAway } from './rate/rate-usage.ts'
export { billRunNotices } from './run/bill-run-notices.ts'
export { createBillRunReconciler } from './run/bill-run-reconciler.ts'
export const billingPolicies: readonly Policy[] = [
  billPolicy,
  billClosingPolicy,
  billRunPolicy,
  spendingPolicy,
  spendingRatePolicy,
]
export const createBillingRoutes = (flows: Flows): readonly Route[] => [
  ...createBillRoutes(flows),
  ...billRunRoutes,
  ...spendingRoutes,
]
