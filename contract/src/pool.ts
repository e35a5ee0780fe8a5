/** Pools (资源池): what they hold and what may be given of it; quotas (配额): how much of it each body may use. */
import {
  ActionsOf,
  Bilingual,
  Code,
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
import { CLOUD_STATES } from './cloud.ts'
import { NODE_KINDS } from './node.ts'
import { REGION_LEVELS } from './organisation.ts'
import { NETWORK_ZONES } from './system.ts'

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
