/** Optimisation: what could be done with less. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { drainPlanPolicy } from './optimisation-policy.ts'
import { consolidationPolicy } from './plan/consolidation-policy.ts'

export type { DrainGuest, DrainHost, DrainPlan, DrainStep } from './consolidate/drain.ts'
export { planDrain } from './consolidate/plan-drain.ts'
export { optimisationRoutes } from './optimisation-routes.ts'
export { createConsolidationReconciler } from './plan/carry-out.ts'
export { consolidationNotices } from './plan/consolidation-notices.ts'

export const optimisationPolicies: readonly Policy[] = [drainPlanPolicy, consolidationPolicy]
