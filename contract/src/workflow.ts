/** Running flows (流程实例) and tasks (待办): lists, the task page, and every act on them. */
import {
  ActionsOf,
  Bilingual,
  ById,
  Code,
  Id,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  type Static,
  Strict,
  type TSchema,
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

const Comment = Type.String({ maxLength: 2000 })
const NeededComment = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })
const read = { none: 'read' } as const
/** Every role may have tasks; whose a task is, is proved by loading it: for everybody else it is 404. */
const listTask = { action: 'list', noun: 'task' } as const
const viewTask = { action: 'view', noun: 'task' } as const
const actOnTask = { action: 'approve', noun: 'task' } as const
const viewInstance = { action: 'view', noun: 'flow-instance' } as const
const modifyInstance = { action: 'modify', noun: 'flow-instance' } as const

const actReasons = [
  'task.closed',
  'task.not_yours',
  'task.own_application',
  'task.act_not_offered',
  'task.waiting',
  'task.post_gone',
  'flow.no_way_on',
] as const

function act<const V extends string, const B extends Record<string, TSchema>>(
  verb: V,
  title: { zh: string; en: string },
  body: B,
  more: readonly string[] = [],
) {
  return operation({
    id: `task.${verb}`,
    method: 'POST',
    path: `/tasks/{id}/${verb}`,
    title,
    params: ById,
    body: Strict({ version: Version, ...body }),
    response: TaskDetail,
    access: actOnTask,
    audit: { act: `task.${verb}` },
    idempotent: true,
    reasons: [...actReasons, ...more],
  })
}

export const workflowOperations = {
  taskList: operation({
    id: 'task.list',
    method: 'GET',
    path: '/tasks',
    title: { zh: '我的待办与已办', en: 'My tasks' },
    query: PageQuery({
      /** todo: waiting for me, by due time; done: I acted on it, latest first. */
      box: OneOf(['todo', 'done']),
      flowKey: Type.Optional(Code),
      overdue: Type.Optional(Type.Boolean()),
      text: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    }),
    response: PageOf(Task),
    access: listTask,
    audit: read,
    reasons: [],
  }),
  taskCount: operation({
    id: 'task.count',
    method: 'GET',
    path: '/tasks/count',
    title: { zh: '待办数量', en: 'How many tasks wait for me' },
    response: Strict({ todo: Type.Integer(), overdue: Type.Integer() }),
    access: listTask,
    audit: read,
    reasons: [],
  }),
  taskGet: operation({
    id: 'task.get',
    method: 'GET',
    path: '/tasks/{id}',
    title: { zh: '查看待办', en: 'A task' },
    params: ById,
    response: TaskDetail,
    access: viewTask,
    audit: read,
    reasons: [],
  }),
  taskComplete: act('complete', { zh: '提交办理结果', en: 'Complete' }, { comment: Type.Optional(Comment) }),
  taskApprove: act('approve', { zh: '同意', en: 'Approve' }, { comment: Type.Optional(Comment) }),
  taskReject: act('reject', { zh: '不同意', en: 'Reject' }, { comment: NeededComment }),
  taskReturn: act(
    'return',
    { zh: '退回', en: 'Return for correction' },
    {
      /** A node id out of `returnTargets`. */
      to: Type.String({ minLength: 1, maxLength: 100 }),
      /** replay: the steps between run again; direct: it comes straight back to this step. */
      resume: OneOf(['replay', 'direct']),
      comment: NeededComment,
    },
    ['task.return_target'],
  ),
  taskTransfer: act('transfer', { zh: '转办', en: 'Transfer' }, { personId: Id, comment: NeededComment }, [
    'task.person_unfit',
  ]),
  taskAddSign: act(
    'add-sign',
    { zh: '加签', en: 'Add a signer' },
    {
      personIds: Type.Array(Id, { minItems: 1, maxItems: 10 }),
      /** before: I wait for their opinion; after: I approve now and they must approve as well. */
      position: OneOf(['before', 'after']),
      comment: NeededComment,
    },
    ['task.person_unfit'],
  ),
  taskRemoveSign: act(
    'remove-sign',
    { zh: '减签', en: 'Take back an added signer' },
    { taskId: Id, comment: Type.Optional(Comment) },
    ['task.sign_not_yours'],
  ),
  taskAssign: operation({
    id: 'task.assign',
    method: 'POST',
    path: '/tasks/{id}/assign',
    title: { zh: '指派办理人', en: 'Assign people to a task' },
    params: ById,
    body: Strict({
      version: Version,
      personIds: Type.Array(Id, { minItems: 1, maxItems: 10 }),
      comment: NeededComment,
    }),
    response: TaskDetail,
    access: { action: 'operate', noun: 'task' },
    audit: { act: 'task.assign' },
    idempotent: true,
    reasons: ['task.closed', 'task.person_unfit'],
  }),
  flowInstanceList: operation({
    id: 'flow-instance.list',
    method: 'GET',
    path: '/flow-instances',
    title: { zh: '流程实例列表', en: 'Running and ended flows' },
    query: PageQuery({
      state: Type.Optional(OneOf(INSTANCE_STATES)),
      flowKey: Type.Optional(Code),
      subjectNoun: Type.Optional(Code),
      subjectId: Type.Optional(Id),
      overdue: Type.Optional(Type.Boolean()),
    }),
    response: PageOf(FlowInstance),
    access: { action: 'list', noun: 'flow-instance' },
    audit: read,
    reasons: [],
  }),
  flowInstanceListStarted: operation({
    id: 'flow-instance.list-started',
    method: 'GET',
    path: '/flow-instances/started',
    title: { zh: '我发起的', en: 'Flows that I started' },
    query: PageQuery({ state: Type.Optional(OneOf(INSTANCE_STATES)) }),
    response: PageOf(FlowInstance),
    access: { action: 'list', noun: 'flow-instance' },
    audit: read,
    reasons: [],
  }),
  flowInstanceGet: operation({
    id: 'flow-instance.get',
    method: 'GET',
    path: '/flow-instances/{id}',
    title: { zh: '查看流程实例', en: 'A flow instance' },
    params: ById,
    response: FlowInstanceDetail,
    access: viewInstance,
    audit: read,
    reasons: [],
  }),
  flowInstanceWithdraw: operation({
    id: 'flow-instance.withdraw',
    method: 'POST',
    path: '/flow-instances/{id}/withdraw',
    title: { zh: '撤回', en: 'Withdraw' },
    params: ById,
    body: Strict({
      version: Version,
      /** correct: back to my form (撤回修改); end: given up for good (撤销). */
      aim: OneOf(['correct', 'end']),
      comment: Type.Optional(Comment),
    }),
    response: FlowInstanceDetail,
    access: modifyInstance,
    audit: { act: 'flow-instance.withdraw' },
    idempotent: true,
    reasons: ['flow-instance.ended', 'flow-instance.not_starter', 'flow-instance.not_withdrawable'],
  }),
  flowInstanceVoid: operation({
    id: 'flow-instance.void',
    method: 'POST',
    path: '/flow-instances/{id}/void',
    title: { zh: '作废', en: 'Void' },
    params: ById,
    body: Strict({ version: Version, comment: NeededComment }),
    response: FlowInstanceDetail,
    access: { action: 'operate', noun: 'flow-instance' },
    audit: { act: 'flow-instance.void' },
    idempotent: true,
    reasons: ['flow-instance.ended'],
  }),
  flowInstanceUrge: operation({
    id: 'flow-instance.urge',
    method: 'POST',
    path: '/flow-instances/{id}/urge',
    title: { zh: '催办', en: 'Urge' },
    params: ById,
    body: Strict({ comment: Type.Optional(Comment) }),
    response: FlowInstanceDetail,
    access: modifyInstance,
    audit: { act: 'flow-instance.urge' },
    idempotent: true,
    reasons: ['flow-instance.ended', 'flow-instance.not_starter', 'flow-instance.urged_recently'],
  }),
  flowInstanceComment: operation({
    id: 'flow-instance.comment',
    method: 'POST',
    path: '/flow-instances/{id}/comments',
    title: { zh: '留言', en: 'Comment' },
    params: ById,
    body: Strict({ comment: NeededComment }),
    response: FlowInstanceDetail,
    access: modifyInstance,
    audit: { act: 'flow-instance.comment' },
    idempotent: true,
    reasons: [],
  }),
} as const
