import type { RouteRecord } from '../routes.ts'
import { homeRoutes } from './home/routes.ts'
import { identityRoutes } from './identity/routes.ts'
import { taskRoutes } from './task/routes.ts'

/** One line per module. */
export const allRoutes: readonly RouteRecord[] = [...homeRoutes, ...identityRoutes, ...taskRoutes]
