import type { RouteRecord } from '../../routes.ts'

export const homeRoutes: readonly RouteRecord[] = [
  { name: 'home', texts: ['home', 'task'], page: () => import('./HomePage.tsx') },
  { name: 'search', texts: 'home', page: () => import('./SearchPage.tsx') },
]
