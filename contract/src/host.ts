/** Hosts (宿主机): the physical machines behind the pools, of clouds that show them. */
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

/** `gone`: a complete look at the cloud did not find it any more. */
export const HOST_STATES = ['in-service', 'maintenance', 'down', 'gone'] as const

const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
export const HostAmounts = Strict({ vcpus: Count, memoryMiB: Count, storageGiB: Count })
export type HostAmounts = Static<typeof HostAmounts>

const Named = Strict({ id: Id, name: Type.String() })
const Watts = Type.Integer({ minimum: 0, maximum: 100_000 })
/** What it draws without and under full load. */
const Power = Strict({ idleWatts: Watts, peakWatts: Watts })

export const Host = Strict({
  id: Id,
  name: Type.String(),
  cloud: Named,
  /** The cloud's own name of the zone. */
  nativeZone: Type.String(),
  zone: Nullable(Named),
  pool: Nullable(Named),
  hypervisor: Type.String(),
  state: OneOf(HOST_STATES),
  /** Physical. */
  total: HostAmounts,
  /** With the over-commit of its pool. */
  limit: HostAmounts,
  /** By all machines on it, as the cloud counts. */
  used: HostAmounts,
  machines: Count,
  /** 信创; null where neither the cloud nor a person said. */
  isDomestic: Nullable(Type.Boolean()),
  power: Nullable(Power),
  /** The last complete look at the hosts of its cloud. */
  observedAt: Nullable(Instant),
  version: Version,
  actions: ActionsOf(['modify']),
})
export type Host = Static<typeof Host>

const read = { none: 'read' } as const

export const hostOperations = {
  list: operation({
    id: 'host.list',
    method: 'GET',
    path: '/hosts',
    title: { zh: '宿主机列表', en: 'List hosts' },
    query: PageQuery({
      cloudId: Type.Optional(Id),
      zoneId: Type.Optional(Id),
      poolId: Type.Optional(Id),
      state: Type.Optional(OneOf(HOST_STATES)),
      /** Whether it serves a pool. */
      assigned: Type.Optional(Type.Boolean()),
    }),
    response: PageOf(Host),
    access: { action: 'list', noun: 'host' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'host.get',
    method: 'GET',
    path: '/hosts/{id}',
    title: { zh: '查看宿主机', en: 'Get a host' },
    params: IdParams,
    response: Host,
    access: { action: 'view', noun: 'host' },
    audit: read,
    reasons: [],
  }),
  update: operation({
    id: 'host.update',
    method: 'PUT',
    path: '/hosts/{id}',
    title: { zh: '登记宿主机', en: 'State what the cloud does not tell of a host' },
    params: IdParams,
    body: Strict({
      version: Version,
      poolId: Nullable(Id),
      isDomestic: Nullable(Type.Boolean()),
      power: Nullable(Power),
    }),
    response: Host,
    access: { action: 'modify', noun: 'host' },
    audit: { act: 'host.update' },
    reasons: ['host.pool_elsewhere', 'host.power_order'],
  }),
  assign: operation({
    id: 'host.assign',
    method: 'POST',
    path: '/host-assignments',
    title: { zh: '划分宿主机到资源池', en: 'Say which pool hosts serve' },
    body: Strict({
      /** Null takes them out of the pool they serve. */
      poolId: Nullable(Id),
      ids: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }),
    }),
    response: Strict({ items: Type.Array(Host, { maxItems: 200 }) }),
    access: { action: 'modify', noun: 'host' },
    audit: { act: 'host.assign' },
    reasons: ['host.pool_elsewhere'],
  }),
} as const

export const hostReasons = {
  'host.pool_elsewhere': {
    kind: 'precondition',
    zh: '该资源池不在此宿主机所在的可用区，请选择同一可用区的资源池。',
    en: 'That pool is not in the zone of this host. Choose one of the same zone.',
  },
  'host.power_order': {
    kind: 'invalid',
    zh: '满载功率不能低于空载功率。',
    en: 'Power under full load cannot be below power without load.',
  },
} as const satisfies Record<string, Reason>
