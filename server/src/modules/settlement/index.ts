/** Settlement: SLA events, assessment results, settlement sheets and payments of contracts (R299). See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import {
  assessmentPolicy,
  settlementPolicy,
  settlementRulesPolicy,
  slaEventPolicy,
} from './settlement-policy.ts'

export type { AgreedStatement } from './calc/attribution.ts'
export { ceilingDoor } from './ceiling/ceiling-standing.ts'
export { settlementHome } from './settlement-home.ts'
export { settlementNotices } from './settlement-notices.ts'
export { createSettlementRoutes } from './settlement-routes.ts'
export type { SettlementPorts } from './sheet/calculate.ts'
export { ceilingReconciler } from './spending/ceiling-reconciler.ts'
export { paidOf } from './spending/payment-store.ts'
export const settlementPolicies: readonly Policy[] = [
  settlementPolicy,
  settlementRulesPolicy,
  slaEventPolicy,
  assessmentPolicy,
]
