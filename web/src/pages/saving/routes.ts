import type { RouteRecord } from '../../routes.ts'

const texts = 'saving'

export const savingRoutes: readonly RouteRecord[] = [
  { name: 'savings', texts, page: () => import('./SavingPage.tsx') },
  { name: 'savingNotices', texts, parent: 'savings', page: () => import('./NoticeListPage.tsx') },
  { name: 'savingResults', texts, parent: 'savings', page: () => import('./SavingResultsPage.tsx') },
  { name: 'savingRuns', texts, parent: 'savings', page: () => import('./SavingRunListPage.tsx') },
  { name: 'savingRun', texts, parent: 'savingRuns', page: () => import('./SavingRunPage.tsx') },
  { name: 'savingExemptions', texts, parent: 'savings', page: () => import('./ExemptionListPage.tsx') },
  { name: 'savingWhatIf', texts, parent: 'savings', page: () => import('./SavingWhatIfPage.tsx') },
  { name: 'savingTrial', texts, parent: 'savingWhatIf', page: () => import('./SavingTrialPage.tsx') },
]
