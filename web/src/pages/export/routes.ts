import type { RouteRecord } from '../../routes.ts'

export const exportRoutes: readonly RouteRecord[] = [
  { name: 'exports', texts: 'export', page: () => import('./ExportListPage.tsx') },
  { name: 'fileCheck', texts: 'export', page: () => import('./FileCheckPage.tsx') },
]
