import type { RouteRecord } from '../../routes.ts'

const texts = 'price-trial'

export const priceTrialRoutes: readonly RouteRecord[] = [
  { name: 'priceTrials', texts, parent: 'prices', page: () => import('./PriceTrialListPage.tsx') },
  { name: 'priceTrial', texts, parent: 'priceTrials', page: () => import('./PriceTrialPage.tsx') },
]
