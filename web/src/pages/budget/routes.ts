import type { RouteRecord } from '../../routes.ts'

const texts = 'budget'

export const budgetRoutes: readonly RouteRecord[] = [
  { name: 'budgets', texts, page: () => import('./BudgetListPage.tsx') },
  { name: 'budgetsPrint', texts, parent: 'budgets', page: () => import('./BudgetsPrintPage.tsx') },
  { name: 'budget', texts, parent: 'budgets', page: () => import('./BudgetPage.tsx') },
  { name: 'budgetCommitments', texts, parent: 'budgets', page: () => import('./CommitmentListPage.tsx') },
  { name: 'budgetActuals', texts, parent: 'budgets', page: () => import('./ActualListPage.tsx') },
  { name: 'budgetChecks', texts, parent: 'budgets', page: () => import('./BudgetChecksPage.tsx') },
  { name: 'subsidies', texts, page: () => import('./SubsidyListPage.tsx') },
  { name: 'subsidy', texts, parent: 'subsidies', page: () => import('./SubsidyPage.tsx') },
  { name: 'fundPlans', texts, page: () => import('./FundPlanListPage.tsx') },
]
