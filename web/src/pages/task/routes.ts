import type { RouteRecord } from '../../routes.ts'

export const taskRoutes: readonly RouteRecord[] = [
  { name: 'todo', texts: 'task', page: () => import('./TodoPage.tsx') },
  {
    name: 'task',
    texts: ['task', 'request', 'adoption', 'placement', 'inventory', 'budget', 'saving'],
    parent: 'todo',
    page: () => import('./TaskPage.tsx'),
  },
]
