/** Contracts by which bodies rent cloud, and what happens when one ends (R25, R33). See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { contractPolicy } from './contract-policy.ts'

export { contractHome } from './contract-home.ts'
export { contractOf, isInForce } from './contract-of.ts'
export { createContractRoutes } from './contract-routes.ts'
export { type ContractRow, findContract, loadContractForUpdate } from './contract-store.ts'
export { createEndingReconciler } from './ending-reconciler.ts'
export { contractFlowListener } from './flow-listener.ts'
export { lockContracts, sumPermits } from './permit-store.ts'
export { type TermsPorts, toTerms } from './set-terms.ts'
export { findTerms, type Lease, listLeasesWith, listWithCeiling, type TermsRow } from './terms-store.ts'
export const contractPolicies: readonly Policy[] = [contractPolicy]
