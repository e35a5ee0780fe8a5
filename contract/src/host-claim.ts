/** Room on hosts (主机占位): which host carries a machine, where the platform chooses it. */
import {
  ActionsOf,
  Empty,
  Id,
  IdParams,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  ShortText,
  type Static,
  Strict,
  Type,
} from './base.ts'
import { HostAmounts } from './host.ts'
import { POOL_CLASSES } from './pool.ts'
import type { Reason } from './reasons.ts'
import { NETWORK_ZONES } from './system.ts'

const GroupName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })

/** What one machine takes, and where it may stand. */
export const HostWanted = Strict({
  takes: HostAmounts,
  /** Null where any will do. */
  cloudId: Nullable(Id),
  zoneId: Nullable(Id),
  poolId: Nullable(Id),
  poolClass: Nullable(OneOf(POOL_CLASSES)),
  networkZone: Nullable(OneOf(NETWORK_ZONES)),
  /** 信创 hosts only. */
  domesticOnly: Type.Boolean(),
  /** Members of one apart group stand on hosts of their own. */
  apartGroup: Nullable(GroupName),
  /** Members of one together group stand on one host. */
  togetherGroup: Nullable(GroupName),
  /** The system that it is for: what binds that one to others is kept (亲和约束). */
  systemId: Type.Optional(Nullable(Id)),
})
export type HostWanted = Static<typeof HostWanted>

/** Why a host was left out: the first filter that it did not pass. */
export const HOST_FILTERS = [
  'cloud',
  'zone',
  'pool',
  'class',
  'network-zone',
  'domestic',
  'apart',
  'together',
  'bond-apart',
  'bond-together',
  'room',
] as const
export type HostFilter = (typeof HOST_FILTERS)[number]

const Named = Strict({ id: Id, name: Type.String() })

export const HostClaim = Strict({
  id: Id,
  host: Named,
  name: Type.String(),
  resourceId: Nullable(Id),
  takes: HostAmounts,
  apartGroup: Nullable(Type.String()),
  togetherGroup: Nullable(Type.String()),
  systemId: Nullable(Id),
  createdBy: Type.String(),
  createdAt: Instant,
  actions: ActionsOf(['release']),
})
export type HostClaim = Static<typeof HostClaim>

const Count = Type.Integer({ minimum: 0 })
export const HostTrial = Strict({
  placed: Count,
  unplaced: Count,
  /** Hosts that would carry them, the most used first; at most 50. */
  hosts: Type.Array(Strict({ host: Named, machines: Count }), { maxItems: 50 }),
  hostCount: Count,
  /** For one machine, before any is placed: hosts that each filter left out. */
  refused: Type.Array(Strict({ filter: OneOf(HOST_FILTERS), hosts: Count }), { maxItems: 20 }),
  /** How many more hosts of the commonest size would carry the rest; null when none is needed or there is no host. */
  further: Nullable(Strict({ hosts: Count, each: HostAmounts })),
})
export type HostTrial = Static<typeof HostTrial>

const read = { none: 'read' } as const

export const hostClaimOperations = {
  list: operation({
    id: 'host-claim.list',
    method: 'GET',
    path: '/host-claims',
    title: { zh: '主机占位列表', en: 'List claims of room on hosts' },
    query: PageQuery({ hostId: Type.Optional(Id) }),
    response: PageOf(HostClaim),
    access: { action: 'list', noun: 'host-claim' },
    audit: read,
    reasons: [],
  }),
  try: operation({
    id: 'host-claim.try',
    method: 'POST',
    path: '/host-trials',
    title: { zh: '试选宿主机', en: 'See which hosts would carry machines, without claiming' },
    body: Strict({
      lines: Type.Array(Strict({ wanted: HostWanted, count: Type.Integer({ minimum: 1, maximum: 1000 }) }), {
        minItems: 1,
        maxItems: 50,
      }),
    }),
    response: HostTrial,
    access: { action: 'list', noun: 'host-claim' },
    audit: { none: 'changes nothing' },
    reasons: [],
  }),
  create: operation({
    id: 'host-claim.create',
    method: 'POST',
    path: '/host-claims',
    title: { zh: '占用宿主机', en: 'Claim room on a host' },
    body: Strict({ name: ShortText, wanted: HostWanted }),
    response: HostClaim,
    status: 201,
    access: { action: 'create', noun: 'host-claim' },
    audit: { act: 'host-claim.create' },
    idempotent: true,
    reasons: ['host.no_fit', 'host.system_gone'],
  }),
  release: operation({
    id: 'host-claim.release',
    method: 'DELETE',
    path: '/host-claims/{id}',
    title: { zh: '释放占位', en: 'Give the room on a host back' },
    params: IdParams,
    response: Empty,
    status: 204,
    access: { action: 'delete', noun: 'host-claim' },
    audit: { act: 'host-claim.release' },
    reasons: ['host.claim_in_use'],
  }),
} as const

export const hostClaimReasons = {
  'host.no_fit': {
    kind: 'capacity',
    zh: '没有合适的宿主机：{why}',
    en: 'No host fits: {why}',
  },
  'host.system_gone': {
    kind: 'precondition',
    zh: '没有找到所选信息系统，或它已下线。',
    en: 'The system was not found, or it is retired.',
  },
  'host.claim_in_use': {
    kind: 'conflict',
    zh: '该占位属于一个资源，随资源释放，不能单独释放。',
    en: 'This claim belongs to a resource and goes with it; it cannot be released alone.',
  },
} as const satisfies Record<string, Reason>
