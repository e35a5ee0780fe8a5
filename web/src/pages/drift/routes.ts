import type { RouteRecord } from '../../routes.ts'

export const driftRoutes: readonly RouteRecord[] = [
  { name: 'drift', texts: ['drift', 'inventory'], page: () => import('./DriftPage.tsx') },
]
