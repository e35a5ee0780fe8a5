import type { RouteRecord } from '../../routes.ts'

export const milestoneRoutes: readonly RouteRecord[] = [
  { name: 'milestones', texts: 'milestone', page: () => import('./MilestoneListPage.tsx') },
]
