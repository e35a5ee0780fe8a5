import type { RouteRecord } from '../../routes.ts'

export const billRoutes: readonly RouteRecord[] = [
  { name: 'bills', texts: 'bill', page: () => import('./BillListPage.tsx') },
  { name: 'bill', texts: 'bill', parent: 'bills', page: () => import('./BillPage.tsx') },
  { name: 'monthEnd', texts: 'bill', page: () => import('./MonthEndPage.tsx') },
  { name: 'billRuns', texts: 'bill', parent: 'bills', page: () => import('./BillRunListPage.tsx') },
  { name: 'billRun', texts: 'bill', parent: 'billRuns', page: () => import('./BillRunPage.tsx') },
  { name: 'billPrint', texts: 'bill', parent: 'bills', page: () => import('./BillPrintPage.tsx') },
  { name: 'charge', texts: 'bill', parent: 'bills', page: () => import('./ChargePage.tsx') },
]
