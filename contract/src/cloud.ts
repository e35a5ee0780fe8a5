/** Clouds (云平台) with their nodes, zones and pools, what they hold, and how much of it each body may use. */
import {
  ActionsOf,
  Bilingual,
  Code,
  Day,
  Decimal,
  Id,
  Instant,
  Nullable,
  OneOf,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { NETWORK_TYPES } from './network-type.ts'
import { REGION_LEVELS } from './organisation.ts'
import { RESOURCE_KINDS } from './resource-spec.ts'
import { NETWORK_ZONES } from './system.ts'

/**
 * `new`: never probed. `healthy`: the last probe found nothing wrong. `degraded`: reached, but something is wrong.
 * `unreachable`: no answer. `suspended`: a person took it out of service; nothing new is placed there.
 */
export const CLOUD_STATES = ['new', 'healthy', 'degraded', 'unreachable', 'suspended'] as const
export type CloudState = (typeof CLOUD_STATES)[number]

/** One finding of a probe, in plain words. */
export const ProbeFinding = Strict({
  check: OneOf([
    'reach',
    'authenticate',
    'authorise',
    'region',
    'compute',
    'network',
    'volume',
    'image',
    'load-balancer',
    'object-store',
    'clock',
    'quota',
  ]),
  ok: Type.Boolean(),
  zh: Type.String(),
  en: Type.String(),
  latencyMs: Nullable(Type.Number()),
  /** Of `region`: those that the cloud has, to choose from. */
  regions: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
})

/** How to fill in the registration of one kind of cloud. */
export const CloudKind = Strict({
  kind: Code,
  title: Bilingual,
  /** Has no real machines behind it: always shown with the mark 模拟云. */
  isSimulated: Type.Boolean(),
  /** Ways to sign in: the fields of exactly one are needed, besides the required ones. Empty: there is but one. */
  ways: Type.Array(
    Strict({
      name: Code,
      title: Bilingual,
      needs: Type.Array(Type.String(), { maxItems: 10 }),
      takes: Type.Array(Type.String(), { maxItems: 10 }),
    }),
    { maxItems: 5 },
  ),
  fields: Type.Array(
    Strict({
      name: Type.String(),
      secret: Type.Boolean(),
      required: Type.Boolean(),
      title: Bilingual,
      placeholder: Type.Optional(Type.String()),
    }),
    { maxItems: 30 },
  ),
})
export type CloudKind = Static<typeof CloudKind>

export const connectionSettings = {
  endpoint: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  region: Nullable(Type.String({ minLength: 1, maxLength: 100 })),
  /** Kind-specific and not secret. */
  options: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 20_000 }), {
    maxProperties: 30,
  }),
}
/** Written, never read: no operation answers them. */
export const Credentials = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 8000 }), {
  maxProperties: 30,
})

export const CloudCreate = Strict({
  code: Code,
  name: ShortText,
  /** The provider that runs it. */
  providerBodyId: Id,
  kind: Code,
  /** Which network it stands in; 政务外网 unless told. 政务内网 is refused: it is only counted (R37). */
  networkType: Type.Optional(OneOf(NETWORK_TYPES)),
  ...connectionSettings,
  credentials: Credentials,
})
export type CloudCreate = Static<typeof CloudCreate>

export const CloudUpdate = Strict({
  version: Version,
  name: ShortText,
  ...connectionSettings,
  /** Null keeps those stored. */
  credentials: Nullable(Credentials),
})
export type CloudUpdate = Static<typeof CloudUpdate>

export const CLOUD_ACTIONS = ['modify', 'probe', 'suspend', 'resume', 'remove', 'addNode'] as const
export const Cloud = Strict({
  id: Id,
  code: Code,
  name: ShortText,
  provider: Strict({ id: Id, name: Type.String() }),
  kind: Code,
  networkType: OneOf(NETWORK_TYPES),
  isSimulated: Type.Boolean(),
  ...connectionSettings,
  /** Which secrets are stored, by name only. */
  credentialNames: Type.Array(Type.String(), { maxItems: 30 }),
  /** Kinds of resource that clouds of this kind have not: nothing of them can be applied for there. */
  lacks: Type.Array(OneOf(RESOURCE_KINDS), { maxItems: 20 }),
  state: OneOf(CLOUD_STATES),
  lastProbedAt: Nullable(Instant),
  findings: Type.Array(ProbeFinding, { maxItems: 20 }),
  createdAt: Instant,
  version: Version,
  actions: ActionsOf(CLOUD_ACTIONS),
})
export type Cloud = Static<typeof Cloud>

/** What a cloud offers, asked live: the choices that a pool's mapping is made from. */
export const CloudOffer = Strict({
  zones: Type.Array(Type.String()),
  images: Type.Array(
    Strict({
      id: Type.String(),
      name: Type.String(),
      minDiskGiB: Type.Number(),
      osDistro: Nullable(Type.String()),
    }),
  ),
  volumeTypes: Type.Array(Type.String()),
  externalNetworks: Type.Array(Type.String()),
  /** Groups of hosts that its administrators have made. */
  aggregates: Type.Array(
    Strict({ name: Type.String(), zone: Nullable(Type.String()), hosts: Type.Integer({ minimum: 0 }) }),
  ),
})
export type CloudOffer = Static<typeof CloudOffer>

// ------------------------------------------------------------------------------------------------ nodes

/** 主节点 · 同城灾备 · 异地灾备 · 边缘节点 · 部门整合平台 (R1, R12). */
export const NODE_KINDS = ['backbone', 'dr-same-city', 'dr-remote', 'edge', 'department-integrated'] as const
export type NodeKind = (typeof NODE_KINDS)[number]
/** 国家A级 / 绿色低碳4A (R23). */
export const NODE_GRADES = ['national-a', 'green-4a'] as const

/**
 * How a node came in (R2, R109): 待评估 → 待批准 → 已纳入, or 不予纳入. Backbone and recovery nodes are part of the city's
 * own layout and come in at once; edge and department-integrated ones are assessed and approved first.
 */
export const NODE_INTAKES = ['registered', 'assessed', 'managed', 'declined'] as const
export type NodeIntake = (typeof NODE_INTAKES)[number]

const nodeFields = {
  name: ShortText,
  kind: OneOf(NODE_KINDS),
  /** The region whose cloud layout it is part of. */
  regionId: Id,
  /** Where it stands, if elsewhere: a remote recovery node stands in another prefecture of the province (R12). */
  siteRegionId: Type.Optional(Nullable(Id)),
  latitude: Nullable(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: Nullable(Type.Number({ minimum: -180, maximum: 180 })),
  grade: Nullable(OneOf(NODE_GRADES)),
  certificateNo: Nullable(ShortText),
  certificateUntil: Nullable(Day),
}
export const NodeCreate = Strict({ code: Code, ...nodeFields })
export type NodeCreate = Static<typeof NodeCreate>
export const NodeUpdate = Strict({ version: Version, ...nodeFields })
export type NodeUpdate = Static<typeof NodeUpdate>
export const CloudNode = Strict({
  id: Id,
  cloudId: Id,
  code: Code,
  ...nodeFields,
  intake: OneOf(NODE_INTAKES),
  /** What was found when it was assessed; null where no assessment is asked for, or none is there yet. */
  assessment: Nullable(Strict({ text: Type.String(), by: Type.String(), at: Instant })),
  /** Who let it in or kept it out, and what he said. */
  decision: Nullable(Strict({ note: Nullable(Type.String()), by: Type.String(), at: Instant })),
  version: Version,
  zones: Type.Array(
    Strict({
      id: Id,
      code: Code,
      name: ShortText,
      /** The cloud's own name of the zone. */
      nativeZone: Type.String(),
      /** What the cloud said of this zone at `observedAt`; null before the first answer. */
      observed: Nullable(
        Strict({
          vcpusTotal: Type.Integer(),
          vcpusUsed: Type.Integer(),
          memoryMiBTotal: Type.Integer(),
          memoryMiBUsed: Type.Integer(),
          diskGiBTotal: Type.Integer(),
          diskGiBUsed: Type.Integer(),
          observedAt: Instant,
        }),
      ),
    }),
    { maxItems: 50 },
  ),
  actions: ActionsOf(['modify', 'addZone', 'assess', 'admit', 'decline']),
})
export type CloudNode = Static<typeof CloudNode>

export const ZoneCreate = Strict({ code: Code, name: ShortText, nativeZone: ShortText })
export type ZoneCreate = Static<typeof ZoneCreate>

/** A finding of the 1+2+N check (R12, R23): what the layout of a cloud in a region holds and lacks. */
export const TopologyFinding = Strict({
  cloudId: Id,
  regionId: Id,
  check: OneOf([
    'backbone-count',
    'dr-same-city-count',
    'dr-remote-count',
    'remote-distance',
    'remote-place',
    'backbone-grade',
  ]),
  ok: Type.Boolean(),
  zh: Type.String(),
  en: Type.String(),
})
export type TopologyFinding = Static<typeof TopologyFinding>

// ------------------------------------------------------------------------------------------------ pools

/** 通用 · 专属 · 全栈专属 · 异构 (R69–R72). */
export const POOL_CLASSES = ['general', 'dedicated', 'full-stack-dedicated', 'heterogeneous'] as const
export type PoolClass = (typeof POOL_CLASSES)[number]

const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
/** What capacity and quota are counted in. */
export const Amounts = Strict({
  vcpus: Count,
  memoryMiB: Count,
  storageGiB: Count,
  floatingIps: Count,
  cards: Count,
})
export type Amounts = Static<typeof Amounts>

/** Total ÷ over-commit − held back = limit; reserved + allocated never exceeds it; free is what is left. */
export const PoolCapacity = Strict({
  total: Amounts,
  limit: Amounts,
  /** Approved and on its way. */
  reserved: Amounts,
  /** Delivered. */
  allocated: Amounts,
  free: Amounts,
  /** The limit fell below what is promised: nothing new is placed until it is settled. */
  isOverCommitted: Type.Boolean(),
})
export type PoolCapacity = Static<typeof PoolCapacity>

/** How the pool's choices are called in its cloud. */
export const PoolMapping = Strict({
  images: Type.Array(
    Strict({
      code: Code,
      title: Bilingual,
      native: ShortText,
      minDiskGiB: Type.Integer({ minimum: 0, maximum: 100_000 }),
      /** 信创 (R17); left out where nobody said. */
      isDomestic: Type.Optional(Type.Boolean()),
    }),
    { maxItems: 100 },
  ),
  /** Storage tier → the cloud's volume type, null for its default. */
  volumeTypes: Type.Array(Strict({ tier: Code, native: Nullable(ShortText) }), { maxItems: 20 }),
  externalNetwork: Nullable(ShortText),
})
export type PoolMapping = Static<typeof PoolMapping>

const poolFields = {
  name: ShortText,
  class: OneOf(POOL_CLASSES),
  networkZone: OneOf(NETWORK_ZONES),
  /** The body that a dedicated pool is for; null for general pools. */
  dedicatedBodyId: Nullable(Id),
  /** `observed`: the total follows what the cloud says of the zone; `declared`: a person states this pool's share. */
  capacitySource: OneOf(['declared', 'observed']),
  total: Amounts,
  /** Virtual per physical; memory is not over-committed unless said so. */
  overCommit: Strict({ vcpus: Decimal, memory: Decimal, storage: Decimal }),
  /** Kept back from requests for repair and drift. */
  heldBack: Amounts,
  /** Computing power of a heterogeneous pool, with the precision it is stated in (R72, R14). */
  accelerator: Nullable(
    Strict({ model: ShortText, pflops: Decimal, precision: OneOf(['fp16', 'fp32', 'int8']) }),
  ),
  /** File storage that it offers, of its own beside the block storage of its total (R16); left out where nobody said. */
  fileStorageGiB: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }))),
  mapping: PoolMapping,
  /** 信创 throughout (R17); left out where nobody said. */
  isDomestic: Type.Optional(Type.Boolean()),
  /** 等保 level that it is assessed for (R166); null or left out where nobody said. */
  protectionLevel: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 5 }))),
}
export const PoolCreate = Strict({ code: Code, zoneId: Id, ...poolFields })
export type PoolCreate = Static<typeof PoolCreate>
export const PoolUpdate = Strict({ version: Version, ...poolFields })
export type PoolUpdate = Static<typeof PoolUpdate>

export const Pool = Strict({
  id: Id,
  code: Code,
  ...poolFields,
  cloud: Strict({ id: Id, name: Type.String(), state: OneOf(CLOUD_STATES), isSimulated: Type.Boolean() }),
  provider: Strict({ id: Id, name: Type.String() }),
  node: Strict({ id: Id, name: Type.String(), kind: OneOf(NODE_KINDS) }),
  zone: Strict({ id: Id, name: Type.String(), nativeZone: Type.String() }),
  dedicatedBody: Nullable(Strict({ id: Id, name: Type.String() })),
  state: OneOf(['open', 'closed']),
  capacity: PoolCapacity,
  /** When the cloud last told its capacity; the figure is stale after an hour. */
  observedAt: Nullable(Instant),
  version: Version,
  actions: ActionsOf(['modify', 'close', 'open', 'refresh']),
})
export type Pool = Static<typeof Pool>

/** What the open pools offer to a request form, without showing the pools themselves. */
export const PoolChoices = Strict({
  /** Where something can stand at all. */
  places: Type.Array(Strict({ networkZone: OneOf(NETWORK_ZONES), poolClass: OneOf(POOL_CLASSES) }), {
    maxItems: 20,
  }),
  providers: Type.Array(Strict({ id: Id, name: Type.String() }), { maxItems: 200 }),
  images: Type.Array(Strict({ code: Code, title: Bilingual, minDiskGiB: Type.Integer() }), {
    maxItems: 1000,
  }),
  tiers: Type.Array(Code, { maxItems: 100 }),
  hasExternalNetwork: Type.Boolean(),
})
export type PoolChoices = Static<typeof PoolChoices>

// ----------------------------------------------------------------------------------------------- quotas

export const Quota = Strict({
  body: Strict({ id: Id, name: Type.String() }),
  region: Strict({ id: Id, name: Type.String(), level: OneOf(REGION_LEVELS) }),
  /** No node of any cloud stands in this region or below it: it is a tenant of the cloud of another level (R34). */
  isTenantRegion: Type.Boolean(),
  /** Out of whose quota it was passed on; null at the top. */
  passedOnBy: Nullable(Strict({ id: Id, name: Type.String() })),
  limit: Amounts,
  /** Passed on to bodies below that have a quota of their own. */
  allotted: Amounts,
  used: Amounts,
  free: Amounts,
  version: Version,
  actions: ActionsOf(['set', 'move']),
})
export type Quota = Static<typeof Quota>
