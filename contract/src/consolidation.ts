/**
 * Consolidation (整合方案): the advice of which moves free which hosts, proposed as a plan, approved by a second person and
 * carried out machine by machine by live migration. Each step is looked at again before it is done.
 */
import { actsOn } from './act.ts'
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
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

/** 待批准 → 执行中 ⇄ 已暂停 → 已完成 / 已终止. */
export const CONSOLIDATION_STATES = ['proposed', 'running', 'paused', 'done', 'stopped'] as const
export type ConsolidationState = (typeof CONSOLIDATION_STATES)[number]
export const CONSOLIDATION_MOVE_STATES = ['waiting', 'moving', 'done', 'skipped', 'failed'] as const
export type ConsolidationMoveState = (typeof CONSOLIDATION_MOVE_STATES)[number]

/** Why a move was not done: what the look before it found, or how it ended. */
export const CONSOLIDATION_OBSTACLES = [
  'machine-gone',
  'machine-elsewhere',
  'machine-bound',
  'machine-busy',
  'host-not-in-service',
  'other-place',
  'no-room',
  'apart',
  'host-stays',
  'refused',
  'too-long',
  'stopped',
] as const
export type ConsolidationObstacle = (typeof CONSOLIDATION_OBSTACLES)[number]

const Named = Strict({ id: Id, name: Type.String() })
const Count = Type.Integer({ minimum: 0 })
const Why = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

const head = {
  id: Id,
  pool: Named,
  cloud: Named,
  state: OneOf(CONSOLIDATION_STATES),
  reason: Type.String(),
  /** Hosts that it is to free, and what that saves. */
  hosts: Count,
  kwhPerYear: Count,
  saving: Strict({ amountMinor: Count, currency: OneOf(['CNY']) }),
  /** Moves in all, and how far it is. */
  moves: Strict({ all: Count, done: Count, moving: Count, skipped: Count, failed: Count }),
  proposedBy: Type.String(),
  proposedAt: Instant,
  approvedBy: Nullable(Type.String()),
  approvedAt: Nullable(Instant),
  endedAt: Nullable(Instant),
}
export const ConsolidationSummary = Strict(head)
export type ConsolidationSummary = Static<typeof ConsolidationSummary>

export const CONSOLIDATION_ACTIONS = ['approve', 'pause', 'resume', 'stop'] as const
export const Consolidation = Strict({
  ...head,
  note: Nullable(Type.String()),
  /** What the cloud said when a step could not be asked for. */
  problem: Nullable(Type.String()),
  /** Hosts without a machine of this plan left on them. */
  freed: Type.Array(Named, { maxItems: 50 }),
  steps: Type.Array(
    Strict({
      position: Type.Integer({ minimum: 1 }),
      /** The cloud's own word for it. */
      machine: Type.String(),
      /** Its name; null where the reader does not see the resource. */
      name: Nullable(Type.String()),
      resourceId: Id,
      takes: Strict({ vcpus: Count, memoryMiB: Count }),
      from: Named,
      to: Named,
      state: OneOf(CONSOLIDATION_MOVE_STATES),
      why: Nullable(OneOf(CONSOLIDATION_OBSTACLES)),
      words: Nullable(Type.String()),
      startedAt: Nullable(Instant),
      endedAt: Nullable(Instant),
    }),
    { maxItems: 2_000 },
  ),
  version: Version,
  actions: ActionsOf(CONSOLIDATION_ACTIONS),
})
export type Consolidation = Static<typeof Consolidation>

const act = actsOn({
  noun: 'consolidation',
  path: '/consolidations',
  response: Consolidation,
  action: 'operate',
  reasons: ['consolidation.not_in_this_state'],
})

export const consolidationOperations = {
  list: operation({
    id: 'consolidation.list',
    method: 'GET',
    path: '/consolidations',
    title: { zh: '整合方案列表', en: 'List consolidation plans' },
    query: PageQuery({ poolId: Type.Optional(Id), state: Type.Optional(OneOf(CONSOLIDATION_STATES)) }),
    response: PageOf(ConsolidationSummary),
    access: { action: 'list', noun: 'consolidation' },
    audit: { none: 'read' },
    reasons: [],
  }),
  get: operation({
    id: 'consolidation.get',
    method: 'GET',
    path: '/consolidations/{id}',
    title: { zh: '查看整合方案', en: 'Get a consolidation plan' },
    params: IdParams,
    response: Consolidation,
    access: { action: 'view', noun: 'consolidation' },
    audit: { none: 'read' },
    reasons: [],
  }),
  propose: operation({
    id: 'consolidation.propose',
    method: 'POST',
    path: '/pools/{id}/consolidations',
    title: { zh: '提出整合方案', en: 'Propose a consolidation of a pool' },
    params: IdParams,
    body: Strict({ hosts: Type.Integer({ minimum: 1, maximum: 50 }), reason: Why }),
    response: Consolidation,
    status: 201,
    access: { action: 'create', noun: 'consolidation' },
    audit: { act: 'consolidation.propose' },
    idempotent: true,
    reasons: ['consolidation.cloud_cannot', 'consolidation.nothing_to_free', 'consolidation.open_already'],
  }),
  approve: act(
    'approve',
    { zh: '批准整合方案', en: 'Approve a consolidation plan' },
    { comment: Type.Optional(Type.String({ maxLength: 1000 })) },
    ['consolidation.same_person'],
    'approve',
  ),
  pause: act('pause', { zh: '暂停整合', en: 'Pause a consolidation' }, { reason: Why }),
  resume: act(
    'resume',
    { zh: '继续整合', en: 'Resume a consolidation' },
    {
      reason: Type.Optional(Type.String({ maxLength: 1000 })),
    },
  ),
  stop: act('stop', { zh: '终止整合', en: 'Stop a consolidation for good' }, { reason: Why }),
} as const

export const consolidationReasons = {
  'consolidation.cloud_cannot': {
    kind: 'precondition',
    zh: '该云平台不支持在线迁移，或尚未连通；整合建议仍可查看。',
    en: 'This cloud does not migrate machines while they run, or has not answered yet. The advice stands all the same.',
  },
  'consolidation.nothing_to_free': {
    kind: 'precondition',
    zh: '按最近一次盘点，没有可以腾空的主机：只有平台管理的、正常运行的云主机会被迁移。',
    en: 'By the last look no host can be freed: only servers of ours that run as intended are moved.',
  },
  'consolidation.open_already': {
    kind: 'conflict',
    zh: '该资源池已有一个未结束的整合方案。请先完成或终止它。',
    en: 'This pool has a plan that has not ended. Finish or stop that one first.',
  },
  'consolidation.same_person': {
    kind: 'precondition',
    zh: '提出人不能自行批准，须由另一人批准。',
    en: 'Whoever proposed it may not approve it: a second person does.',
  },
  'consolidation.not_in_this_state': {
    kind: 'conflict',
    zh: '方案目前的状态不允许这一操作。',
    en: 'The plan is not in a state for this.',
  },
} as const satisfies Record<string, Reason>
