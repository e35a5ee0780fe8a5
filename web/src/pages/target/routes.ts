import type { RouteRecord } from '../../routes.ts'

export const targetRoutes: readonly RouteRecord[] = [
  { name: 'targets', texts: 'target', page: () => import('./TargetsPage.tsx') },
  { name: 'domesticGaps', texts: 'target', parent: 'targets', page: () => import('./DomesticGapsPage.tsx') },
]
