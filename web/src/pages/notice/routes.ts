import type { RouteRecord } from '../../routes.ts'

export const noticeRoutes: readonly RouteRecord[] = [
  { name: 'notices', texts: 'notice', page: () => import('./NoticeListPage.tsx') },
]
