import type { RouteRecord } from '../../routes.ts'

export const ruleRoutes: readonly RouteRecord[] = [
  { name: 'rules', texts: 'rule', page: () => import('./RuleListPage.tsx') },
  { name: 'rule', texts: 'rule', parent: 'rules', page: () => import('./RulePage.tsx') },
  { name: 'ruleEdit', texts: 'rule', parent: 'rules', page: () => import('./RuleEditPage.tsx') },
]
