import type { RouteRecord } from '../../routes.ts'

export const cloudRoutes: readonly RouteRecord[] = [
  { name: 'clouds', texts: ['cloud', 'inventory'], page: () => import('./CloudListPage.tsx') },
  { name: 'cloudNew', texts: 'cloud', parent: 'clouds', page: () => import('./CloudCreatePage.tsx') },
  {
    name: 'cloud',
    texts: ['cloud', 'inventory', 'adoption'],
    parent: 'clouds',
    page: () => import('./CloudPage.tsx'),
  },
  { name: 'pools', texts: ['cloud', 'inventory'], page: () => import('./PoolListPage.tsx') },
  { name: 'poolNew', texts: 'cloud', parent: 'pools', page: () => import('./PoolCreatePage.tsx') },
  { name: 'poolEdit', texts: 'cloud', parent: 'pools', page: () => import('./PoolEditPage.tsx') },
  {
    name: 'pool',
    texts: ['cloud', 'resource', 'inventory', 'consolidation'],
    parent: 'pools',
    page: () => import('./PoolPage.tsx'),
  },
  { name: 'quotas', texts: 'cloud', page: () => import('./QuotaListPage.tsx') },
]
