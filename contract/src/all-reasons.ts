import { adoptionReasons } from './adoption-reasons.ts'
import { assessmentReasons } from './assessment.ts'
import { auditReasons } from './audit.ts'
import { billReasons } from './bill-operations.ts'
import { billRunReasons } from './bill-run.ts'
import { budgetReasons } from './budget.ts'
import { budgetListReasons } from './budget-lists.ts'
import { calendarReasons } from './calendar.ts'
import { catalogueReasons } from './catalogue-reasons.ts'
import { checkListReasons } from './check-list.ts'
import { cloudReasons } from './cloud-reasons.ts'
import { consolidationReasons } from './consolidation.ts'
import { contractTermsReasons } from './contract-terms.ts'
import { driftReasons } from './drift.ts'
import { exportReasons } from './export.ts'
import { fundPlanReasons } from './fund-plan.ts'
import { goalReasons } from './goal.ts'
import { guideCheckReasons } from './guide-check.ts'
import { hostReasons } from './host.ts'
import { hostClaimReasons } from './host-claim.ts'
import { identityReasons } from './identity-reasons.ts'
import { inventoryReasons } from './inventory-reasons.ts'
import { majorIssueReasons } from './major-issue.ts'
import { migrationWaveReasons } from './migration-wave.ts'
import { milestoneReasons } from './milestone.ts'
import { organisationReasons } from './organisation-reasons.ts'
import { placementReasons } from './placement.ts'
import { placementBondReasons } from './placement-bond.ts'
import { powerScheduleReasons } from './power-schedule-reasons.ts'
import { priceTrialReasons } from './price-trial.ts'
import { projectApprovalReasons } from './project-approval.ts'
import { projectFilingReasons } from './project-filing-reasons.ts'
import { protectionReasons } from './protection.ts'
import { commonReasons, type Reason } from './reasons.ts'
import { requestGateReasons } from './request-gate-reasons.ts'
import { requestReasons } from './request-reasons.ts'
import { resourceReasons } from './resource-reasons.ts'
import { roleNetworkReasons } from './role-network.ts'
import { ruleSetReasons } from './rule-set-reasons.ts'
import { savedViewReasons } from './saved-view.ts'
import { savingReasons } from './saving-reasons.ts'
import { savingRunReasons } from './saving-run.ts'
import { savingTrialReasons } from './saving-trial.ts'
import { serviceContractReasons } from './service-contract.ts'
import { settlementReasons } from './settlement-reasons.ts'
import { slaEventReasons } from './sla-event.ts'
import { statementReasons } from './statement-reasons.ts'
import { subsidyReasons } from './subsidy.ts'
import { systemReasons } from './system-reasons.ts'
import { termReasons } from './term-operations.ts'
import { unconnectedPlatformReasons } from './unconnected-platform.ts'
import { workOrderReasons } from './work-order-reasons.ts'
import { workflowReasons } from './workflow-reasons.ts'

/** Every reason code with its kind and texts. */
const allReasons = {
  ...commonReasons,
  ...organisationReasons,
  ...auditReasons,
  ...identityReasons,
  ...roleNetworkReasons,
  ...calendarReasons,
  ...workflowReasons,
  ...systemReasons,
  ...migrationWaveReasons,
  ...catalogueReasons,
  ...ruleSetReasons,
  ...projectFilingReasons,
  ...projectApprovalReasons,
  ...serviceContractReasons,
  ...budgetReasons,
  ...budgetListReasons,
  ...fundPlanReasons,
  ...subsidyReasons,
  ...cloudReasons,
  ...hostReasons,
  ...hostClaimReasons,
  ...unconnectedPlatformReasons,
  ...placementReasons,
  ...placementBondReasons,
  ...consolidationReasons,
  ...resourceReasons,
  ...workOrderReasons,
  ...protectionReasons,
  ...savingReasons,
  ...powerScheduleReasons,
  ...priceTrialReasons,
  ...inventoryReasons,
  ...driftReasons,
  ...billReasons,
  ...billRunReasons,
  ...savingRunReasons,
  ...savingTrialReasons,
  ...statementReasons,
  ...contractTermsReasons,
  ...slaEventReasons,
  ...assessmentReasons,
  ...settlementReasons,
  ...savedViewReasons,
  ...exportReasons,
  ...adoptionReasons,
  ...checkListReasons,
  ...guideCheckReasons,
  ...majorIssueReasons,
  ...milestoneReasons,
  ...goalReasons,
  ...requestReasons,
  ...requestGateReasons,
  ...termReasons,
} as const

export type ReasonCode = keyof typeof allReasons
export const reasons: Readonly<Record<ReasonCode, Reason>> = allReasons
