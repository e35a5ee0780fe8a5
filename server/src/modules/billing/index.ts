/** Bills: what a body pays for a month, charge by charge. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { billPolicy } from './bill-policy.ts'

export { billNotices } from './bill/bill-notices.ts'
export { listBilledOfYear } from './bill/bill-store.ts'
export { billBody, billedUntil, billWholeMonth, createBillingReconciler } from './bill/billing-reconciler.ts'
export { billHome } from './bill-home.ts'
export { billingRoutes } from './billing-routes.ts'
export { cutsOf, type PriceBook } from './rate/clauses.ts'
export { hasDays, readPriceBook } from './rate/gather-charges.ts'
export { type RatedCharge, rateMonth } from './rate/rate-month.ts'
export const billingPolicies: readonly Policy[] = [billPolicy]
