/** Views over the whole. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { goalPolicy } from './goal/goal-policy.ts'
import { milestonePolicy } from './milestone/milestone-policy.ts'

export { domesticRoutes } from './domestic/domestic-routes.ts'
export { createEstateRoutes } from './estate/estate-routes.ts'
export { goalRoutes } from './goal/goal-routes.ts'
export { readIndicator } from './goal/indicator-store.ts'
export { createHomeRoutes, type HomeSource } from './home.ts'
export { installMilestones } from './milestone/install-milestones.ts'
export { milestoneHome } from './milestone/milestone-home.ts'
export { milestoneRoutes } from './milestone/milestone-routes.ts'
export { responsibilityRoutes } from './responsibility/responsibility-routes.ts'
export { targetRoutes } from './target-routes.ts'

export const cockpitPolicies: readonly Policy[] = [milestonePolicy, goalPolicy]
