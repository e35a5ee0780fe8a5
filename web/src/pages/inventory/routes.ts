import type { RouteRecord } from '../../routes.ts'

const texts = 'inventory'

export const inventoryRoutes: readonly RouteRecord[] = [
  { name: 'scans', texts, page: () => import('./ScanListPage.tsx') },
  { name: 'explorer', texts, page: () => import('./ExplorerPage.tsx') },
  { name: 'inventoryItem', texts, parent: 'explorer', page: () => import('./InventoryItemPage.tsx') },
]
