import type { RouteRecord } from '../../routes.ts'

export const organisationRoutes: readonly RouteRecord[] = [
  { name: 'regions', texts: 'organisation', page: () => import('./RegionListPage.tsx') },
  { name: 'bodies', texts: 'organisation', page: () => import('./BodyListPage.tsx') },
  { name: 'body', texts: ['organisation', 'system'], parent: 'bodies', page: () => import('./BodyPage.tsx') },
  { name: 'people', texts: 'organisation', page: () => import('./PersonListPage.tsx') },
  { name: 'person', texts: 'organisation', parent: 'people', page: () => import('./PersonPage.tsx') },
  { name: 'accounts', texts: 'organisation', page: () => import('./AccountListPage.tsx') },
]
