/** Operations on resources. Day-to-day ones need no approval; they change only what is intended. */
import { actsOn } from './act.ts'
import {
  Id,
  IdParams,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  ShortText,
  Strict,
  Type,
} from './base.ts'
import { AGREEMENTS, RESOURCE_STATES, Resource, ResourceHistoryEntry, ResourceItem } from './resource.ts'
import { PublicKey, RESOURCE_KINDS, SecurityRules } from './resource-spec.ts'
import { NETWORK_ZONES } from './system.ts'

const read = { none: 'read' } as const
const Why = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

const filters = {
  systemId: Type.Optional(Id),
  bodyId: Type.Optional(Id),
  kind: Type.Optional(OneOf(RESOURCE_KINDS)),
  cloudId: Type.Optional(Id),
  poolId: Type.Optional(Id),
  networkZone: Type.Optional(OneOf(NETWORK_ZONES)),
  state: Type.Optional(OneOf(RESOURCE_STATES)),
  agreement: Type.Optional(OneOf(AGREEMENTS)),
  requestId: Type.Optional(Id),
  /** Released resources are left out unless asked for by `state`. */
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })),
}

const act = actsOn({
  noun: 'resource',
  path: '/resources',
  response: Resource,
  action: 'operate',
  reasons: ['resource.wrong_kind', 'resource.given_back'],
})

export const resourceOperations = {
  list: operation({
    id: 'resource.list',
    method: 'GET',
    path: '/resources',
    title: { zh: '资源列表', en: 'List resources' },
    query: PageQuery(filters),
    response: PageOf(ResourceItem),
    access: { action: 'list', noun: 'resource' },
    audit: read,
    reasons: [],
  }),
  /** The list as a workbook: the same filters, the same sight. */
  export: operation({
    id: 'resource.export',
    method: 'GET',
    path: '/resources/export',
    title: { zh: '导出资源', en: 'Export resources' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'resource' },
    audit: { act: 'resource.export' },
    reasons: [],
  }),
  count: operation({
    id: 'resource.count',
    method: 'GET',
    path: '/resource-count',
    title: { zh: '资源数量', en: 'How many resources' },
    query: Strict(filters),
    /** Counted up to 10,000, estimated beyond. */
    response: Strict({ count: Type.Integer({ minimum: 0 }), isEstimate: Type.Boolean() }),
    access: { action: 'list', noun: 'resource' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'resource.get',
    method: 'GET',
    path: '/resources/{id}',
    title: { zh: '查看资源', en: 'Get a resource' },
    params: IdParams,
    response: Resource,
    access: { action: 'view', noun: 'resource' },
    audit: read,
    reasons: [],
  }),
  history: operation({
    id: 'resource.history',
    method: 'GET',
    path: '/resources/{id}/history',
    title: { zh: '资源变化记录', en: 'What happened to a resource' },
    params: IdParams,
    query: PageQuery({}),
    response: PageOf(ResourceHistoryEntry),
    access: { action: 'view', noun: 'resource' },
    audit: read,
    reasons: [],
  }),
  start: act('start', { zh: '开机', en: 'Start a server' }, {}),
  stop: act('stop', { zh: '关机', en: 'Stop a server' }, {}),
  reboot: act('reboot', { zh: '重启', en: 'Reboot a server' }, {}, ['resource.not_running']),
  rename: act('rename', { zh: '改名', en: 'Rename a resource' }, { name: ShortText }),
  attach: act(
    'attach',
    { zh: '挂载到服务器', en: 'Attach a volume or address to a server' },
    { serverId: Id },
    ['resource.attached_already', 'resource.elsewhere', 'resource.server_not_usable'],
  ),
  detach: act('detach', { zh: '从服务器卸载', en: 'Detach a volume or address' }, {}, [
    'resource.not_attached',
  ]),
  setRules: act(
    'set-rules',
    { zh: '修改安全组规则', en: 'Set the rules of a security group' },
    { rules: SecurityRules },
    ['resource.rule_invalid'],
  ),
  setSecurityGroups: act(
    'set-security-groups',
    { zh: '更换安全组', en: 'Set the security groups of a server' },
    { securityGroupIds: Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true }) },
    ['resource.elsewhere'],
  ),
  snapshot: operation({
    id: 'resource.snapshot',
    method: 'POST',
    path: '/resources/{id}/snapshots',
    title: { zh: '创建快照', en: 'Take a snapshot of a volume' },
    params: IdParams,
    body: Strict({ name: ShortText }),
    response: Resource,
    status: 201,
    access: { action: 'operate', noun: 'resource' },
    audit: { act: 'resource.snapshot' },
    idempotent: true,
    reasons: ['resource.wrong_kind', 'resource.given_back', 'resource.not_ready', 'resource.too_many'],
  }),
  createKeyPair: operation({
    id: 'resource.create-key-pair',
    method: 'POST',
    path: '/key-pairs',
    title: { zh: '登记密钥对', en: 'Put a public key on a cloud' },
    body: Strict({ systemId: Id, cloudId: Id, name: ShortText, publicKey: PublicKey }),
    response: Resource,
    status: 201,
    access: { action: 'create', noun: 'resource' },
    audit: { act: 'resource.create-key-pair' },
    idempotent: true,
    reasons: ['resource.no_ground', 'resource.too_many'],
  }),
  createSecurityGroup: operation({
    id: 'resource.create-security-group',
    method: 'POST',
    path: '/security-groups',
    title: { zh: '新建安全组', en: 'Make a security group' },
    body: Strict({ systemId: Id, cloudId: Id, name: ShortText, rules: SecurityRules }),
    response: Resource,
    status: 201,
    access: { action: 'create', noun: 'resource' },
    audit: { act: 'resource.create-security-group' },
    idempotent: true,
    reasons: ['resource.no_ground', 'resource.rule_invalid', 'resource.too_many'],
  }),
  release: act(
    'release',
    { zh: '释放（无需审批的资源）', en: 'Give back what needed no approval' },
    { reason: Nullable(Type.String({ maxLength: 1000 })) },
    ['resource.release_by_request', 'resource.still_used'],
  ),
  restore: act('restore', { zh: '撤销释放', en: 'Restore within the cooling-off time' }, {}, [
    'resource.not_cooling',
    'resource.stands_on_nothing',
  ]),
  retry: act('retry', { zh: '立即重试', en: 'Try again now' }, {}),
  recreate: act('recreate', { zh: '重建已消失的资源', en: 'Make again what has vanished' }, { reason: Why }, [
    'resource.not_missing',
  ]),
  acceptObserved: act(
    'accept-observed',
    { zh: '以实际为准', en: 'Take over what was changed outside the platform' },
    { reason: Why },
    ['resource.no_drift', 'resource.drift_not_acceptable', 'resource.change_by_request'],
    'approve',
  ),
} as const
