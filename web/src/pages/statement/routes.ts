import type { RouteRecord } from '../../routes.ts'

const texts = 'statement'

export const statementRoutes: readonly RouteRecord[] = [
  { name: 'statementDesk', texts, page: () => import('./DeskPage.tsx') },
  { name: 'statements', texts, page: () => import('./StatementListPage.tsx') },
  { name: 'statementPrint', texts, parent: 'statements', page: () => import('./StatementPrintPage.tsx') },
  { name: 'statementLedger', texts, parent: 'statements', page: () => import('./LedgerPage.tsx') },
  { name: 'statement', texts, parent: 'statements', page: () => import('./StatementPage.tsx') },
  { name: 'differences', texts, page: () => import('./DifferenceListPage.tsx') },
  { name: 'difference', texts, parent: 'differences', page: () => import('./DifferencePage.tsx') },
]
