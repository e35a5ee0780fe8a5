/** How much of what was held, for whom, hour by hour. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { usagePolicy } from './metering-policy.ts'

export type { UsageRow } from './derive-usage.ts'
export { meterUsage } from './meter-usage.ts'
export { createMeteringReconciler } from './metering-reconciler.ts'
export { meteringRoutes } from './metering-routes.ts'
export type { ClosedUntil } from './ports.ts'
export { ensureMonth, judgeGapsFrom, mergeUsage, openMetering, writeUsage } from './usage-store.ts'

export const meteringPolicies: readonly Policy[] = [usagePolicy]
