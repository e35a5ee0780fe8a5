/**
 * Notices about many proposals (批量下发): chosen ones, or all of a filter. Sent behind the call, one by one as if each were sent by
 * itself; what is refused stands beside what was sent, with its reason.
 */
import {
  ActionsOf,
  Id,
  IdParams,
  Instant,
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
import type { Reason } from './reasons.ts'
import { SAVING_KINDS, SAVING_RULES } from './saving.ts'

export const SAVING_RUN_STATES = ['running', 'ended', 'stopped'] as const
export type SavingRunState = (typeof SAVING_RUN_STATES)[number]
export const SAVING_RUN_OUTCOMES = ['waiting', 'done', 'refused'] as const
export type SavingRunOutcome = (typeof SAVING_RUN_OUTCOMES)[number]
export const SAVING_RUN_MAX = 2_000
const CHOSEN_MAX = 200

export const savingRunReasons = {
  'saving-run.empty': {
    kind: 'precondition',
    zh: '这里没有可以下发通知的节约建议：规格偏小的、已有未办结通知的不在其列。请换一个筛选。',
    en: 'There is nothing here that a notice can be sent about: what is too small, or has an open notice, is left out. Choose another filter.',
  },
  'saving-run.too_many': {
    kind: 'precondition',
    zh: '一次最多下发 2000 份通知。请按规则或单位缩小筛选。',
    en: 'At most 2000 notices are sent at once. Narrow the filter by rule or body.',
  },
  'saving-run.under_way': {
    kind: 'conflict',
    zh: '你有一次批量下发还在进行。请等它结束，或先停止它。',
    en: 'One run of yours is still under way. Wait for its end, or stop it first.',
  },
  'saving-run.ended': {
    kind: 'conflict',
    zh: '这次批量下发已经结束，没有什么可停止的。',
    en: 'This run has ended: there is nothing to stop.',
  },
  'saving-run.post_ended': {
    kind: 'forbidden',
    zh: '发起人当时的岗位已经失效，这份通知没有下发。请由在岗人员重新发起。',
    en: 'The post that this was asked from has ended, and this notice was not sent. Somebody in office asks anew.',
  },
  'saving-run.gone': {
    kind: 'conflict',
    zh: '发起后又作了评估，该资源已不再有这条建议，没有下发通知。',
    en: 'A judging since then no longer finds this of the resource: no notice was sent.',
  },
  'saving-run.broken': {
    kind: 'internal',
    zh: '下发这份通知多次失败，已跳过。请在节约建议上单独下发；仍失败的，请联系系统管理员查看日志。',
    en: 'This notice failed several times and was skipped. Send it by itself; if that fails, ask the administrator for the log.',
  },
} as const satisfies Record<string, Reason>

const Count = Type.Integer({ minimum: 0 })
const Problem = Strict({ reason: Type.String(), zh: Type.String(), en: Type.String() })
const filters = Strict({
  rule: Type.Optional(OneOf(SAVING_RULES)),
  kind: Type.Optional(OneOf(SAVING_KINDS)),
  bodyId: Type.Optional(Id),
  systemId: Type.Optional(Id),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
})

export const SavingRun = Strict({
  id: Id,
  by: Type.String(),
  /** As the list was filtered; null where proposals were chosen one by one. */
  filters: Nullable(filters),
  state: OneOf(SAVING_RUN_STATES),
  total: Count,
  done: Count,
  refused: Count,
  /** Why none was sent, the most frequent first; twenty reasons at most. */
  refusedFor: Type.Array(Strict({ problem: Problem, count: Count }), { maxItems: 20 }),
  createdAt: Instant,
  endedAt: Nullable(Instant),
  actions: ActionsOf(['stop']),
})
export type SavingRun = Static<typeof SavingRun>

export const SavingRunItem = Strict({
  /** Of the resource: a run has it once. */
  id: Id,
  resource: Ref,
  body: Ref,
  rule: OneOf(SAVING_RULES),
  outcome: OneOf(SAVING_RUN_OUTCOMES),
  problem: Nullable(Problem),
  noticeId: Nullable(Id),
})
export type SavingRunItem = Static<typeof SavingRunItem>

const read = { none: 'read' } as const

export const savingRunOperations = {
  list: operation({
    id: 'saving-run.list',
    method: 'GET',
    path: '/saving-runs',
    title: { zh: '节约通知批量下发记录', en: 'List runs of saving notices' },
    query: PageQuery({}),
    response: PageOf(SavingRun),
    access: { action: 'list', noun: 'saving-run' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'saving-run.get',
    method: 'GET',
    path: '/saving-runs/{id}',
    title: { zh: '查看节约通知批量下发', en: 'Get a run of saving notices' },
    params: IdParams,
    response: SavingRun,
    access: { action: 'view', noun: 'saving-run' },
    audit: read,
    reasons: [],
  }),
  items: operation({
    id: 'saving-run.items',
    method: 'GET',
    path: '/saving-runs/{id}/items',
    title: { zh: '批量下发的逐份结果', en: 'List the notices of a run' },
    params: IdParams,
    query: PageQuery({
      outcome: Type.Optional(OneOf(SAVING_RUN_OUTCOMES)),
      reason: Type.Optional(Type.String({ pattern: '^[a-z-]{1,40}\\.[a-z_]{1,60}$' })),
    }),
    response: PageOf(SavingRunItem),
    access: { action: 'view', noun: 'saving-run' },
    audit: read,
    reasons: [],
  }),
  /** Of a filter those are taken that a notice can be sent about. */
  start: operation({
    id: 'saving-run.start',
    method: 'POST',
    path: '/saving-runs',
    title: { zh: '批量下发节约通知', en: 'Send many saving notices' },
    body: Strict({
      of: Type.Union([
        Strict({ proposalIds: Type.Array(Id, { minItems: 1, maxItems: CHOSEN_MAX, uniqueItems: true }) }),
        Strict({ filters }),
      ]),
    }),
    response: SavingRun,
    status: 202,
    access: { action: 'create', noun: 'saving-run' },
    audit: { act: 'saving-run.start' },
    idempotent: true,
    reasons: ['saving-run.empty', 'saving-run.too_many', 'saving-run.under_way'],
  }),
  /** What was sent stays sent; the rest is left alone. */
  stop: operation({
    id: 'saving-run.stop',
    method: 'POST',
    path: '/saving-runs/{id}/stop',
    title: { zh: '停止节约通知批量下发', en: 'Stop a run of saving notices' },
    params: IdParams,
    response: SavingRun,
    access: { action: 'operate', noun: 'saving-run' },
    audit: { act: 'saving-run.stop' },
    idempotent: true,
    reasons: ['saving-run.ended'],
  }),
} as const
