import type { RouteRecord } from '../../routes.ts'

export const placementRoutes: readonly RouteRecord[] = [
  { name: 'placementWhatIf', texts: ['placement', 'cloud'], page: () => import('./WhatIfPage.tsx') },
]
