/** Spending less: what could be given back, made smaller, or must grow. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import {
  savingExemptionPolicy,
  savingNoticePolicy,
  savingProposalPolicy,
  savingWhatIfPolicy,
} from './saving-policy.ts'

export { savingNotices } from './exemption-notices.ts'
export { createNoticeReconciler, savingFlowListener } from './follow-notice.ts'
export { judgeNightly, judgeSavings } from './judge-savings.ts'
export { savingHome } from './saving-home.ts'
export { createSavingRoutes } from './saving-routes.ts'

export const savingPolicies: readonly Policy[] = [
  savingProposalPolicy,
  savingNoticePolicy,
  savingExemptionPolicy,
  savingWhatIfPolicy,
]
