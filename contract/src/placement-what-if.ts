/** 试安排: where something would be placed, by the rules in force or by another version, with what would be left. Changes nothing. */
import { Id, IdParams, Instant, Nullable, OneOf, operation, type Static, Strict, Type } from './base.ts'
import { PlacementCandidate, PlacementPolicy } from './placement.ts'
import { Amounts, POOL_CLASSES } from './pool.ts'
import { RESOURCE_KINDS } from './resource-spec.ts'
import { NETWORK_ZONES } from './system.ts'

const Count = Type.Integer({ minimum: 0 })
export const WHAT_IF_MAX = 500

/** So many alike, each placed on its own, one after the other. */
export const PlacementShape = Strict({
  count: Type.Integer({ minimum: 1, maximum: WHAT_IF_MAX }),
  /** Of one. */
  unit: Amounts,
  poolClass: OneOf(POOL_CLASSES),
  networkZone: OneOf(NETWORK_ZONES),
  /** For pools that are dedicated; left out, only those that are for all. */
  bodyId: Nullable(Id),
  /** What stands of it already draws the others near. */
  systemId: Nullable(Id),
  /** Preferred, not required. */
  providerBodyId: Nullable(Id),
  /** The system's own where it is null. */
  protectionLevel: Nullable(Type.Integer({ minimum: 1, maximum: 5 })),
  domesticOnly: Type.Boolean(),
  needsExternalNetwork: Type.Boolean(),
  atEdge: Type.Boolean(),
  atRecovery: Type.Boolean(),
  kinds: Type.Array(OneOf(RESOURCE_KINDS), { maxItems: 20, uniqueItems: true }),
  /** Weighed by this version of the rules, a draft as well; by those in force where it is null. */
  ruleSetId: Nullable(Id),
})
export type PlacementShape = Static<typeof PlacementShape>

export const PlacementWhatIf = Strict({
  asOf: Instant,
  policy: PlacementPolicy,
  asked: Count,
  placed: Count,
  /** Why the others find no room; null when all do. */
  lacking: Nullable(Strict({ zh: Type.String(), en: Type.String() })),
  /** Those that would carry something first, then those that could, then those that were left out. */
  pools: Type.Array(
    Strict({
      ...PlacementCandidate.properties,
      units: Count,
      limit: Amounts,
      freeBefore: Amounts,
      freeAfter: Amounts,
    }),
    { maxItems: 200 },
  ),
  /** All that were weighed, beyond 200 as well. */
  poolCount: Count,
})
export type PlacementWhatIf = Static<typeof PlacementWhatIf>

const nothing = { none: 'changes nothing' } as const

export const placementWhatIfOperations = {
  shape: operation({
    id: 'placement.what-if',
    method: 'POST',
    path: '/placement-what-ifs',
    title: { zh: '批量试安排', en: 'See where up to 500 alike would be placed, without placing them' },
    body: PlacementShape,
    response: PlacementWhatIf,
    access: { action: 'list', noun: 'placement' },
    audit: nothing,
    reasons: ['placement.policy_unknown'],
  }),
  exportShape: operation({
    id: 'placement.export-what-if',
    method: 'POST',
    path: '/placement-what-ifs/export',
    title: { zh: '导出批量试安排', en: 'Export where up to 500 alike would be placed' },
    query: Strict({ language: Type.Optional(OneOf(['zh', 'en'])) }),
    body: PlacementShape,
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'placement' },
    audit: { act: 'placement.export-what-if' },
    reasons: ['placement.policy_unknown'],
  }),
  request: operation({
    id: 'request.what-if',
    method: 'POST',
    path: '/requests/{id}/placement-what-if',
    title: { zh: '试安排一份申请', en: 'See where a request would be placed, without placing it' },
    params: IdParams,
    body: Strict({ ruleSetId: Nullable(Id) }),
    response: PlacementWhatIf,
    access: { action: 'list', noun: 'placement' },
    audit: nothing,
    reasons: ['placement.policy_unknown', 'request.nothing_to_place'],
  }),
} as const
