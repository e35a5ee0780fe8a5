/**
 * One act on many bills (批量处理): chosen ones, or all of a filter. Done behind the call, bill by bill as if each were done by
 * itself; what is refused stands beside what was done, with its reason.
 */
import {
  ActionsOf,
  Id,
  IdParams,
  Instant,
  Money,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  Ref,
  type Static,
  Strict,
  Type,
} from './base.ts'
import { BILL_STATES, BillMonth, billFilters } from './bill.ts'
import type { Reason } from './reasons.ts'

/** What is decided bill by bill with a reason of its own (a dispute, a closing without confirmation) is not among them. */
export const BILL_RUN_VERBS = ['rate', 'send', 'close'] as const
export type BillRunVerb = (typeof BILL_RUN_VERBS)[number]
export const BILL_RUN_STATES = ['running', 'ended', 'stopped'] as const
export type BillRunState = (typeof BILL_RUN_STATES)[number]
const OUTCOMES = ['waiting', 'done', 'refused'] as const
export type BillRunOutcome = (typeof OUTCOMES)[number]
/** Bills of one run: of a province of 200 bodies those of ten months. */
export const BILL_RUN_MAX = 2_000
const CHOSEN_MAX = 200

export const billRunReasons = {
  'bill-run.empty': {
    kind: 'precondition',
    zh: '这里没有可以这样处理的账单：重新计费和发送只处理草稿，结账只处理单位已确认的。请换一个筛选。',
    en: 'No bill here can be treated so: drafts are rated and sent, confirmed bills are closed. Choose another filter.',
  },
  'bill-run.too_many': {
    kind: 'precondition',
    zh: '一次最多处理 2000 份账单。请按月份或单位缩小筛选。',
    en: 'At most 2000 bills are treated at once. Narrow the filter by month or body.',
  },
  'bill-run.under_way': {
    kind: 'conflict',
    zh: '你有一次批量处理还在进行。请等它结束，或先停止它。',
    en: 'One run of yours is still under way. Wait for its end, or stop it first.',
  },
  'bill-run.ended': {
    kind: 'conflict',
    zh: '这次批量处理已经结束，没有什么可停止的。',
    en: 'This run has ended: there is nothing to stop.',
  },
  'bill-run.post_ended': {
    kind: 'forbidden',
    zh: '发起人当时的岗位已经失效，这份账单没有处理。请由在岗人员重新发起。',
    en: 'The post that this was asked from has ended, and this bill was left alone. Somebody in office asks anew.',
  },
  'bill-run.broken': {
    kind: 'internal',
    zh: '处理这份账单多次失败，已跳过。请打开账单单独处理；仍失败的，请联系系统管理员查看日志。',
    en: 'This bill failed several times and was skipped. Treat it by itself; if that fails, ask the administrator for the log.',
  },
} as const satisfies Record<string, Reason>

const Count = Type.Integer({ minimum: 0 })
const Problem = Strict({ reason: Type.String(), zh: Type.String(), en: Type.String() })

export const BillRun = Strict({
  id: Id,
  verb: OneOf(BILL_RUN_VERBS),
  by: Type.String(),
  /** As the list was filtered; null where bills were chosen one by one. */
  filters: Nullable(Strict(billFilters)),
  state: OneOf(BILL_RUN_STATES),
  total: Count,
  done: Count,
  refused: Count,
  /** Why bills were refused, the most frequent first; twenty reasons at most. */
  refusedFor: Type.Array(Strict({ problem: Problem, count: Count }), { maxItems: 20 }),
  createdAt: Instant,
  endedAt: Nullable(Instant),
  actions: ActionsOf(['stop']),
})
export type BillRun = Static<typeof BillRun>

export const BillRunItem = Strict({
  no: Type.Integer({ minimum: 1 }),
  bill: Strict({ id: Id, month: BillMonth }),
  body: Ref,
  /** As the bill stands now. */
  state: OneOf(BILL_STATES),
  amount: Money,
  outcome: OneOf(OUTCOMES),
  problem: Nullable(Problem),
})
export type BillRunItem = Static<typeof BillRunItem>

const read = { none: 'read' } as const

export const billRunOperations = {
  list: operation({
    id: 'bill-run.list',
    method: 'GET',
    path: '/bill-runs',
    title: { zh: '账单批量处理记录', en: 'List runs over bills' },
    query: PageQuery({}),
    response: PageOf(BillRun),
    access: { action: 'list', noun: 'bill-run' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'bill-run.get',
    method: 'GET',
    path: '/bill-runs/{id}',
    title: { zh: '查看账单批量处理', en: 'Get a run over bills' },
    params: IdParams,
    response: BillRun,
    access: { action: 'view', noun: 'bill-run' },
    audit: read,
    reasons: [],
  }),
  items: operation({
    id: 'bill-run.items',
    method: 'GET',
    path: '/bill-runs/{id}/items',
    title: { zh: '批量处理的逐份结果', en: 'List the bills of a run' },
    params: IdParams,
    query: PageQuery({
      outcome: Type.Optional(OneOf(OUTCOMES)),
      reason: Type.Optional(Type.String({ pattern: '^[a-z-]{1,40}\\.[a-z_]{1,60}$' })),
    }),
    response: PageOf(BillRunItem),
    access: { action: 'view', noun: 'bill-run' },
    audit: read,
    reasons: [],
  }),
  /** Of a filter those are taken that the act is for: drafts to rate or send, confirmed ones to close. */
  start: operation({
    id: 'bill-run.start',
    method: 'POST',
    path: '/bill-runs',
    title: { zh: '批量处理账单', en: 'Treat many bills' },
    body: Strict({
      verb: OneOf(BILL_RUN_VERBS),
      of: Type.Union([
        Strict({ billIds: Type.Array(Id, { minItems: 1, maxItems: CHOSEN_MAX, uniqueItems: true }) }),
        Strict({ filters: Strict(billFilters) }),
      ]),
    }),
    response: BillRun,
    status: 202,
    access: { action: 'create', noun: 'bill-run' },
    audit: { act: 'bill-run.start' },
    idempotent: true,
    reasons: ['bill-run.empty', 'bill-run.too_many', 'bill-run.under_way'],
  }),
  /** What is done stays done; the rest is left alone. */
  stop: operation({
    id: 'bill-run.stop',
    method: 'POST',
    path: '/bill-runs/{id}/stop',
    title: { zh: '停止账单批量处理', en: 'Stop a run over bills' },
    params: IdParams,
    response: BillRun,
    access: { action: 'operate', noun: 'bill-run' },
    audit: { act: 'bill-run.stop' },
    idempotent: true,
    reasons: ['bill-run.ended'],
  }),
} as const
