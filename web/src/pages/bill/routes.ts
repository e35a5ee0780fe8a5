import type { RouteRecord } from '../../routes.ts'

export const billRoutes: readonly RouteRecord[] = [
  { name: 'bills', texts: 'bill', page: () => import('./BillListPage.tsx') },
  { name: 'bill', texts: 'bill', parent: 'bills', page: () => import('./BillPage.tsx') },
  { name: 'charge', texts: 'bill', parent: 'bills', page: () => import('./ChargePage.tsx') },
]
