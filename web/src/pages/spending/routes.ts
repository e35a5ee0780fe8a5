import type { RouteRecord } from '../../routes.ts'

export const spendingRoutes: readonly RouteRecord[] = [
  { name: 'spending', texts: 'spending', page: () => import('./SpendingPage.tsx') },
  {
    name: 'spendingRates',
    texts: 'spending',
    parent: 'spending',
    page: () => import('./SpendingRatesPage.tsx'),
  },
]
