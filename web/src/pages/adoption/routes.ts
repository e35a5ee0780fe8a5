import type { RouteRecord } from '../../routes.ts'

const texts = 'adoption'

export const adoptionRoutes: readonly RouteRecord[] = [
  { name: 'adoption', texts, page: () => import('./AdoptionDeskPage.tsx') },
  { name: 'adoptionLists', texts, page: () => import('./AdoptionListsPage.tsx') },
  { name: 'adoptionList', texts, parent: 'adoptionLists', page: () => import('./AdoptionListPage.tsx') },
  { name: 'adoptionRates', texts, page: () => import('./AdoptionRatesPage.tsx') },
]
