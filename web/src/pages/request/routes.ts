import type { RouteRecord } from '../../routes.ts'

export const requestRoutes: readonly RouteRecord[] = [
  { name: 'requests', texts: 'request', page: () => import('./RequestListPage.tsx') },
  { name: 'requestNew', texts: 'request', parent: 'requests', page: () => import('./RequestNewPage.tsx') },
  {
    name: 'requestEdit',
    texts: ['request', 'task'],
    parent: 'requests',
    page: () => import('./RequestEditPage.tsx'),
  },
  {
    name: 'requestPrint',
    texts: 'request',
    parent: 'requests',
    page: () => import('./RequestPrintPage.tsx'),
  },
  { name: 'terms', texts: 'request', page: () => import('./TermListPage.tsx') },
  { name: 'templates', texts: 'request', page: () => import('./TemplateListPage.tsx') },
  {
    name: 'request',
    texts: ['request', 'task', 'placement', 'inventory', 'saving'],
    parent: 'requests',
    page: () => import('./RequestPage.tsx'),
  },
]
