import type { RouteRecord } from '../../routes.ts'

export const placementRoutes: readonly RouteRecord[] = [
  {
    name: 'placementWhatIf',
    texts: ['placement', 'cloud', 'inventory'],
    page: () => import('./WhatIfPage.tsx'),
  },
  { name: 'placementBonds', texts: 'placement', page: () => import('./BondListPage.tsx') },
]
