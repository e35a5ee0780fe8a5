import type { RouteRecord } from '../../routes.ts'

export const catalogueRoutes: readonly RouteRecord[] = [
  { name: 'catalogue', texts: 'catalogue', page: () => import('./CataloguePage.tsx') },
  { name: 'offering', texts: 'catalogue', parent: 'catalogue', page: () => import('./OfferingPage.tsx') },
  { name: 'prices', texts: 'catalogue', page: () => import('./PriceListPage.tsx') },
]
