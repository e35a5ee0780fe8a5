/** Placement (资源安排): which cloud, zone and pool carry what was approved, and why (DESIGN §4.3, R7, R9). */
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
import { Amounts, POOL_CLASSES } from './pool.ts'
import type { Reason } from './reasons.ts'
import { RESOURCE_KINDS } from './resource-spec.ts'
import { NETWORK_ZONES } from './system.ts'

const Why = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

/** What is to be placed, and under which conditions. Everything of one claim goes to one pool. */
export const PlacementWanted = Strict({
  systemId: Id,
  bodyId: Id,
  amounts: Amounts,
  poolClass: OneOf(POOL_CLASSES),
  networkZone: OneOf(NETWORK_ZONES),
  /** Only here; null where the platform chooses. */
  cloudId: Nullable(Id),
  poolId: Nullable(Id),
  /** Preferred, not required. The reason of the choice is recorded (R7). */
  preference: Nullable(Strict({ providerBodyId: Id, reason: Why })),
  /** Needs a way out: a pool with an external network. */
  needsExternalNetwork: Type.Boolean(),
  /** On an edge node near the application (R109). */
  atEdge: Type.Boolean(),
  /** On a disaster-recovery node. Left out, those nodes are kept free for what is meant to recover there (R12). */
  atRecovery: Type.Optional(Type.Boolean()),
  /** Only in these zones: where what it belongs to stands. */
  zoneIds: Type.Optional(Type.Array(Id, { maxItems: 50, uniqueItems: true })),
  /** Codes of images and storage tiers that the pool must offer. */
  imageCodes: Type.Array(Type.String({ maxLength: 63 }), { maxItems: 20 }),
  tiers: Type.Array(Type.String({ maxLength: 63 }), { maxItems: 20 }),
  /** Kinds of resource that the cloud must have. */
  kinds: Type.Optional(Type.Array(OneOf(RESOURCE_KINDS), { maxItems: 20, uniqueItems: true })),
  /** 信创 pools only, whatever the rules ask for. */
  domesticOnly: Type.Optional(Type.Boolean()),
  /** 等保 level to be met; the system's own where it is left out. */
  protectionLevel: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
  /** What each provider would charge for all of it a month, in minor units, where that is known (R7). */
  prices: Type.Optional(
    Type.Array(Strict({ providerBodyId: Id, perMonthMinor: Type.Integer({ minimum: 0 }) }), { maxItems: 50 }),
  ),
})
export type PlacementWanted = Static<typeof PlacementWanted>

/** Why a pool was left out: the first filter that it did not pass. */
export const PLACEMENT_FILTERS = [
  'named',
  'class',
  'network-zone',
  'node-intake',
  'edge',
  'recovery',
  'recovery-apart',
  'bond-apart',
  'bond-together',
  'together',
  'one-cloud',
  'dedicated-to-body',
  'pool-open',
  'cloud-in-service',
  'kind',
  'domestic',
  'protection',
  'external-network',
  'image',
  'tier',
  'provider-share',
  'room',
] as const
export type PlacementFilter = (typeof PLACEMENT_FILTERS)[number]

/** What speaks for a pool that passed all filters; each gives 0–1, times its weight. */
export const PLACEMENT_SCORES = [
  'preferred-provider',
  'same-cloud',
  'same-zone',
  'bonds',
  'cloud-health',
  'room-left',
  'low-cost',
  'consolidation',
] as const
export type PlacementScore = (typeof PLACEMENT_SCORES)[number]

const Text = Strict({ zh: Type.String(), en: Type.String() })

/** Which version of the rules weighs; without a version those that are shipped. */
export const PlacementPolicy = Strict({
  ruleSetId: Nullable(Id),
  number: Nullable(Type.Integer({ minimum: 1 })),
})
export type PlacementPolicy = Static<typeof PlacementPolicy>

export const PlacementCandidate = Strict({
  pool: Strict({ id: Id, name: Type.String() }),
  cloud: Strict({ id: Id, name: Type.String() }),
  provider: Strict({ id: Id, name: Type.String() }),
  /** Null when it passed all. */
  refusedBy: Nullable(Strict({ filter: OneOf(PLACEMENT_FILTERS), text: Text })),
  scores: Type.Array(
    Strict({
      score: OneOf(PLACEMENT_SCORES),
      value: Type.Number({ minimum: 0, maximum: 1 }),
      weight: Type.Number({ minimum: 0 }),
      text: Text,
    }),
    { maxItems: 10 },
  ),
  total: Type.Number({ minimum: 0 }),
})
export type PlacementCandidate = Static<typeof PlacementCandidate>

/** Everything that was weighed, best first; pools that were left out come last. */
export const PlacementExplanation = Strict({
  chosenPoolId: Nullable(Id),
  summary: Text,
  candidates: Type.Array(PlacementCandidate, { maxItems: 50 }),
  /** Pools weighed in all; beyond 50 only the best and some of each refusal are kept. */
  candidateCount: Type.Integer({ minimum: 0 }),
  weighedAt: Instant,
  /** The version of the rules that it was weighed by; null for what was placed before they said anything of it. */
  policy: Nullable(PlacementPolicy),
  /** Who named the pools himself, and why; null where the platform chose. */
  override: Nullable(Strict({ reason: Type.String(), by: Type.String() })),
})
export type PlacementExplanation = Static<typeof PlacementExplanation>

/** `claimed`: holds capacity and quota. `released`: everything given back. */
export const PLACEMENT_STATES = ['claimed', 'released'] as const

export const Placement = Strict({
  id: Id,
  requestId: Nullable(Id),
  requestLineId: Nullable(Id),
  body: Strict({ id: Id, name: Type.String() }),
  system: Strict({ id: Id, name: Type.String() }),
  pool: Strict({ id: Id, name: Type.String() }),
  cloud: Strict({ id: Id, name: Type.String() }),
  provider: Strict({ id: Id, name: Type.String() }),
  state: OneOf(PLACEMENT_STATES),
  amounts: Amounts,
  explanation: PlacementExplanation,
  moves: Type.Array(
    Strict({
      at: Instant,
      fromPool: Strict({ id: Id, name: Type.String() }),
      toPool: Strict({ id: Id, name: Type.String() }),
      reason: Type.String(),
      actor: Type.String(),
    }),
    { maxItems: 50 },
  ),
  createdAt: Instant,
  releasedAt: Nullable(Instant),
  version: Version,
  actions: ActionsOf(['move']),
})
export type Placement = Static<typeof Placement>

const read = { none: 'read' } as const

export const placementOperations = {
  list: operation({
    id: 'placement.list',
    method: 'GET',
    path: '/placements',
    title: { zh: '资源安排列表', en: 'List placements' },
    query: PageQuery({
      poolId: Type.Optional(Id),
      systemId: Type.Optional(Id),
      requestId: Type.Optional(Id),
      state: Type.Optional(OneOf(PLACEMENT_STATES)),
    }),
    response: PageOf(Placement),
    access: { action: 'list', noun: 'placement' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'placement.get',
    method: 'GET',
    path: '/placements/{id}',
    title: { zh: '查看资源安排', en: 'Get a placement with its reasons' },
    params: IdParams,
    response: Placement,
    access: { action: 'view', noun: 'placement' },
    audit: read,
    reasons: [],
  }),
  try: operation({
    id: 'placement.try',
    method: 'POST',
    path: '/placement-trials',
    title: { zh: '试安排', en: 'See where something would be placed, without placing it' },
    body: PlacementWanted,
    response: PlacementExplanation,
    access: { action: 'list', noun: 'placement' },
    audit: { none: 'changes nothing' },
    reasons: [],
  }),
  options: operation({
    id: 'placement.options',
    method: 'GET',
    path: '/placements/{id}/options',
    title: { zh: '查看可调整到的资源池', en: 'See where a placement could be moved, and why not elsewhere' },
    params: IdParams,
    response: PlacementExplanation,
    access: { action: 'operate', noun: 'placement' },
    audit: read,
    reasons: ['placement.released'],
  }),
  move: operation({
    id: 'placement.move',
    method: 'POST',
    path: '/placements/{id}/move',
    title: { zh: '调整安排', en: 'Move to another pool what is not built yet' },
    params: IdParams,
    body: Strict({ version: Version, poolId: Id, reason: Why }),
    response: Placement,
    access: { action: 'operate', noun: 'placement' },
    audit: { act: 'placement.move' },
    idempotent: true,
    reasons: [
      'placement.built_already',
      'placement.same_pool',
      'placement.does_not_fit',
      'placement.released',
    ],
  }),
} as const

export const placementReasons = {
  'placement.no_fit': {
    kind: 'capacity',
    zh: '没有合适的资源池：{why}',
    en: 'No pool fits: {why}',
  },
  'placement.does_not_fit': {
    kind: 'precondition',
    zh: '所选资源池不合适：{why}',
    en: 'That pool does not fit: {why}',
  },
  'placement.built_already': {
    kind: 'conflict',
    zh: '其中的资源已在云平台上建成，不能直接调整。请走迁移流程。',
    en: 'Something of it is built already, so it cannot simply be moved. That is a migration.',
  },
  'placement.same_pool': { kind: 'conflict', zh: '已在该资源池中。', en: 'It is in that pool already.' },
  'placement.policy_unknown': {
    kind: 'precondition',
    zh: '没有这个规则版本，或它属于下级地区；试安排只能用全平台规则的版本。',
    en: 'There is no such version of the rules, or it is a region’s: only the whole platform’s can be tried.',
  },
  'placement.released': { kind: 'conflict', zh: '该安排已释放。', en: 'This placement has been given back.' },
} as const satisfies Record<string, Reason>
