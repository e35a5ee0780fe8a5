/** Spending less: what could be given back, made smaller, or must grow. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { NoticeRule } from '../notice/index.ts'
import { savingNotices as ownNotices } from './exemption-notices.ts'
import { savingRunNotices } from './run/saving-run-notices.ts'
import {
  powerSchedulePolicy,
  priceTrialPolicy,
  savingExemptionPolicy,
  savingNoticePolicy,
  savingProposalPolicy,
  savingRunPolicy,
  savingTrialPolicy,
  savingWhatIfPolicy,
} from './saving-policy.ts'
import { scheduleNotices } from './schedule/schedule-notices.ts'

export { createNoticeReconciler, savingFlowListener } from './follow-notice.ts'
export { growthOf } from './growth.ts'
export { judgeNightly, judgeSavings } from './judge-savings.ts'
export { billEffectReconciler } from './measure-by-bill.ts'
export { priceTrialReconciler } from './price-trial/price-trial-reconciler.ts'
export { ruleTrialReconciler } from './rule-trial/rule-trial-reconciler.ts'
export { createSavingRunReconciler } from './run/saving-run-reconciler.ts'
export { savingHome } from './saving-home.ts'
export { createSavingRoutes } from './saving-routes.ts'
export { savingsOf } from './savings-of.ts'
export { scheduleReconciler } from './schedule/schedule-reconciler.ts'

export const savingNotices: readonly NoticeRule[] = [...ownNotices, ...savingRunNotices, ...scheduleNotices]

export const savingPolicies: readonly Policy[] = [
  savingProposalPolicy,
  savingNoticePolicy,
  savingExemptionPolicy,
  savingWhatIfPolicy,
  savingRunPolicy,
  savingTrialPolicy,
  powerSchedulePolicy,
  priceTrialPolicy,
]
