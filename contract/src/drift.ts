/** Drift (差异): where what the clouds show and what is intended part, and what was decided about it. */
import {
  ActionsOf,
  Bilingual,
  Day,
  Id,
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
  Version,
} from './base.ts'
import { ITEM_STANDINGS } from './inventory.ts'
import type { Reason } from './reasons.ts'
import { Difference } from './resource.ts'
import { RESOURCE_KINDS } from './resource-spec.ts'

/**
 * `changed`: ours, and not as intended. `vanished`: ours, and gone. `reappeared`: what was gone or given back is there
 * again. `unmanaged`: there, and nobody's.
 */
export const DRIFT_SORTS = ['changed', 'vanished', 'reappeared', 'unmanaged'] as const
export type DriftSort = (typeof DRIFT_SORTS)[number]

/**
 * `take-over`: what is observed is intended from now on. `put-back`: what is intended is made so again. `accept`: it stays
 * as it is until a day, after which it shows again. `withdraw`: no longer accepted.
 */
export const DRIFT_CHOICES = ['take-over', 'put-back', 'accept', 'withdraw'] as const
export type DriftChoice = (typeof DRIFT_CHOICES)[number]

const Why = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

export const Drift = Strict({
  /** Of the resource for what is ours, of the inventory item otherwise. */
  id: Id,
  sort: OneOf(DRIFT_SORTS),
  kind: OneOf(RESOURCE_KINDS),
  name: Type.String(),
  externalId: Nullable(Type.String()),
  cloud: Ref,
  body: Nullable(Ref),
  system: Nullable(Ref),
  /** Ours, with its version; null for what is not. */
  resource: Nullable(Strict({ id: Id, name: Type.String(), version: Version })),
  /** Where the inventory tells of it, for what is not ours. */
  itemId: Nullable(Id),
  standing: Nullable(OneOf(ITEM_STANDINGS)),
  differences: Type.Array(Difference, { maxItems: 50 }),
  /** Since when it is known to be so. */
  since: Instant,
  accepted: Nullable(Strict({ reason: Type.String(), until: Nullable(Day), by: Type.String(), at: Instant })),
  /** Its size was changed, which was approved and costs: it is taken over by a request for a change. */
  byRequest: Type.Boolean(),
  /** A removal that was decided and is under way, with what stands in its way. */
  removal: Nullable(Strict({ wantedAt: Instant, problem: Nullable(Bilingual) })),
  actions: ActionsOf(['takeOver', 'putBack', 'accept', 'withdraw']),
})
export type Drift = Static<typeof Drift>

const Count = Type.Integer({ minimum: 0 })
/** Counted up to a bound; `isMore` when there are more. */
const Counted = Strict({ count: Count, isMore: Type.Boolean() })

export const DriftCounts = Strict({
  changed: Counted,
  vanished: Counted,
  reappeared: Counted,
  unmanaged: Counted,
})
export type DriftCounts = Static<typeof DriftCounts>

export const DriftDecision = Strict({
  id: Id,
  subjectId: Id,
  sort: OneOf(DRIFT_SORTS),
  choice: OneOf(DRIFT_CHOICES),
  kind: OneOf(RESOURCE_KINDS),
  name: Type.String(),
  cloud: Ref,
  differences: Type.Array(Difference, { maxItems: 50 }),
  reason: Nullable(Type.String()),
  until: Nullable(Day),
  actor: Type.String(),
  at: Instant,
})
export type DriftDecision = Static<typeof DriftDecision>

export const DriftDecided = Strict({
  id: Id,
  done: Type.Boolean(),
  /** Why not, when it was refused. */
  reason: Nullable(Type.String()),
  problem: Nullable(Bilingual),
})
export type DriftDecided = Static<typeof DriftDecided>

const DECIDED_AT_ONCE_MAX = 100

export const driftOperations = {
  list: operation({
    id: 'drift.list',
    method: 'GET',
    path: '/drifts',
    title: { zh: '差异列表', en: 'List drift' },
    query: PageQuery({
      sort: Type.Optional(OneOf(DRIFT_SORTS)),
      cloudId: Type.Optional(Id),
      kind: Type.Optional(OneOf(RESOURCE_KINDS)),
      /** Those that were accepted, instead of those that are open. */
      accepted: Type.Optional(Type.Boolean()),
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    }),
    response: PageOf(Drift),
    access: { action: 'list', noun: 'drift' },
    audit: { none: 'read' },
    reasons: [],
  }),
  counts: operation({
    id: 'drift.counts',
    method: 'GET',
    path: '/drift-counts',
    title: { zh: '差异数量', en: 'How much drift there is' },
    response: DriftCounts,
    access: { action: 'list', noun: 'drift' },
    audit: { none: 'read' },
    reasons: [],
  }),
  decisions: operation({
    id: 'drift.decisions',
    method: 'GET',
    path: '/drift-decisions',
    title: { zh: '差异处理记录', en: 'What was decided about drift' },
    query: PageQuery({ cloudId: Type.Optional(Id), choice: Type.Optional(OneOf(DRIFT_CHOICES)) }),
    response: PageOf(DriftDecision),
    access: { action: 'list', noun: 'drift' },
    audit: { none: 'read' },
    reasons: [],
  }),
  decide: operation({
    id: 'drift.decide',
    method: 'POST',
    path: '/drifts/decide',
    title: { zh: '处理差异', en: 'Decide about drift' },
    body: Strict({
      choice: OneOf(DRIFT_CHOICES),
      items: Type.Array(
        Strict({ id: Id, sort: OneOf(DRIFT_SORTS), version: Type.Optional(Nullable(Version)) }),
        { minItems: 1, maxItems: DECIDED_AT_ONCE_MAX },
      ),
      reason: Why,
      /** The last day on which it is accepted. */
      until: Type.Optional(Nullable(Day)),
    }),
    /** Each for itself; refused as a whole only when every one is. */
    response: Strict({ items: Type.Array(DriftDecided, { maxItems: DECIDED_AT_ONCE_MAX }) }),
    access: { action: 'operate', noun: 'drift' },
    audit: { act: 'drift.decide' },
    reasons: [
      'drift.over',
      'drift.not_ours',
      'drift.by_adoption',
      'drift.until_needed',
      'drift.not_accepted',
      'drift.under_way',
      'inventory.until_past',
      'inventory.not_unmanaged',
      'inventory.not_ignored',
      'resource.change_by_request',
      'resource.drift_not_acceptable',
      'resource.nothing_wrong',
      'resource.not_missing',
      'resource.still_used',
      'resource.wrong_kind',
    ],
  }),
} as const

export const driftReasons = {
  'drift.over': {
    kind: 'conflict',
    zh: '这项差异已经不存在，请刷新后再看。',
    en: 'This difference is over. Reload and look again.',
  },
  'drift.not_ours': {
    kind: 'conflict',
    zh: '这不是平台建的资源，平台不会改动或删除它。请纳管，或说明理由暂不处理。',
    en: 'The platform did not make this and neither changes nor removes it. Take it in, or leave it for a reason.',
  },
  'drift.by_adoption': {
    kind: 'conflict',
    zh: '云平台上已有而平台没有的资源须经纳管，指定单位和信息系统后才成为应有的资源。',
    en: 'What a cloud has and the platform has not becomes intended by taking it in, with a body and a system.',
  },
  'drift.until_needed': {
    kind: 'invalid',
    zh: '请填写暂不处理的截止日期；到期后差异会重新出现。',
    en: 'Say until which day it is accepted; after that it shows again.',
  },
  'drift.not_accepted': {
    kind: 'conflict',
    zh: '这项差异没有标记为暂不处理。',
    en: 'This difference is not accepted.',
  },
  'drift.under_way': {
    kind: 'conflict',
    zh: '已决定移除，正在进行。',
    en: 'Its removal was decided and is under way.',
  },
} as const satisfies Record<string, Reason>
