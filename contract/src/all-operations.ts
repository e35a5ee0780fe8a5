import { adoptionOperations } from './adoption-operations.ts'
import { adoptionPlanOperations } from './adoption-plan-operations.ts'
import { assessmentOperations } from './assessment.ts'
import { auditOperations, systemActs } from './audit.ts'
import type { OperationSpec, Text } from './base.ts'
import { billMonthOperations } from './bill-month.ts'
import { billOperations } from './bill-operations.ts'
import { billRunOperations } from './bill-run.ts'
import { budgetListOperations } from './budget-lists.ts'
import { budgetOperations } from './budget-operations.ts'
import { calendarOperations } from './calendar.ts'
import { capacityTargetOperations } from './capacity-target.ts'
import { catalogueOperations } from './catalogue-operations.ts'
import { checkListOperations } from './check-list.ts'
import { cloudOperations } from './cloud-operations.ts'
import { consolidationOperations } from './consolidation.ts'
import { contractTermsOperations } from './contract-terms.ts'
import { domesticOperations } from './domestic.ts'
import { drainPlanOperations } from './drain-plan.ts'
import { driftOperations } from './drift.ts'
import { estateOperations } from './estate.ts'
import { exportOperations } from './export.ts'
import { fundPlanOperations } from './fund-plan.ts'
import { goalOperations } from './goal.ts'
import { guideCheckOperations } from './guide-check.ts'
import { homeOperations } from './home.ts'
import { hostOperations } from './host.ts'
import { hostClaimOperations } from './host-claim.ts'
import { identityOperations } from './identity-operations.ts'
import { inventoryOperations } from './inventory.ts'
import { issuedFileOperations } from './issued-file.ts'
import { majorIssueOperations } from './major-issue.ts'
import { measureOperations } from './measure.ts'
import { migrationWaveOperations } from './migration-wave.ts'
import { milestoneOperations } from './milestone.ts'
import { noticeOperations } from './notice.ts'
import { organisationOperations } from './organisation-operations.ts'
import { placementOperations } from './placement.ts'
import { placementBondOperations } from './placement-bond.ts'
import { placementWhatIfOperations } from './placement-what-if.ts'
import { platformOperations } from './platform.ts'
import { poolForecastOperations } from './pool-forecast.ts'
import { poolOperations, quotaOperations } from './pool-operations.ts'
import { powerScheduleOperations } from './power-schedule-operations.ts'
import { priceOperations } from './price-operations.ts'
import { priceTrialOperations } from './price-trial.ts'
import { projectApprovalOperations } from './project-approval.ts'
import { projectFilingOperations } from './project-filing.ts'
import { protectionOperations } from './protection.ts'
import { providerComparisonOperations } from './provider-comparison.ts'
import { requestOperations } from './request-operations.ts'
import { resourceOperations } from './resource-operations.ts'
import { topologyOperations } from './resource-topology.ts'
import { responsibilityOperations } from './responsibility.ts'
import { roleNetworkOperations } from './role-network.ts'
import { ruleSetOperations } from './rule-set.ts'
import { savedViewOperations } from './saved-view.ts'
import { savingOperations } from './saving-operations.ts'
import { savingRunOperations } from './saving-run.ts'
import { savingTrialOperations } from './saving-trial.ts'
import { serviceContractOperations } from './service-contract.ts'
import { settlementOperations } from './settlement.ts'
import { slaEventOperations } from './sla-event.ts'
import { spendingOperations } from './spending.ts'
import { statementLedgerOperations } from './statement-ledger.ts'
import { differenceOperations, statementOperations } from './statement-operations.ts'
import { subsidyOperations } from './subsidy.ts'
import { systemOperations } from './system-operations.ts'
import { requestTemplateOperations, termOperations } from './term-operations.ts'
import { unconnectedPlatformOperations } from './unconnected-platform.ts'
import { usageOperations } from './usage.ts'
import { workOrderOperations } from './work-order-operations.ts'
import { decisionOperations } from './workflow-decision.ts'
import { flowOperations } from './workflow-flow.ts'
import { workflowOperations } from './workflow-operations.ts'

/** Every operation of the API, in the order of the documents. */
export const operations: readonly OperationSpec[] = [
  ...Object.values(platformOperations),
  ...Object.values(organisationOperations),
  ...Object.values(auditOperations),
  ...Object.values(identityOperations.session),
  ...Object.values(identityOperations.ownAccount),
  ...Object.values(identityOperations.account),
  ...Object.values(identityOperations.token),
  ...Object.values(identityOperations.certificate),
  ...Object.values(roleNetworkOperations),
  ...Object.values(calendarOperations),
  ...Object.values(flowOperations),
  ...Object.values(decisionOperations),
  ...Object.values(workflowOperations),
  ...Object.values(systemOperations),
  ...Object.values(migrationWaveOperations),
  ...Object.values(responsibilityOperations),
  ...Object.values(catalogueOperations),
  ...Object.values(priceOperations),
  ...Object.values(ruleSetOperations),
  ...Object.values(projectFilingOperations),
  ...Object.values(serviceContractOperations),
  ...Object.values(budgetOperations),
  ...Object.values(budgetListOperations),
  ...Object.values(fundPlanOperations),
  ...Object.values(subsidyOperations),
  ...Object.values(cloudOperations),
  ...Object.values(estateOperations),
  ...Object.values(poolOperations),
  ...Object.values(quotaOperations),
  ...Object.values(hostOperations),
  ...Object.values(hostClaimOperations),
  ...Object.values(drainPlanOperations),
  ...Object.values(consolidationOperations),
  ...Object.values(poolForecastOperations),
  ...Object.values(capacityTargetOperations),
  ...Object.values(milestoneOperations),
  ...Object.values(goalOperations),
  ...Object.values(domesticOperations),
  ...Object.values(unconnectedPlatformOperations),
  ...Object.values(placementOperations),
  ...Object.values(placementBondOperations),
  ...Object.values(placementWhatIfOperations),
  ...Object.values(resourceOperations),
  ...Object.values(topologyOperations),
  ...Object.values(inventoryOperations),
  ...Object.values(driftOperations),
  ...Object.values(adoptionOperations),
  ...Object.values(adoptionPlanOperations),
  ...Object.values(workOrderOperations),
  ...Object.values(protectionOperations),
  ...Object.values(checkListOperations),
  ...Object.values(guideCheckOperations),
  ...Object.values(majorIssueOperations),
  ...Object.values(requestOperations),
  ...Object.values(requestTemplateOperations),
  ...Object.values(projectApprovalOperations),
  ...Object.values(termOperations),
  ...Object.values(usageOperations),
  ...Object.values(measureOperations),
  ...Object.values(savingOperations),
  ...Object.values(powerScheduleOperations),
  ...Object.values(priceTrialOperations),
  ...Object.values(billOperations),
  ...Object.values(billMonthOperations),
  ...Object.values(billRunOperations),
  ...Object.values(savingRunOperations),
  ...Object.values(savingTrialOperations),
  ...Object.values(statementOperations),
  ...Object.values(statementLedgerOperations),
  ...Object.values(differenceOperations),
  ...Object.values(spendingOperations),
  ...Object.values(providerComparisonOperations),
  ...Object.values(contractTermsOperations),
  ...Object.values(slaEventOperations),
  ...Object.values(assessmentOperations),
  ...Object.values(settlementOperations),
  ...Object.values(noticeOperations),
  ...Object.values(savedViewOperations),
  ...Object.values(exportOperations),
  ...Object.values(issuedFileOperations),
  ...Object.values(homeOperations),
]

/** What each act in the audit trail is called: the title of its operation, or its own when the platform acts. */
export const acts: Readonly<Record<string, Text>> = {
  ...Object.fromEntries(
    operations.flatMap((each) => ('act' in each.audit ? [[each.audit.act, each.title] as const] : [])),
  ),
  ...systemActs,
}
