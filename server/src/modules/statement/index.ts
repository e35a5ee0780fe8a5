/** Statements of providers, and their reconciliation with what was approved, provisioned and measured. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { differencePolicy, statementPolicy } from './statement-policy.ts'

export { differenceClock } from './difference/difference-clock.ts'
export { agreedByBody } from './statement/agreed-store.ts'
export { comparisonReconciler } from './statement/compare-behind.ts'
export { type AgreedStatement, agreedStatements } from './statement/statement-store.ts'
export { statementHome } from './statement-home.ts'
export { statementNotices } from './statement-notices.ts'
export { statementRoutes } from './statement-routes.ts'
export const statementPolicies: readonly Policy[] = [statementPolicy, differencePolicy]
