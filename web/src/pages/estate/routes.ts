import type { RouteRecord } from '../../routes.ts'

export const estateRoutes: readonly RouteRecord[] = [
  { name: 'estate', texts: ['estate', 'unconnected'], page: () => import('./EstatePage.tsx') },
]
