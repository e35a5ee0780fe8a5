import type { RouteRecord } from '../../routes.ts'

export const goalRoutes: readonly RouteRecord[] = [
  { name: 'goals', texts: 'goal', page: () => import('./GoalListPage.tsx') },
]
