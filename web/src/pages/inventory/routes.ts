import type { RouteRecord } from '../../routes.ts'

const texts = 'inventory'

export const inventoryRoutes: readonly RouteRecord[] = [
  { name: 'scans', texts, page: () => import('./ScanListPage.tsx') },
]
