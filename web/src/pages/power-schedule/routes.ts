import type { RouteRecord } from '../../routes.ts'

const texts = 'power-schedule'

export const powerScheduleRoutes: readonly RouteRecord[] = [
  { name: 'powerSchedules', texts, page: () => import('./PowerScheduleListPage.tsx') },
  {
    name: 'powerScheduleNew',
    texts,
    parent: 'powerSchedules',
    page: () => import('./PowerScheduleNewPage.tsx'),
  },
  {
    name: 'powerScheduleEdit',
    texts,
    parent: 'powerSchedules',
    page: () => import('./PowerScheduleEditPage.tsx'),
  },
  { name: 'powerSchedule', texts, parent: 'powerSchedules', page: () => import('./PowerSchedulePage.tsx') },
]
