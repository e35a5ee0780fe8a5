/**
 * What was down, and for how long (SLA 事件): entered by the regulator or reported by the provider, confirmed by a second person; and by
 * which versioned rules it is counted (结算规则): availability of a civil month, credits in steps, factors by score.
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Day,
  Decimal,
  Id,
  IdParams,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
/** Up to four places: 99.9999. */
const Percentage = Type.String({ pattern: '^(100|[1-9]?[0-9](\\.[0-9]{1,4})?)$' })
const WholePercent = Type.Integer({ minimum: 0, maximum: 100 })

const rules = {
  /** Null: the whole platform’s, where a contract has none of its own. */
  contractId: Nullable(Id),
  /** First day of a month. */
  effectiveOn: Day,
  source: ShortText,
  promise: Percentage,
  leastMinutes: Type.Integer({ minimum: 0, maximum: 1440 }),
  /** Below so much availability, so many percent of the month’s charges: the mildest first. */
  credits: Type.Array(Strict({ below: Percentage, percent: WholePercent }), { minItems: 1, maxItems: 10 }),
  /** From so many points on, so many percent of the fee: the best first, down to nothing. */
  factors: Type.Array(Strict({ from: Percentage, percent: WholePercent, rectify: Type.Boolean() }), {
    minItems: 1,
    maxItems: 10,
  }),
}
export const SettlementRulesCreate = Strict(rules)
export type SettlementRulesCreate = Static<typeof SettlementRulesCreate>
export const SettlementRules = Strict({
  id: Id,
  ...rules,
  contractNo: Nullable(Type.String()),
  isProductDefault: Type.Boolean(),
  enteredBy: Type.String(),
  enteredAt: Instant,
})
export type SettlementRules = Static<typeof SettlementRules>

/** 服务商原因 · 维护 · 非服务商设施 · 使用方原因. Only the first counts, and maintenance that was not announced before it began. */
export const SLA_CAUSES = ['provider', 'maintenance', 'facilities', 'customer'] as const
export type SlaCause = (typeof SLA_CAUSES)[number]
export const SLA_EVENT_STATES = ['entered', 'confirmed', 'declined'] as const
export type SlaEventState = (typeof SLA_EVENT_STATES)[number]

export const SlaEventCreate = Strict({
  providerBodyId: Id,
  /** All that stood in a pool, or the resources named: one of the two. */
  poolId: Nullable(Id),
  resourceIds: Type.Array(Id, { maxItems: 200, uniqueItems: true }),
  startsAt: Instant,
  endsAt: Instant,
  cause: OneOf(SLA_CAUSES),
  announcedAt: Nullable(Instant),
  description: Words,
  evidence: Words,
})
export type SlaEventCreate = Static<typeof SlaEventCreate>

const SLA_EVENT_ACTIONS = ['confirm', 'decline'] as const
export const SlaEvent = Strict({
  id: Id,
  no: Type.String(),
  provider: Ref,
  pool: Nullable(Ref),
  resources: Type.Array(Ref, { maxItems: 200 }),
  startsAt: Instant,
  endsAt: Instant,
  minutes: Decimal,
  cause: OneOf(SLA_CAUSES),
  announcedAt: Nullable(Instant),
  /** Whether it counts as an outage, by its cause. */
  counts: Type.Boolean(),
  description: Type.String(),
  evidence: Type.String(),
  state: OneOf(SLA_EVENT_STATES),
  enteredBy: Type.String(),
  enteredAt: Instant,
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  comment: Nullable(Type.String()),
  version: Version,
  actions: ActionsOf(SLA_EVENT_ACTIONS),
})
export type SlaEvent = Static<typeof SlaEvent>

export const slaEventReasons = {
  'settlement-rules.steps': {
    kind: 'invalid',
    zh: '扣减分档须由轻到重：可用率界限递减、扣减比例递增；考核系数须由高到低，最后一档从 0 分起。',
    en: 'Credits go from the mildest on: lower bounds, higher percentages; factors go from the best score down, the last one from 0.',
  },
  'settlement-rules.day': {
    kind: 'invalid',
    zh: '规则从某月 1 日起生效，请填写月份的第一天。',
    en: 'Rules take effect with a month: name its first day.',
  },
  'settlement-rules.taken': {
    kind: 'conflict',
    zh: '同一范围已有从这一天起生效的规则版本，版本不可改动，请另选生效月份。',
    en: 'There is a version from that day on already, and versions do not change: choose another month.',
  },
  'settlement-rules.contract_not_found': {
    kind: 'precondition',
    zh: '没有找到这个合同。',
    en: 'The contract was not found.',
  },
  'sla-event.provider_not_found': {
    kind: 'precondition',
    zh: '没有找到服务商，或你不能为它登记事件。',
    en: 'The provider was not found, or you may not enter events of it.',
  },
  'sla-event.window': {
    kind: 'invalid',
    zh: '结束时间须晚于开始时间，且不晚于现在；一次事件不超过 31 天。',
    en: 'It ends after it began and not after now, and lasts 31 days at most.',
  },
  'sla-event.scope': {
    kind: 'invalid',
    zh: '受影响范围须是该服务商的一个资源池，或它的若干资源，二者选一。',
    en: 'What was affected is one pool of the provider, or some of its resources: one of the two.',
  },
  'sla-event.announcement': {
    kind: 'invalid',
    zh: '只有维护才填写公告时间。',
    en: 'Only maintenance has a time at which it was announced.',
  },
  'sla-event.decided': {
    kind: 'conflict',
    zh: '这个事件已经确认或驳回，不再改动。',
    en: 'The event was confirmed or declined and does not change any more.',
  },
  'sla-event.own_entry': {
    kind: 'forbidden',
    zh: '登记人不能确认自己登记的事件，请由另一人确认。',
    en: 'Nobody confirms what he entered himself: another person does.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const act = actsOn({
  noun: 'sla-event',
  path: '/sla-events',
  response: SlaEvent,
  action: 'approve',
  reasons: ['sla-event.decided', 'sla-event.own_entry'],
})

export const slaEventOperations = {
  rules: operation({
    id: 'settlement-rules.list',
    method: 'GET',
    path: '/settlement-rules',
    title: { zh: '结算规则版本', en: 'List versions of settlement rules' },
    query: PageQuery({ contractId: Type.Optional(Id) }),
    response: PageOf(SettlementRules),
    access: { action: 'list', noun: 'settlement-rules' },
    audit: read,
    reasons: [],
  }),
  enterRules: operation({
    id: 'settlement-rules.create',
    method: 'POST',
    path: '/settlement-rules',
    title: { zh: '登记结算规则版本', en: 'Enter a version of settlement rules' },
    body: SettlementRulesCreate,
    response: SettlementRules,
    status: 201,
    access: { action: 'create', noun: 'settlement-rules' },
    audit: { act: 'settlement-rules.create' },
    idempotent: true,
    reasons: [
      'settlement-rules.steps',
      'settlement-rules.day',
      'settlement-rules.taken',
      'settlement-rules.contract_not_found',
    ],
  }),
  list: operation({
    id: 'sla-event.list',
    method: 'GET',
    path: '/sla-events',
    title: { zh: 'SLA 事件列表', en: 'List SLA events' },
    query: PageQuery({
      providerBodyId: Type.Optional(Id),
      state: Type.Optional(OneOf(SLA_EVENT_STATES)),
      cause: Type.Optional(OneOf(SLA_CAUSES)),
    }),
    response: PageOf(SlaEvent),
    access: { action: 'list', noun: 'sla-event' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'sla-event.get',
    method: 'GET',
    path: '/sla-events/{id}',
    title: { zh: '查看 SLA 事件', en: 'Get an SLA event' },
    params: IdParams,
    response: SlaEvent,
    access: { action: 'view', noun: 'sla-event' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'sla-event.create',
    method: 'POST',
    path: '/sla-events',
    title: { zh: '登记 SLA 事件', en: 'Enter an SLA event' },
    body: SlaEventCreate,
    response: SlaEvent,
    status: 201,
    access: { action: 'create', noun: 'sla-event' },
    audit: { act: 'sla-event.create' },
    idempotent: true,
    reasons: [
      'sla-event.provider_not_found',
      'sla-event.window',
      'sla-event.scope',
      'sla-event.announcement',
    ],
  }),
  confirm: act('confirm', { zh: '确认 SLA 事件', en: 'Confirm an SLA event' }, { comment: Words }),
  decline: act('decline', { zh: '驳回 SLA 事件', en: 'Decline an SLA event' }, { comment: Words }),
} as const
