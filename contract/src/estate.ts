/** The whole estate at one glance: clouds → nodes → zones → pools with capacity and health, old figures said to be old (R1, R12). */
import { Day, Id, Instant, Nullable, OneOf, operation, Ref, type Static, Strict, Type } from './base.ts'
import { CLOUD_STATES } from './cloud.ts'
import { NODE_GRADES, NODE_INTAKES, NODE_KINDS } from './node.ts'
import { POOL_CLASSES } from './pool.ts'
import { NETWORK_ZONES } from './system.ts'

/** Sums over many pools: no bound as a single pool has. */
const Sum = Type.Integer({ minimum: 0 })
const Sums = Strict({ vcpus: Sum, memoryMiB: Sum, storageGiB: Sum, floatingIps: Sum, cards: Sum })
export type EstateSums = Static<typeof Sums>

/** What may be promised, what is promised and under way, what is delivered. */
export const EstateCapacity = Strict({ limit: Sums, reserved: Sums, allocated: Sums })
export type EstateCapacity = Static<typeof EstateCapacity>

export const EstatePool = Strict({
  id: Id,
  name: Type.String(),
  class: OneOf(POOL_CLASSES),
  networkZone: OneOf(NETWORK_ZONES),
  state: OneOf(['open', 'closed']),
  capacity: EstateCapacity,
  isOverCommitted: Type.Boolean(),
  /** When the cloud last told its capacity; null where a person states it. */
  observedAt: Nullable(Instant),
  isOld: Type.Boolean(),
})
export type EstatePool = Static<typeof EstatePool>

export const EstateZone = Strict({
  id: Id,
  name: Type.String(),
  capacity: EstateCapacity,
  pools: Type.Array(EstatePool),
})
export type EstateZone = Static<typeof EstateZone>

export const EstateNode = Strict({
  id: Id,
  name: Type.String(),
  kind: OneOf(NODE_KINDS),
  /** Nothing is placed on it before it is managed (R2, R109). */
  intake: OneOf(NODE_INTAKES),
  region: Ref,
  latitude: Nullable(Type.Number()),
  longitude: Nullable(Type.Number()),
  grade: Nullable(OneOf(NODE_GRADES)),
  certificateUntil: Nullable(Day),
  /** Great-circle, to the backbone of its cloud in its region; null where one of both has no place. */
  kmToBackbone: Nullable(Type.Number({ minimum: 0 })),
  capacity: EstateCapacity,
  zones: Type.Array(EstateZone),
})
export type EstateNode = Static<typeof EstateNode>

export const EstateCloud = Strict({
  id: Id,
  name: Type.String(),
  provider: Ref,
  state: OneOf(CLOUD_STATES),
  isSimulated: Type.Boolean(),
  lastProbedAt: Nullable(Instant),
  /** Everything that is known of it is at least as new as this. */
  completeSince: Nullable(Instant),
  /** Its figures are not to be taken for the present. */
  isOld: Type.Boolean(),
  capacity: EstateCapacity,
  nodes: Type.Array(EstateNode),
})
export type EstateCloud = Static<typeof EstateCloud>

/** From a backbone to what recovers it. */
export const EstateLink = Strict({
  fromNodeId: Id,
  toNodeId: Id,
  kind: OneOf(['dr-same-city', 'dr-remote']),
  km: Nullable(Type.Number({ minimum: 0 })),
  /** Of a remote one: beyond what the rule asks; null where it cannot be told. */
  isFarEnough: Nullable(Type.Boolean()),
})
export type EstateLink = Static<typeof EstateLink>

export const Estate = Strict({
  clouds: Type.Array(EstateCloud),
  links: Type.Array(EstateLink),
  remoteKmMin: Type.Number(),
  /** There is more than fits one glance: what is shown is not all. */
  isCut: Type.Boolean(),
  asOf: Instant,
})
export type Estate = Static<typeof Estate>

export const estateOperations = {
  get: operation({
    id: 'cloud.estate',
    method: 'GET',
    path: '/estate',
    title: { zh: '云资源全景', en: 'Show the whole estate' },
    response: Estate,
    access: { action: 'list', noun: 'cloud' },
    audit: { none: 'read' },
    reasons: [],
  }),
  export: operation({
    id: 'cloud.export-estate',
    method: 'GET',
    path: '/estate/export',
    title: { zh: '导出云资源全景', en: 'Export the whole estate, pool by pool' },
    query: Strict({ language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'cloud' },
    audit: { act: 'cloud.export-estate' },
    reasons: [],
  }),
} as const
