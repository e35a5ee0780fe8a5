import type { RouteRecord } from '../../routes.ts'

const texts = 'unconnected'

export const unconnectedRoutes: readonly RouteRecord[] = [
  { name: 'unconnectedPlatforms', texts, page: () => import('./UnconnectedListPage.tsx') },
  {
    name: 'unconnectedPlatform',
    texts,
    parent: 'unconnectedPlatforms',
    page: () => import('./UnconnectedPage.tsx'),
  },
]
