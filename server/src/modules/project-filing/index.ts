/** Project filings: what a body wants to build, asked against the rules (R25, R33, R35). See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { filingPolicy } from './filing-policy.ts'

export { filingNotices } from './filing-notices.ts'
export { filingRoutes } from './filing-routes.ts'
export { findFiling as findFilingRef } from './filing-store.ts'
export const filingPolicies: readonly Policy[] = [filingPolicy]
