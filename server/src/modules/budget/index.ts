/** Budgets: what a body may spend in a fiscal year, and what approved requests have committed of it (R270–R278). See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { budgetPolicy } from './budget-policy.ts'
import { subsidyPolicy } from './subsidy/subsidy-policy.ts'

export { budgetNotices } from './budget-notices.ts'
export { createBudgetRoutes } from './budget-routes.ts'
export type { SpentPorts } from './check/compare-bills.ts'
export type { CheckPorts } from './check/list-checks.ts'
export { commitRenewal } from './commit-renewal.ts'
export { commitRequest, type StandingFact, standingOf } from './commit-request.ts'
export type { Asked } from './hold-lines.ts'
export { reduceRequest } from './reduce-request.ts'
export { releaseRenewals, releaseRequest } from './release-commitments.ts'
export { addMonths, type LineCost, spread } from './spread.ts'
export { subsidyFlowListener } from './subsidy/flow-listener.ts'
export { createSubsidyRoutes } from './subsidy/subsidy-routes.ts'
export const budgetPolicies: readonly Policy[] = [budgetPolicy, subsidyPolicy]
