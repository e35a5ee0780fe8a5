import type { RouteRecord } from '../../routes.ts'

export const usageRoutes: readonly RouteRecord[] = [
  { name: 'usage', texts: 'usage', page: () => import('./UsageListPage.tsx') },
]
