import type { RouteRecord } from '../../routes.ts'

export const catalogueRoutes: readonly RouteRecord[] = [
  { name: 'catalogue', texts: 'catalogue', page: () => import('./CataloguePage.tsx') },
  { name: 'offering', texts: 'catalogue', parent: 'catalogue', page: () => import('./OfferingPage.tsx') },
  {
    name: 'offeringNew',
    texts: 'catalogue',
    parent: 'catalogue',
    page: () => import('./OfferingNewPage.tsx'),
  },
  {
    name: 'offeringEdit',
    texts: 'catalogue',
    parent: 'catalogue',
    page: () => import('./OfferingEditPage.tsx'),
  },
  { name: 'priceNew', texts: 'catalogue', parent: 'prices', page: () => import('./PriceNewPage.tsx') },
  { name: 'priceEdit', texts: 'catalogue', parent: 'prices', page: () => import('./PriceEditPage.tsx') },
  { name: 'price', texts: 'catalogue', parent: 'prices', page: () => import('./PricePage.tsx') },
  { name: 'prices', texts: 'catalogue', page: () => import('./PriceListPage.tsx') },
]
