import type { RouteRecord } from '../../routes.ts'

export const resourceRoutes: readonly RouteRecord[] = [
  { name: 'resources', texts: 'resource', page: () => import('./ResourceListPage.tsx') },
  {
    name: 'resource',
    texts: ['resource', 'placement', 'inventory', 'usage', 'measure', 'power-schedule'],
    parent: 'resources',
    page: () => import('./ResourcePage.tsx'),
  },
]
