import type { RouteRecord } from '../../routes.ts'

export const auditRoutes: readonly RouteRecord[] = [
  { name: 'audit', texts: 'audit', page: () => import('./AuditPage.tsx') },
]
