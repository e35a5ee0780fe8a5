/** Running flows (流程实例) and tasks (待办), as they are shown. */
import {
  ActionsOf,
  Bilingual,
  Code,
  Id,
  Instant,
  Nullable,
  OneOf,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { DueExplanation } from './calendar.ts'
import { CompletionRule, FlowPicture, PersonRef } from './workflow-flow.ts'

export const INSTANCE_STATES = ['running', 'ended'] as const
export const INSTANCE_OUTCOMES = ['approved', 'rejected', 'withdrawn', 'voided'] as const
export type InstanceOutcome = (typeof INSTANCE_OUTCOMES)[number]
export const TASK_STATES = ['open', 'waiting', 'done', 'cancelled'] as const
/** fill: the applicant's form; approve: a decision; handle: work to be done and reported. */
export const STEP_KINDS = ['fill', 'approve', 'handle'] as const
export const TASK_OUTCOMES = [
  'completed',
  'approved',
  'rejected',
  'returned',
  'transferred',
  'cancelled',
] as const

/** What the flow is about. The noun and id lead to the object's own page. */
export const FlowSubject = Strict({
  noun: Code,
  id: Id,
  title: Type.String(),
  bodyId: Id,
  bodyName: Nullable(Type.String()),
})
export type FlowSubject = Static<typeof FlowSubject>

export const Task = Strict({
  id: Id,
  version: Version,
  state: OneOf(TASK_STATES),
  kind: OneOf(STEP_KINDS),
  outcome: Nullable(OneOf(TASK_OUTCOMES)),
  instanceId: Id,
  flowKey: Code,
  flowName: Bilingual,
  nodeId: Type.String(),
  stepName: Bilingual,
  subject: FlowSubject,
  starter: Nullable(PersonRef),
  openedAt: Instant,
  closedAt: Nullable(Instant),
  dueAt: Nullable(Instant),
  overdue: Type.Boolean(),
  /** Times the applicant asked to hurry. */
  urgedCount: Type.Integer({ minimum: 0 }),
  /** The person I would act for, when the task came to me by delegation. */
  onBehalfOf: Nullable(Strict({ personId: Id, name: Type.String() })),
})
export type Task = Static<typeof Task>

export const FLOW_ACTS = [
  'start',
  'complete',
  'approve',
  'reject',
  'return',
  'transfer',
  'add-sign',
  'remove-sign',
  'assign',
  'withdraw',
  'void',
  'urge',
  'comment',
  'escalate',
  'time-out',
  'service',
  'end',
] as const

/** One line of the append-only history (办理记录). */
export const TaskAction = Strict({
  id: Id,
  act: OneOf(FLOW_ACTS),
  nodeId: Nullable(Type.String()),
  stepName: Nullable(Bilingual),
  /** Null when the platform itself acted (a clock ran out). */
  actor: Nullable(PersonRef),
  comment: Nullable(Type.String()),
  /** The step a return went to, or the people a task was passed to. */
  toNodeId: Nullable(Type.String()),
  toStepName: Nullable(Bilingual),
  toPeople: Type.Array(PersonRef, { maxItems: 50 }),
  at: Instant,
})
export type TaskAction = Static<typeof TaskAction>

export const FlowInstance = Strict({
  id: Id,
  version: Version,
  flowKey: Code,
  flowName: Bilingual,
  flowVersionNumber: Type.Integer(),
  state: OneOf(INSTANCE_STATES),
  outcome: Nullable(OneOf(INSTANCE_OUTCOMES)),
  subject: FlowSubject,
  starter: Nullable(PersonRef),
  startedAt: Instant,
  endedAt: Nullable(Instant),
  currentSteps: Type.Array(
    Strict({
      nodeId: Type.String(),
      name: Bilingual,
      openedAt: Instant,
      dueAt: Nullable(Instant),
      overdue: Type.Boolean(),
    }),
    { maxItems: 50 },
  ),
})
export type FlowInstance = Static<typeof FlowInstance>

const Vote = Strict({ person: PersonRef, outcome: Nullable(OneOf(TASK_OUTCOMES)), at: Nullable(Instant) })

export const FlowInstanceDetail = Strict({
  ...FlowInstance.properties,
  decision: Nullable(
    Strict({
      tableKey: Code,
      tableVersion: Type.Integer(),
      ruleId: Code,
      note: Bilingual,
      source: Type.String(),
    }),
  ),
  flowSource: Type.String(),
  isProductDefault: Type.Boolean(),
  picture: FlowPicture,
  timeline: Type.Array(TaskAction, { maxItems: 1000 }),
  actions: ActionsOf(['withdraw', 'urge', 'comment', 'void']),
})
export type FlowInstanceDetail = Static<typeof FlowInstanceDetail>

export const TASK_VERBS = [
  'complete',
  'approve',
  'reject',
  'return',
  'transfer',
  'add-sign',
  'assign',
] as const
export type TaskVerb = (typeof TASK_VERBS)[number]

export const TaskDetail = Strict({
  ...Task.properties,
  completion: CompletionRule,
  /** People who have or had this step, with what each said so far. */
  votes: Type.Array(Vote, { maxItems: 200 }),
  /** Why it is due then. Null when the step has no term. */
  clock: Nullable(DueExplanation),
  /** Steps it may be returned to; `direct`: can come straight back here after correction. */
  returnTargets: Type.Array(
    Strict({ nodeId: Type.String(), name: Bilingual, isApplicant: Type.Boolean(), direct: Type.Boolean() }),
    { maxItems: 100 },
  ),
  /** People I added whose task is still open and can be taken back. */
  addedSigners: Type.Array(Strict({ taskId: Id, person: PersonRef }), { maxItems: 50 }),
  instance: FlowInstanceDetail,
  actions: ActionsOf(TASK_VERBS),
})
export type TaskDetail = Static<typeof TaskDetail>
