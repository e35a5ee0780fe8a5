/** Guiding authorities' checks and the register of major issues (R47, R48). See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Route } from '../../platform/http/index.ts'
import { checkListPolicy } from './check-list/check-list-policy.ts'
import { checkListRoutes } from './check-list/check-list-routes.ts'
import { guideCheckPolicy } from './guide-check/guide-check-policy.ts'
import { guideCheckRoutes } from './guide-check/guide-check-routes.ts'
import { majorIssuePolicy } from './major-issue/major-issue-policy.ts'
import { majorIssueRoutes } from './major-issue/major-issue-routes.ts'

export { installCheckLists } from './check-list/install-check-lists.ts'
export { coordinationNotices } from './coordination-notices.ts'
export const coordinationPolicies: readonly Policy[] = [checkListPolicy, guideCheckPolicy, majorIssuePolicy]
export const coordinationRoutes: readonly Route[] = [
  ...checkListRoutes,
  ...guideCheckRoutes,
  ...majorIssueRoutes,
]
