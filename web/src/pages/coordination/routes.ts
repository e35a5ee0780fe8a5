import type { RouteRecord } from '../../routes.ts'

const texts = 'coordination'

export const coordinationRoutes: readonly RouteRecord[] = [
  { name: 'guideChecks', texts, page: () => import('./GuideCheckListPage.tsx') },
  { name: 'guideCheck', texts, parent: 'guideChecks', page: () => import('./GuideCheckPage.tsx') },
  { name: 'checkLists', texts, page: () => import('./CheckListsPage.tsx') },
  { name: 'checkList', texts, parent: 'checkLists', page: () => import('./CheckListPage.tsx') },
  { name: 'checkListEdit', texts, parent: 'checkLists', page: () => import('./CheckListEditPage.tsx') },
  { name: 'majorIssues', texts, page: () => import('./MajorIssueListPage.tsx') },
  { name: 'majorIssue', texts, parent: 'majorIssues', page: () => import('./MajorIssuePage.tsx') },
]
