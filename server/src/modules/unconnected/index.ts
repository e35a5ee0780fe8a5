/** Platforms that are not connected, and what they tell (R32, R37). See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { unconnectedPolicy } from './unconnected-policy.ts'

export { unconnectedHome } from './unconnected-home.ts'
export { unconnectedRoutes } from './unconnected-routes.ts'
export const unconnectedPolicies: readonly Policy[] = [unconnectedPolicy]
