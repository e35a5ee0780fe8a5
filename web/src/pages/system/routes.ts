import type { RouteRecord } from '../../routes.ts'

export const systemRoutes: readonly RouteRecord[] = [
  { name: 'systems', texts: 'system', page: () => import('./SystemListPage.tsx') },
  { name: 'systemNew', texts: 'system', parent: 'systems', page: () => import('./SystemCreatePage.tsx') },
  { name: 'systemEdit', texts: 'system', parent: 'systems', page: () => import('./SystemEditPage.tsx') },
  { name: 'waves', texts: 'system', page: () => import('./WaveListPage.tsx') },
  {
    name: 'systemDuties',
    texts: 'system',
    parent: 'systems',
    page: () => import('./SystemDutiesPage.tsx'),
  },
  {
    name: 'system',
    texts: ['system', 'request', 'resource', 'usage', 'placement', 'power-schedule'],
    parent: 'systems',
    page: () => import('./SystemPage.tsx'),
  },
]
