/** The contract's door: every operation by id, every reason by code. */
export * from './base.ts'
export { NOUNS } from './nouns.ts'
export { commonReasons, type ErrorKind, type Reason } from './reasons.ts'
export { REACHES, type Reach, ROLES, type Role, type RoleRecord, roles, SIDES, type Side } from './roles.ts'

import { auditOperations, auditReasons, systemActs } from './audit.ts'
import type { OperationSpec, Text } from './base.ts'
import { calendarOperations, calendarReasons } from './calendar.ts'
import { capacityTargetOperations } from './capacity-target.ts'
import { catalogueOperations, priceOperations } from './catalogue-operations.ts'
import { catalogueReasons } from './catalogue-reasons.ts'
import { checkListOperations, checkListReasons } from './check-list.ts'
import { cloudOperations } from './cloud-operations.ts'
import { cloudReasons } from './cloud-reasons.ts'
import { drainPlanOperations } from './drain-plan.ts'
import { guideCheckOperations, guideCheckReasons } from './guide-check.ts'
import { homeOperations } from './home.ts'
import { hostOperations, hostReasons } from './host.ts'
import { hostClaimOperations, hostClaimReasons } from './host-claim.ts'
import { identityOperations } from './identity-operations.ts'
import { identityReasons } from './identity-reasons.ts'
import { inventoryOperations } from './inventory.ts'
import { inventoryReasons } from './inventory-reasons.ts'
import { majorIssueOperations, majorIssueReasons } from './major-issue.ts'
import { noticeOperations } from './notice.ts'
import { organisationOperations } from './organisation-operations.ts'
import { organisationReasons } from './organisation-reasons.ts'
import { placementOperations, placementReasons } from './placement.ts'
import { platformOperations } from './platform.ts'
import { poolForecastOperations } from './pool-forecast.ts'
import { poolOperations, quotaOperations } from './pool-operations.ts'
import { projectApprovalOperations } from './project-approval.ts'
import { commonReasons, type Reason } from './reasons.ts'
import { requestGateReasons } from './request-gate-reasons.ts'
import { requestOperations } from './request-operations.ts'
import { requestReasons } from './request-reasons.ts'
import { resourceOperations } from './resource-operations.ts'
import { resourceReasons } from './resource-reasons.ts'
import { ruleSetOperations } from './rule-set.ts'
import { ruleSetReasons } from './rule-set-reasons.ts'
import { systemOperations } from './system-operations.ts'
import { systemReasons } from './system-reasons.ts'
import { requestTemplateOperations, termOperations } from './term-operations.ts'
import { workOrderOperations, workOrderReasons } from './work-order.ts'
import { decisionOperations } from './workflow-decision.ts'
import { flowOperations } from './workflow-flow.ts'
import { workflowOperations } from './workflow-operations.ts'
import { workflowReasons } from './workflow-reasons.ts'

export {
  AUDIT_ACTOR_KINDS,
  AUDIT_FLAWS,
  AUDIT_OUTCOMES,
  AuditActor,
  AuditChange,
  AuditCheckpoint,
  AuditEntry,
  AuditFinding,
  type AuditFlaw,
  type AuditOutcome,
  AuditReport,
  AuditState,
  auditOperations,
} from './audit.ts'
export {
  CALENDAR_DAY_KINDS,
  Calendar,
  CalendarDay,
  CalendarImportResult,
  CalendarSummary,
  CalendarVersionEntry,
  CalendarYear,
  ClockInterval,
  ClockTime,
  calendarOperations,
  calendarReasons,
  DueExplanation,
  WorkingHours,
} from './calendar.ts'
export { CAPACITY_TARGETS, CapacityTarget, capacityTargetOperations } from './capacity-target.ts'
export {
  ARCHITECTURE_PARTS,
  DIMENSIONS,
  type Dimension,
  Estimate,
  EstimateInput,
  EstimateLine,
  EstimateLineInput,
  EstimateStep,
  FULFILMENT_KINDS,
  Fulfilment,
  OFFERING_ACTIONS,
  OFFERING_STATES,
  Offering,
  OfferingContent,
  OfferingCreate,
  OfferingUpdate,
  ParameterSchema,
  Plan,
  PlanContent,
  PlanDimension,
  PRICE_ACTIONS,
  PriceLine,
  PriceVersion,
  PriceVersionCreate,
  PriceVersionUpdate,
  SERVICE_CLASSES,
  SERVICE_FAMILIES,
  type ServiceFamily,
  Sla,
  Term,
  TermFactor,
} from './catalogue.ts'
export { catalogueOperations, priceOperations } from './catalogue-operations.ts'
export {
  CHECK_SUBJECTS,
  CheckList,
  CheckListCreate,
  CheckListItem,
  type CheckSubject,
  checkListOperations,
} from './check-list.ts'
export {
  Amounts,
  CLOUD_ACTIONS,
  CLOUD_STATES,
  Cloud,
  CloudCreate,
  CloudKind,
  CloudNode,
  CloudOffer,
  type CloudState,
  CloudUpdate,
  NODE_GRADES,
  NODE_KINDS,
  NodeCreate,
  type NodeKind,
  NodeUpdate,
  POOL_CLASSES,
  Pool,
  PoolCapacity,
  PoolChoices,
  type PoolClass,
  PoolCreate,
  PoolMapping,
  PoolUpdate,
  ProbeFinding,
  Quota,
  TopologyFinding,
  ZoneCreate,
} from './cloud.ts'
export { cloudOperations } from './cloud-operations.ts'
export { DrainPlan, drainPlanOperations } from './drain-plan.ts'
export {
  Finding,
  GUIDE_CHECK_ACTIONS,
  GUIDE_CHECK_STATES,
  GuideCheck,
  GuideCheckFile,
  type GuideCheckState,
  GuideCheckSummary,
  guideCheckOperations,
  VERDICTS,
  type Verdict,
} from './guide-check.ts'
export { HomeFigure, HomeSeries, HomeSummary, homeOperations } from './home.ts'
export { HOST_STATES, Host, HostAmounts, hostOperations } from './host.ts'
export {
  HOST_FILTERS,
  HostClaim,
  type HostFilter,
  HostTrial,
  HostWanted,
  hostClaimOperations,
} from './host-claim.ts'
export {
  ACCOUNT_STATES,
  Account,
  type AccountState,
  ActingPost,
  ApiToken,
  CurrentSession,
  InitialPassword,
  PasswordRules,
  RecoveryCodes,
  SampleAccount,
  SESSION_DUTIES,
  SessionItem,
  TOKEN_SCOPES,
  TotpEnrolment,
} from './identity.ts'
export { identityOperations } from './identity-operations.ts'
export {
  CloudInventory,
  InventoryChange,
  InventoryItem,
  ITEM_STANDINGS,
  type ItemStanding,
  inventoryOperations,
  Scan,
} from './inventory.ts'
export {
  MAJOR_ISSUE_CATEGORIES,
  MAJOR_ISSUE_STATES,
  MajorIssue,
  type MajorIssueCategory,
  type MajorIssueState,
  MajorIssueSummary,
  majorIssueOperations,
} from './major-issue.ts'
export { Notice, noticeOperations } from './notice.ts'
export * from './organisation.ts'
export { organisationOperations } from './organisation-operations.ts'
export { organisationReasons } from './organisation-reasons.ts'
export {
  PLACEMENT_FILTERS,
  PLACEMENT_SCORES,
  PLACEMENT_STATES,
  Placement,
  PlacementCandidate,
  PlacementExplanation,
  type PlacementFilter,
  type PlacementScore,
  PlacementWanted,
  placementOperations,
} from './placement.ts'
export { About, platformOperations } from './platform.ts'
export { CAPACITY_KINDS, type CapacityKind, PoolForecast, poolForecastOperations } from './pool-forecast.ts'
export { poolOperations, quotaOperations } from './pool-operations.ts'
export { ProjectApproval, ProjectApprovalSet, projectApprovalOperations } from './project-approval.ts'
export {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_KINDS,
  type AttachmentKind,
  GATE_STATES,
  Gate,
  type GateState,
  REQUEST_ACTIONS,
  REQUEST_KINDS,
  REQUEST_LINE_STATES,
  REQUEST_PURPOSES,
  REQUEST_STAGES,
  REQUEST_STATES,
  Request,
  RequestAttachment,
  RequestCheck,
  RequestContent,
  RequestCreate,
  type RequestKind,
  RequestLine,
  RequestLineInput,
  type RequestPurpose,
  RequestStage,
  type RequestState,
  RequestSummary,
  RequestUpdate,
} from './request.ts'
export {
  AmountLevels,
  ProviderComparison,
  REQUEST_EVENTS,
  RequestCounts,
  RequestEvent,
  RequestEvidence,
  RequestMessage,
  RequestPrint,
  RequestTemplate,
  RequestTemplateCreate,
  RequestTemplateUpdate,
  ResourceTerm,
} from './request-evidence.ts'
export { requestOperations } from './request-operations.ts'
export {
  AGREEMENTS,
  type Agreement,
  CONDITION_TYPES,
  Condition,
  type ConditionType,
  Difference,
  HISTORY_SORTS,
  OBSERVED_STATES,
  type ObservedStateWord,
  PROGRESS_STEPS,
  Progress,
  RESOURCE_ACTIONS,
  RESOURCE_STATES,
  Resource,
  type ResourceAction,
  ResourceHistoryEntry,
  ResourceItem,
  ResourceRef,
  type ResourceState,
} from './resource.ts'
export { resourceOperations } from './resource-operations.ts'
export {
  FULFILMENT_PARAMETERS,
  PUBLIC_KEY_PATTERN,
  PublicKey,
  RESOURCE_KINDS,
  type ResourceKind,
  ResourceSpec,
  type ResourceSpecOf,
  SecurityRule,
  SecurityRules,
} from './resource-spec.ts'
export {
  EffectiveRule,
  EffectiveRules,
  RULE_VALUE_KINDS,
  RuleInForce,
  RuleItem,
  RuleItemInput,
  RuleRegion,
  RuleSet,
  RuleSetCreate,
  RuleSetSummary,
  RuleSetUpdate,
  RuleValue,
  ruleSetOperations,
  TIGHTER,
  type Tighter,
} from './rule-set.ts'
export {
  ACCESS_PATHS,
  type AccessPath,
  CLASSIFICATIONS,
  DEPLOYMENTS,
  Exemption,
  NETWORK_ZONES,
  type NetworkZone,
  SYSTEM_ACTIONS,
  SYSTEM_KINDS,
  SYSTEM_LIFECYCLES,
  System,
  SystemCode,
  SystemCreate,
  type SystemLifecycle,
  SystemUpdate,
} from './system.ts'
export { systemOperations } from './system-operations.ts'
export { requestTemplateOperations, termOperations } from './term-operations.ts'
export {
  EVIDENCE_BYTES_MAX,
  EVIDENCE_TYPES,
  Evidence,
  WORK_ORDER_ACTIONS,
  WORK_ORDER_STATES,
  WORK_ORDER_TASKS,
  WorkOrder,
  type WorkOrderState,
  workOrderOperations,
} from './work-order.ts'
export {
  FLOW_ACTS,
  FlowInstance,
  FlowInstanceDetail,
  FlowSubject,
  INSTANCE_OUTCOMES,
  INSTANCE_STATES,
  type InstanceOutcome,
  STEP_KINDS,
  TASK_OUTCOMES,
  TASK_STATES,
  TASK_VERBS,
  Task,
  TaskAction,
  TaskDetail,
  type TaskVerb,
} from './workflow.ts'
export {
  DecisionTable,
  DecisionTableContent,
  DecisionTableDetail,
  DecisionTableVersion,
  decisionOperations,
} from './workflow-decision.ts'
export {
  CandidateRule,
  CompletionRule,
  FLOW_NODE_KINDS,
  FLOW_NODE_STATES,
  Flow,
  FlowDetail,
  FlowPicture,
  FlowPreview,
  FlowProblem,
  FlowVariables,
  FlowVersion,
  FlowVersionEntry,
  flowOperations,
  PersonRef,
  PictureArc,
  PictureEdge,
  PictureNode,
  PictureStep,
  RULE_LEVELS,
  type RuleLevel,
  VERSION_STATES,
} from './workflow-flow.ts'
export { workflowOperations } from './workflow-operations.ts'
export { workflowReasons } from './workflow-reasons.ts'

/** Every operation of the API, in the order of the documents. */
export const operations: readonly OperationSpec[] = [
  ...Object.values(platformOperations),
  ...Object.values(organisationOperations),
  ...Object.values(auditOperations),
  ...Object.values(identityOperations.session),
  ...Object.values(identityOperations.ownAccount),
  ...Object.values(identityOperations.account),
  ...Object.values(identityOperations.token),
  ...Object.values(calendarOperations),
  ...Object.values(flowOperations),
  ...Object.values(decisionOperations),
  ...Object.values(workflowOperations),
  ...Object.values(systemOperations),
  ...Object.values(catalogueOperations),
  ...Object.values(priceOperations),
  ...Object.values(ruleSetOperations),
  ...Object.values(cloudOperations),
  ...Object.values(poolOperations),
  ...Object.values(quotaOperations),
  ...Object.values(hostOperations),
  ...Object.values(hostClaimOperations),
  ...Object.values(drainPlanOperations),
  ...Object.values(poolForecastOperations),
  ...Object.values(capacityTargetOperations),
  ...Object.values(placementOperations),
  ...Object.values(resourceOperations),
  ...Object.values(inventoryOperations),
  ...Object.values(workOrderOperations),
  ...Object.values(checkListOperations),
  ...Object.values(guideCheckOperations),
  ...Object.values(majorIssueOperations),
  ...Object.values(requestOperations),
  ...Object.values(requestTemplateOperations),
  ...Object.values(projectApprovalOperations),
  ...Object.values(termOperations),
  ...Object.values(noticeOperations),
  ...Object.values(homeOperations),
]

/** Every reason code with its kind and texts. */
const allReasons = {
  ...commonReasons,
  ...organisationReasons,
  ...auditReasons,
  ...identityReasons,
  ...calendarReasons,
  ...workflowReasons,
  ...systemReasons,
  ...catalogueReasons,
  ...ruleSetReasons,
  ...cloudReasons,
  ...hostReasons,
  ...hostClaimReasons,
  ...placementReasons,
  ...resourceReasons,
  ...workOrderReasons,
  ...inventoryReasons,
  ...checkListReasons,
  ...guideCheckReasons,
  ...majorIssueReasons,
  ...requestReasons,
  ...requestGateReasons,
} as const

export type ReasonCode = keyof typeof allReasons
export const reasons: Readonly<Record<ReasonCode, Reason>> = allReasons

/** What each act in the audit trail is called: the title of its operation, or its own when the platform acts. */
export const acts: Readonly<Record<string, Text>> = {
  ...Object.fromEntries(
    operations.flatMap((each) => ('act' in each.audit ? [[each.audit.act, each.title] as const] : [])),
  ),
  ...systemActs,
}
