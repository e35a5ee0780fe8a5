import type { RouteRecord } from '../../routes.ts'

export const workOrderRoutes: readonly RouteRecord[] = [
  { name: 'workOrders', texts: 'work-order', page: () => import('./WorkOrderListPage.tsx') },
  { name: 'workOrder', texts: 'work-order', parent: 'workOrders', page: () => import('./WorkOrderPage.tsx') },
]
