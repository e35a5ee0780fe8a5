import type { RouteRecord } from '../../routes.ts'

const texts = 'settlement'

export const settlementRoutes: readonly RouteRecord[] = [
  { name: 'settlements', texts, page: () => import('./SettlementListPage.tsx') },
  { name: 'settlement', texts, parent: 'settlements', page: () => import('./SettlementPage.tsx') },
  { name: 'settlementRules', texts, parent: 'settlements', page: () => import('./RulesPage.tsx') },
  { name: 'slaEvents', texts, page: () => import('./SlaEventListPage.tsx') },
  { name: 'slaEvent', texts, parent: 'slaEvents', page: () => import('./SlaEventPage.tsx') },
  { name: 'assessments', texts, page: () => import('./AssessmentListPage.tsx') },
  { name: 'assessment', texts, parent: 'assessments', page: () => import('./AssessmentPage.tsx') },
]
