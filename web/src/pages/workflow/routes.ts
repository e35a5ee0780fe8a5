import type { RouteRecord } from '../../routes.ts'

export const workflowRoutes: readonly RouteRecord[] = [
  { name: 'flows', texts: 'workflow', page: () => import('./FlowListPage.tsx') },
  { name: 'flow', texts: ['workflow', 'task'], parent: 'flows', page: () => import('./FlowPage.tsx') },
  { name: 'decisionTables', texts: 'workflow', page: () => import('./DecisionTableListPage.tsx') },
  {
    name: 'decisionTable',
    texts: 'workflow',
    parent: 'decisionTables',
    page: () => import('./DecisionTablePage.tsx'),
  },
  {
    name: 'decisionTableEdit',
    texts: 'workflow',
    parent: 'decisionTables',
    page: () => import('./DecisionTableEditPage.tsx'),
  },
  { name: 'instances', texts: ['workflow', 'task'], page: () => import('./InstanceListPage.tsx') },
  { name: 'calendar', texts: 'workflow', page: () => import('./CalendarPage.tsx') },
]
