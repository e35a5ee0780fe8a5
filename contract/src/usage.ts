/**
 * Usage (用量): how much of what was held, for whom, derived from what became of the resources (R276, R279). Quantities are
 * exact: units × seconds as decimals; of what is counted as it flows, units.
 */
import {
  Bilingual,
  Code,
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
  type Static,
  Strict,
  Type,
} from './base.ts'
import { DIMENSIONS } from './catalogue.ts'

/** How something was held: it ran, it was switched off and still held, or nobody knows: the cloud was not heard of. */
export const USAGE_HOLDINGS = ['serving', 'stopped', 'unseen'] as const
export const USAGE_BY = ['body', 'system', 'resource', 'provider'] as const
export const USAGE_LEVELS = ['months', 'days', 'hours'] as const

/** Civil month and day of Asia/Shanghai. */
const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })
const UsageDay = Type.String({ format: 'date', pattern: '^20' })

/** Units × seconds; of what is counted as it flows (`COUNTED_DIMENSIONS`) units. */
const held = {
  /** Everything that was held: the three below together. */
  total: Decimal,
  serving: Decimal,
  stopped: Decimal,
  unseen: Decimal,
  /** What became known after the month was closed, and goes on a later bill; not in the total. May be negative. */
  adjusted: Decimal,
}
export const HeldQuantity = Strict(held)
export type HeldQuantity = Static<typeof HeldQuantity>

export const UsageItem = Strict({
  month: Month,
  /** The body, system, resource or provider. */
  of: Ref,
  dimension: OneOf(DIMENSIONS),
  held: HeldQuantity,
})
export type UsageItem = Static<typeof UsageItem>

export const UsagePoint = Strict({
  /** `2026-11`, `2026-11-21` or `2026-11-21T14`, in Asia/Shanghai. */
  key: Type.String(),
  from: Instant,
  to: Instant,
  held: Type.Array(Strict({ dimension: OneOf(DIMENSIONS), ...held }), { maxItems: DIMENSIONS.length }),
})

const series = {
  level: OneOf(USAGE_LEVELS),
  /** Derived up to here; later hours are not known yet. Null: nothing was derived so far. */
  meteredUntil: Nullable(Instant),
  points: Type.Array(UsagePoint, { maxItems: 31 }),
}
export const UsageSeries = Strict(series)
export type UsageSeries = Static<typeof UsageSeries>

/** What began a phase. */
export const PHASE_BEGINNINGS = [
  'delivered',
  'started',
  'stopped',
  'resized',
  'plan-changed',
  'moved',
  'handed-over',
  'lost-sight',
  'seen-again',
  'vanished',
  'found-again',
  'given-back',
  'restored',
  'changed',
] as const
export type PhaseBeginning = (typeof PHASE_BEGINNINGS)[number]

/** A stretch in which a resource stayed the same: what usage is derived from. */
export const UsagePhase = Strict({
  from: Instant,
  until: Nullable(Instant),
  condition: OneOf([...USAGE_HOLDINGS, 'missing', 'over']),
  beginning: OneOf(PHASE_BEGINNINGS),
  plan: Nullable(Strict({ code: Code, title: Nullable(Bilingual) })),
  pool: Ref,
  /** What counts while it lasts; as the cloud shows it, or as it was ordered where no cloud shows it. */
  amounts: Type.Array(
    Strict({ dimension: OneOf(DIMENSIONS), amount: Decimal, basis: OneOf(['observed', 'ordered']) }),
    { maxItems: DIMENSIONS.length },
  ),
})
export type UsagePhase = Static<typeof UsagePhase>

/** What is used and not counted: since the cloud tells nothing of it, or since the plan does not go by it. */
export const UNMEASURED = ['traffic', 'traffic-by-plan'] as const

export const UsageOfResource = Strict({
  ...series,
  /** The latest hundred that reach into what is shown, in their order. */
  phases: Type.Array(UsagePhase, { maxItems: 100 }),
  hasEarlierPhases: Type.Boolean(),
  unmeasured: Type.Array(OneOf(UNMEASURED), { maxItems: 4 }),
})
export type UsageOfResource = Static<typeof UsageOfResource>

const filters = {
  /** The month that it is now unless told. */
  month: Type.Optional(Month),
  /** System by system unless told. */
  by: Type.Optional(OneOf(USAGE_BY)),
  bodyId: Type.Optional(Id),
  systemId: Type.Optional(Id),
  providerBodyId: Type.Optional(Id),
  dimension: Type.Optional(OneOf(DIMENSIONS)),
}

/** Months; the days of a month; the hours of a day. */
const period = Strict({ month: Type.Optional(Month), day: Type.Optional(UsageDay) })
const read = { none: 'read' } as const

export const usageOperations = {
  list: operation({
    id: 'usage.list',
    method: 'GET',
    path: '/usage',
    title: { zh: '用量列表', en: 'List usage' },
    query: PageQuery(filters),
    response: PageOf(UsageItem),
    access: { action: 'list', noun: 'usage' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'usage.export',
    method: 'GET',
    path: '/usage/export',
    title: { zh: '导出用量', en: 'Export usage' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'usage' },
    audit: { act: 'usage.export' },
    reasons: [],
  }),
  ofResource: operation({
    id: 'usage.of-resource',
    method: 'GET',
    path: '/resources/{id}/usage',
    title: { zh: '资源用量', en: 'See what a resource used' },
    params: IdParams,
    query: period,
    response: UsageOfResource,
    access: { action: 'view', noun: 'usage' },
    audit: read,
    reasons: [],
  }),
  ofSystem: operation({
    id: 'usage.of-system',
    method: 'GET',
    path: '/systems/{id}/usage',
    title: { zh: '信息系统用量', en: 'See what a system used' },
    params: IdParams,
    query: period,
    response: UsageSeries,
    access: { action: 'view', noun: 'usage' },
    audit: read,
    reasons: [],
  }),
} as const
