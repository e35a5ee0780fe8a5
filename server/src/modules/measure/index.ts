/** How much of what they have resources really use, kept by day. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { measurePolicy } from './measure-policy.ts'

export { keepMeasures } from './keep-measures.ts'
export { meanOf, merge, percentileOf, type Summary } from './measure.ts'
export { createMeasureReconciler, forgetMeasures, gapOf } from './measure-reconciler.ts'
export { createMeasureRoutes } from './measure-routes.ts'
export { listServersOf, type MeasuredServer, sumWindow } from './measure-store.ts'

export const measurePolicies: readonly Policy[] = [measurePolicy]
