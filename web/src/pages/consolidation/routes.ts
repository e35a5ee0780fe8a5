import type { RouteRecord } from '../../routes.ts'

export const consolidationRoutes: readonly RouteRecord[] = [
  { name: 'consolidations', texts: 'consolidation', page: () => import('./ConsolidationListPage.tsx') },
  {
    name: 'consolidation',
    texts: 'consolidation',
    parent: 'consolidations',
    page: () => import('./ConsolidationPage.tsx'),
  },
]
