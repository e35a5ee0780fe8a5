import type { RouteRecord } from '../../routes.ts'

const texts = 'project-filing'

export const projectFilingRoutes: readonly RouteRecord[] = [
  { name: 'filings', texts, page: () => import('./FilingListPage.tsx') },
  { name: 'filingNew', texts, parent: 'filings', page: () => import('./FilingNewPage.tsx') },
  { name: 'filingEdit', texts, parent: 'filings', page: () => import('./FilingEditPage.tsx') },
  { name: 'filing', texts, parent: 'filings', page: () => import('./FilingPage.tsx') },
]
