/** Clouds (云平台) with their nodes, zones and pools, what they hold, and how much of it each body may use. */
import {
  ActionsOf,
  Bilingual,
  Code,
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
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'
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
    'compute',
    'network',
    'volume',
    'image',
    'clock',
    'quota',
  ]),
  ok: Type.Boolean(),
  zh: Type.String(),
  en: Type.String(),
  latencyMs: Nullable(Type.Number()),
})

/** How to fill in the registration of one kind of cloud. */
export const CloudKind = Strict({
  kind: Code,
  title: Bilingual,
  /** Has no real machines behind it: always shown with the mark 模拟云. */
  isSimulated: Type.Boolean(),
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

const settings = {
  endpoint: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  region: Nullable(Type.String({ minLength: 1, maxLength: 100 })),
  /** Kind-specific and not secret. */
  options: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 1000 }), { maxProperties: 30 }),
}
/** Written, never read: no operation answers them. */
const Credentials = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 8000 }), {
  maxProperties: 30,
})

export const CloudCreate = Strict({
  code: Code,
  name: ShortText,
  /** The provider that runs it. */
  providerBodyId: Id,
  kind: Code,
  ...settings,
  credentials: Credentials,
})
export type CloudCreate = Static<typeof CloudCreate>

export const CloudUpdate = Strict({
  version: Version,
  name: ShortText,
  ...settings,
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
  isSimulated: Type.Boolean(),
  ...settings,
  /** Which secrets are stored, by name only. */
  credentialNames: Type.Array(Type.String(), { maxItems: 30 }),
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
})
export type CloudOffer = Static<typeof CloudOffer>

// ------------------------------------------------------------------------------------------------ nodes

/** 主节点 · 同城灾备 · 异地灾备 · 边缘节点 · 部门整合平台 (R1, R12). */
export const NODE_KINDS = [
  'backbone',
  'dr-same-city',
  'dr-remote',
  'edge',
  'department-integrated',
] as const
export type NodeKind = (typeof NODE_KINDS)[number]
/** 国家A级 / 绿色低碳4A (R23). */
export const NODE_GRADES = ['national-a', 'green-4a'] as const

const nodeFields = {
  name: ShortText,
  kind: OneOf(NODE_KINDS),
  /** The region whose cloud layout it is part of. */
  regionId: Id,
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
  actions: ActionsOf(['modify', 'addZone', 'remove']),
})
export type CloudNode = Static<typeof CloudNode>

export const ZoneCreate = Strict({ code: Code, name: ShortText, nativeZone: ShortText })
export type ZoneCreate = Static<typeof ZoneCreate>

/** A finding of the 1+2+N check (R12, R23): what the layout of a region lacks. */
export const TopologyFinding = Strict({
  regionId: Id,
  check: OneOf(['backbone-count', 'dr-same-city-count', 'dr-remote-count', 'remote-distance', 'backbone-grade']),
  ok: Type.Boolean(),
  zh: Type.String(),
  en: Type.String(),
})

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
    Strict({ code: Code, title: Bilingual, native: ShortText, minDiskGiB: Type.Integer({ minimum: 0 }) }),
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
  accelerator: Nullable(Strict({ model: ShortText, pflops: Decimal, precision: OneOf(['fp16', 'fp32', 'int8']) })),
  mapping: PoolMapping,
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

// ----------------------------------------------------------------------------------------------- quotas

export const Quota = Strict({
  body: Strict({ id: Id, name: Type.String() }),
  limit: Amounts,
  /** Passed on to bodies below that have a quota of their own. */
  allotted: Amounts,
  used: Amounts,
  free: Amounts,
  version: Version,
  actions: ActionsOf(['set', 'move']),
})
export type Quota = Static<typeof Quota>

const read = { none: 'read' } as const
const versionBody = Strict({ version: Version })

export const cloudOperations = {
  kinds: operation({
    id: 'cloud.kinds',
    method: 'GET',
    path: '/cloud-kinds',
    title: { zh: '可接入的云类型', en: 'Kinds of cloud that can be registered' },
    response: Strict({ items: Type.Array(CloudKind, { maxItems: 50 }) }),
    access: { action: 'list', noun: 'cloud' },
    audit: read,
    reasons: [],
  }),
  list: operation({
    id: 'cloud.list',
    method: 'GET',
    path: '/clouds',
    title: { zh: '云平台列表', en: 'List clouds' },
    query: PageQuery({
      providerBodyId: Type.Optional(Id),
      state: Type.Optional(OneOf(CLOUD_STATES)),
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    }),
    response: PageOf(Cloud),
    access: { action: 'list', noun: 'cloud' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'cloud.get',
    method: 'GET',
    path: '/clouds/{id}',
    title: { zh: '查看云平台', en: 'Get a cloud' },
    params: IdParams,
    response: Cloud,
    access: { action: 'view', noun: 'cloud' },
    audit: read,
    reasons: [],
  }),
  try: operation({
    id: 'cloud.try',
    method: 'POST',
    path: '/cloud-trials',
    title: { zh: '试连云平台', en: 'Try a connection without registering' },
    body: Strict({ kind: Code, ...settings, credentials: Credentials }),
    response: Strict({ findings: Type.Array(ProbeFinding, { maxItems: 20 }) }),
    access: { action: 'create', noun: 'cloud' },
    audit: { act: 'cloud.try' },
    reasons: ['cloud.kind_unknown', 'cloud.setting_missing'],
  }),
  create: operation({
    id: 'cloud.create',
    method: 'POST',
    path: '/clouds',
    title: { zh: '接入云平台', en: 'Register a cloud and probe it' },
    body: CloudCreate,
    response: Cloud,
    status: 201,
    access: { action: 'create', noun: 'cloud' },
    audit: { act: 'cloud.create' },
    idempotent: true,
    reasons: ['cloud.kind_unknown', 'cloud.setting_missing', 'cloud.code_taken', 'cloud.provider_not_found'],
  }),
  update: operation({
    id: 'cloud.update',
    method: 'PUT',
    path: '/clouds/{id}',
    title: { zh: '修改云平台', en: 'Update a cloud, credentials included' },
    params: IdParams,
    body: CloudUpdate,
    response: Cloud,
    access: { action: 'modify', noun: 'cloud' },
    audit: { act: 'cloud.update' },
    reasons: ['cloud.setting_missing'],
  }),
  probe: operation({
    id: 'cloud.probe',
    method: 'POST',
    path: '/clouds/{id}/probe',
    title: { zh: '探测云平台', en: 'Probe a cloud now' },
    params: IdParams,
    response: Cloud,
    access: { action: 'operate', noun: 'cloud' },
    audit: { act: 'cloud.probe' },
    reasons: [],
  }),
  suspend: operation({
    id: 'cloud.suspend',
    method: 'POST',
    path: '/clouds/{id}/suspend',
    title: { zh: '暂停使用云平台', en: 'Take a cloud out of service' },
    params: IdParams,
    body: versionBody,
    response: Cloud,
    access: { action: 'operate', noun: 'cloud' },
    audit: { act: 'cloud.suspend' },
    reasons: ['cloud.already_suspended'],
  }),
  resume: operation({
    id: 'cloud.resume',
    method: 'POST',
    path: '/clouds/{id}/resume',
    title: { zh: '恢复使用云平台', en: 'Put a cloud back into service' },
    params: IdParams,
    body: versionBody,
    response: Cloud,
    access: { action: 'operate', noun: 'cloud' },
    audit: { act: 'cloud.resume' },
    reasons: ['cloud.not_suspended'],
  }),
  remove: operation({
    id: 'cloud.remove',
    method: 'DELETE',
    path: '/clouds/{id}',
    title: { zh: '移除云平台', en: 'Remove a cloud that holds nothing' },
    params: IdParams,
    response: Type.Null(),
    status: 204,
    access: { action: 'delete', noun: 'cloud' },
    audit: { act: 'cloud.remove' },
    reasons: ['cloud.has_nodes'],
  }),
  offer: operation({
    id: 'cloud.offer',
    method: 'GET',
    path: '/clouds/{id}/offer',
    title: { zh: '云平台可选项', en: 'What a cloud offers' },
    params: IdParams,
    response: CloudOffer,
    access: { action: 'view', noun: 'cloud' },
    audit: read,
    reasons: ['cloud.no_answer'],
  }),
  listNodes: operation({
    id: 'node.list',
    method: 'GET',
    path: '/nodes',
    title: { zh: '节点列表', en: 'List nodes with their zones' },
    query: PageQuery({
      cloudId: Type.Optional(Id),
      kind: Type.Optional(OneOf(NODE_KINDS)),
      regionId: Type.Optional(Id),
    }),
    response: PageOf(CloudNode),
    access: { action: 'list', noun: 'cloud' },
    audit: read,
    reasons: [],
  }),
  addNode: operation({
    id: 'node.create',
    method: 'POST',
    path: '/clouds/{id}/nodes',
    title: { zh: '登记节点', en: 'Add a node to a cloud' },
    params: IdParams,
    body: NodeCreate,
    response: CloudNode,
    status: 201,
    access: { action: 'modify', noun: 'cloud' },
    audit: { act: 'node.create' },
    idempotent: true,
    reasons: ['node.code_taken', 'node.region_not_found', 'node.grade_required', 'node.one_backbone'],
  }),
  updateNode: operation({
    id: 'node.update',
    method: 'PUT',
    path: '/nodes/{id}',
    title: { zh: '修改节点', en: 'Update a node' },
    params: IdParams,
    body: NodeUpdate,
    response: CloudNode,
    access: { action: 'modify', noun: 'cloud' },
    audit: { act: 'node.update' },
    reasons: ['node.region_not_found', 'node.grade_required', 'node.one_backbone'],
  }),
  addZone: operation({
    id: 'zone.create',
    method: 'POST',
    path: '/nodes/{id}/zones',
    title: { zh: '登记可用区', en: 'Add a zone to a node' },
    params: IdParams,
    body: ZoneCreate,
    response: CloudNode,
    status: 201,
    access: { action: 'modify', noun: 'cloud' },
    audit: { act: 'zone.create' },
    idempotent: true,
    reasons: ['zone.code_taken'],
  }),
  topology: operation({
    id: 'node.check',
    method: 'GET',
    path: '/node-check',
    title: { zh: '节点布局检查（1+2+N）', en: 'Check the layout of nodes (1+2+N)' },
    response: Strict({ items: Type.Array(TopologyFinding, { maxItems: 1000 }) }),
    access: { action: 'list', noun: 'cloud' },
    audit: read,
    reasons: [],
  }),
} as const

export const poolOperations = {
  list: operation({
    id: 'pool.list',
    method: 'GET',
    path: '/pools',
    title: { zh: '资源池列表', en: 'List pools with their capacity' },
    query: PageQuery({
      cloudId: Type.Optional(Id),
      class: Type.Optional(OneOf(POOL_CLASSES)),
      networkZone: Type.Optional(OneOf(NETWORK_ZONES)),
      state: Type.Optional(OneOf(['open', 'closed'])),
    }),
    response: PageOf(Pool),
    access: { action: 'list', noun: 'pool' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'pool.get',
    method: 'GET',
    path: '/pools/{id}',
    title: { zh: '查看资源池', en: 'Get a pool' },
    params: IdParams,
    response: Pool,
    access: { action: 'view', noun: 'pool' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'pool.create',
    method: 'POST',
    path: '/pools',
    title: { zh: '新建资源池', en: 'Make a pool' },
    body: PoolCreate,
    response: Pool,
    status: 201,
    access: { action: 'create', noun: 'pool' },
    audit: { act: 'pool.create' },
    idempotent: true,
    reasons: [
      'pool.code_taken',
      'pool.zone_not_found',
      'pool.body_required',
      'pool.body_not_expected',
      'pool.accelerator_required',
      'pool.zone_shared',
    ],
  }),
  update: operation({
    id: 'pool.update',
    method: 'PUT',
    path: '/pools/{id}',
    title: { zh: '修改资源池', en: 'Update a pool' },
    params: IdParams,
    body: PoolUpdate,
    response: Pool,
    access: { action: 'modify', noun: 'pool' },
    audit: { act: 'pool.update' },
    reasons: [
      'pool.body_required',
      'pool.body_not_expected',
      'pool.accelerator_required',
      'pool.zone_shared',
      'pool.class_in_use',
    ],
  }),
  close: operation({
    id: 'pool.close',
    method: 'POST',
    path: '/pools/{id}/close',
    title: { zh: '停止资源池受理', en: 'Close a pool to new placements' },
    params: IdParams,
    body: versionBody,
    response: Pool,
    access: { action: 'operate', noun: 'pool' },
    audit: { act: 'pool.close' },
    reasons: ['pool.already_so'],
  }),
  open: operation({
    id: 'pool.open',
    method: 'POST',
    path: '/pools/{id}/open',
    title: { zh: '恢复资源池受理', en: 'Open a pool to new placements' },
    params: IdParams,
    body: versionBody,
    response: Pool,
    access: { action: 'operate', noun: 'pool' },
    audit: { act: 'pool.open' },
    reasons: ['pool.already_so'],
  }),
  refresh: operation({
    id: 'pool.refresh',
    method: 'POST',
    path: '/pools/{id}/refresh',
    title: { zh: '刷新资源池容量', en: 'Ask the cloud for its capacity now' },
    params: IdParams,
    response: Pool,
    access: { action: 'operate', noun: 'pool' },
    audit: { act: 'pool.refresh' },
    reasons: ['cloud.no_answer'],
  }),
} as const

export const quotaOperations = {
  list: operation({
    id: 'quota.list',
    method: 'GET',
    path: '/quotas',
    title: { zh: '配额列表', en: 'List quotas' },
    query: PageQuery({ bodyId: Type.Optional(Id) }),
    response: PageOf(Quota),
    access: { action: 'list', noun: 'quota' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'quota.get',
    method: 'GET',
    path: '/quotas/{id}',
    title: { zh: '查看机构配额', en: 'Get the quota that a body uses' },
    /** Id of the body; answers its own quota or the nearest above it. */
    params: IdParams,
    response: Quota,
    access: { action: 'view', noun: 'quota' },
    audit: read,
    reasons: ['quota.not_set'],
  }),
  set: operation({
    id: 'quota.set',
    method: 'PUT',
    path: '/quotas/{id}',
    title: { zh: '设定机构配额', en: 'Set the quota of a body' },
    params: IdParams,
    body: Strict({
      /** Null when the body has none yet. */
      version: Nullable(Version),
      limit: Amounts,
      reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
    }),
    response: Quota,
    access: { action: 'modify', noun: 'quota' },
    audit: { act: 'quota.set' },
    reasons: ['quota.above_parent', 'quota.below_use', 'quota.body_not_found'],
  }),
  move: operation({
    id: 'quota.move',
    method: 'POST',
    path: '/quota-moves',
    title: { zh: '调剂配额', en: 'Move quota from one body to another' },
    body: Strict({
      fromBodyId: Id,
      toBodyId: Id,
      amounts: Amounts,
      reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
    }),
    response: Strict({ from: Quota, to: Quota }),
    access: { action: 'modify', noun: 'quota' },
    audit: { act: 'quota.move' },
    idempotent: true,
    reasons: ['quota.not_set', 'quota.below_use', 'quota.not_siblings'],
  }),
} as const

export const cloudReasons = {
  'cloud.kind_unknown': {
    kind: 'invalid',
    zh: '不支持的云类型：{kind}。',
    en: 'This kind of cloud is not supported: {kind}.',
  },
  'cloud.setting_missing': {
    kind: 'invalid',
    zh: '缺少接入参数：{fields}。',
    en: 'Connection settings are missing: {fields}.',
  },
  'cloud.setting_unknown': {
    kind: 'invalid',
    zh: '没有这样的接入参数：{fields}。',
    en: 'There are no such connection settings: {fields}.',
  },
  'cloud.code_taken': { kind: 'conflict', zh: '云平台编码 {code} 已被使用。', en: 'The cloud code {code} is taken.' },
  'cloud.provider_not_found': {
    kind: 'precondition',
    zh: '没有找到该云平台服务商，或该机构不是服务商。',
    en: 'The provider was not found, or the body is not a provider.',
  },
  'cloud.already_suspended': {
    kind: 'conflict',
    zh: '云平台已处于暂停状态。',
    en: 'The cloud is suspended already.',
  },
  'cloud.not_suspended': { kind: 'conflict', zh: '云平台并未暂停。', en: 'The cloud is not suspended.' },
  'cloud.has_nodes': {
    kind: 'conflict',
    zh: '云平台下仍有节点，不能移除。',
    en: 'The cloud still has nodes, so it cannot be removed.',
  },
  'cloud.no_answer': {
    kind: 'upstream',
    zh: '云平台没有给出可用的回答：{words}',
    en: 'The cloud gave no usable answer: {words}',
  },
  'cloud.suspended': {
    kind: 'conflict',
    zh: '云平台已暂停使用。',
    en: 'The cloud is out of service.',
  },
  'node.code_taken': { kind: 'conflict', zh: '节点编码 {code} 已被使用。', en: 'The node code {code} is taken.' },
  'node.region_not_found': {
    kind: 'precondition',
    zh: '没有找到所选行政区划。',
    en: 'The region was not found.',
  },
  'node.grade_required': {
    kind: 'precondition',
    zh: '主节点须有国家A级或绿色低碳4A级机房等级、证书编号，且证书在有效期内。',
    en: 'A backbone node needs a grade (national A or green 4A) with a certificate that is valid.',
  },
  'node.one_backbone': {
    kind: 'conflict',
    zh: '该区划已有同类节点：“1+2+N”布局中主节点、同城灾备和异地灾备节点各 1 个。',
    en: 'The region has such a node already: in 1+2+N there is one backbone, one same-city and one remote DR node.',
  },
  'zone.code_taken': { kind: 'conflict', zh: '可用区编码 {code} 已被使用。', en: 'The zone code {code} is taken.' },
  'pool.code_taken': { kind: 'conflict', zh: '资源池编码 {code} 已被使用。', en: 'The pool code {code} is taken.' },
  'pool.zone_not_found': { kind: 'precondition', zh: '没有找到所选可用区。', en: 'The zone was not found.' },
  'pool.body_required': {
    kind: 'precondition',
    zh: '专属资源池须指定使用机构。',
    en: 'A dedicated pool names the body it is for.',
  },
  'pool.body_not_expected': {
    kind: 'precondition',
    zh: '通用资源池由各部门共用，不能指定使用机构。',
    en: 'A general pool is shared by all, so it names no body.',
  },
  'pool.accelerator_required': {
    kind: 'precondition',
    zh: '异构算力资源池须填写加速卡型号、算力（PFlops）与精度。',
    en: 'A heterogeneous pool states its accelerator, its PFlops and their precision.',
  },
  'pool.zone_shared': {
    kind: 'precondition',
    zh: '同一可用区有多个资源池时，各池容量须申报，不能都取自云平台的观测值。',
    en: 'Several pools share this zone, so each states its own share; none may take the observed total.',
  },
  'pool.class_in_use': {
    kind: 'conflict',
    zh: '资源池已有资源，不能改变类别、网络区域或使用机构。',
    en: 'The pool holds resources, so its class, network zone and body stay as they are.',
  },
  'pool.already_so': { kind: 'conflict', zh: '资源池已是该状态。', en: 'The pool is in that state already.' },
  'pool.full': {
    kind: 'capacity',
    zh: '资源池“{pool}”剩余容量不足。',
    en: 'The pool “{pool}” has not enough left.',
  },
  'pool.closed': { kind: 'conflict', zh: '资源池已停止受理。', en: 'The pool takes nothing new.' },
  'quota.not_set': {
    kind: 'precondition',
    zh: '该机构及其上级都没有设定配额。请联系云管理机构。',
    en: 'Neither this body nor any above it has a quota. Ask the cloud authority.',
  },
  'quota.exceeded': {
    kind: 'capacity',
    zh: '配额不足：{what} 还剩 {free}，需要 {wanted}。',
    en: 'The quota does not suffice: {what} has {free} left, {wanted} are wanted.',
  },
  'quota.above_parent': {
    kind: 'capacity',
    zh: '超出上级机构的可分配额度：{what} 还可分配 {free}。',
    en: 'More than the body above can pass on: {free} of {what} are left to allot.',
  },
  'quota.below_use': {
    kind: 'conflict',
    zh: '配额不能低于已使用和已下拨的数量：{what} 已用 {used}。',
    en: 'A quota cannot be lower than what is used and passed on: {used} of {what}.',
  },
  'quota.body_not_found': { kind: 'precondition', zh: '没有找到该机构。', en: 'The body was not found.' },
  'quota.not_siblings': {
    kind: 'precondition',
    zh: '只能在同一上级配额之下的机构之间调剂。',
    en: 'Quota moves only between bodies under the same quota above.',
  },
} as const satisfies Record<string, Reason>
