/** The contract's door: every operation by id, every reason by code. */
export * from './base.ts'
export { NOUNS } from './nouns.ts'
export { commonReasons, type ErrorKind, type Reason } from './reasons.ts'

import { auditOperations, auditReasons, systemActs } from './audit.ts'
import type { OperationSpec, Text } from './base.ts'
import { calendarOperations, calendarReasons } from './calendar.ts'
import { identityOperations } from './identity-operations.ts'
import { identityReasons } from './identity-reasons.ts'
import { platformOperations } from './platform.ts'
import { commonReasons, type Reason } from './reasons.ts'
import { workflowOperations } from './workflow.ts'
import { decisionOperations } from './workflow-decision.ts'
import { flowOperations } from './workflow-flow.ts'
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
export { About, platformOperations } from './platform.ts'
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
  workflowOperations,
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
export { workflowReasons } from './workflow-reasons.ts'

/** Every operation of the API, in the order of the documents. */
export const operations: readonly OperationSpec[] = [
  ...Object.values(platformOperations),
  ...Object.values(auditOperations),
  ...Object.values(identityOperations.session),
  ...Object.values(identityOperations.ownAccount),
  ...Object.values(identityOperations.account),
  ...Object.values(identityOperations.token),
  ...Object.values(calendarOperations),
  ...Object.values(flowOperations),
  ...Object.values(decisionOperations),
  ...Object.values(workflowOperations),
]

/** Every reason code with its kind and texts. */
export const reasons: Readonly<Record<string, Reason>> = {
  ...commonReasons,
  ...auditReasons,
  ...identityReasons,
  ...calendarReasons,
  ...workflowReasons,
}

/** What each act in the audit trail is called: the title of its operation, or its own when the platform acts. */
export const acts: Readonly<Record<string, Text>> = {
  ...Object.fromEntries(
    operations.flatMap((each) => ('act' in each.audit ? [[each.audit.act, each.title] as const] : [])),
  ),
  ...systemActs,
}
