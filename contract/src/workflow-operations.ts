/** Operations on running flows and tasks: lists, the task page, and every act on them. */
import { actsOn } from './act.ts'
import { ById, Code, Id, OneOf, operation, PageOf, PageQuery, Strict, Type, Version } from './base.ts'
import { FlowInstance, FlowInstanceDetail, INSTANCE_STATES, Task, TaskDetail } from './workflow.ts'

const Comment = Type.String({ maxLength: 2000 })
const NeededComment = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })
const read = { none: 'read' } as const
/** Every role may have tasks; whose a task is, is proved by loading it: for everybody else it is 404. */
const listTask = { action: 'list', noun: 'task' } as const
const viewTask = { action: 'view', noun: 'task' } as const
const viewInstance = { action: 'view', noun: 'flow-instance' } as const
const modifyInstance = { action: 'modify', noun: 'flow-instance' } as const

const act = actsOn({
  noun: 'task',
  path: '/tasks',
  response: TaskDetail,
  action: 'approve',
  reasons: [
    'task.closed',
    'task.not_yours',
    'task.own_application',
    'task.act_not_offered',
    'task.waiting',
    'task.post_gone',
    'flow.no_way_on',
  ],
})

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
