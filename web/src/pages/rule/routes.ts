import type { RouteRecord } from '../../routes.ts'

export const ruleRoutes: readonly RouteRecord[] = [
  { name: 'rules', texts: 'rule', page: () => import('./RuleListPage.tsx') },
  { name: 'rule', texts: 'rule', parent: 'rules', page: () => import('./RulePage.tsx') },
  {
    name: 'rulesInForce',
    texts: 'rule',
    parent: 'rules',
    page: () => import('./EffectiveRulesPage.tsx'),
  },
  {
    name: 'regionRulesEdit',
    texts: 'rule',
    parent: 'rulesInForce',
    page: () => import('./RegionRulesEditPage.tsx'),
  },
  { name: 'ruleEdit', texts: 'rule', parent: 'rules', page: () => import('./RuleEditPage.tsx') },
]
