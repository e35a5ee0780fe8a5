/** Information systems (信息系统台账): the root of everything a body owns on the cloud. */
import {
  ActionsOf,
  Day,
  Id,
  IdParams,
  Instant,
  LongText,
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

/** Where a system's resources stand (R10). The internal network 政务内网 is never connected (R37). */
export const NETWORK_ZONES = ['internet', 'government-extranet', 'dedicated-line'] as const
export type NetworkZone = (typeof NETWORK_ZONES)[number]
/** How its users reach it (R11): 电子政务专网, 电子政务外网, Internet. */
export const ACCESS_PATHS = ['government-private-network', 'government-extranet', 'internet'] as const
export type AccessPath = (typeof ACCESS_PATHS)[number]
/** 增量 / 存量 (R20). */
export const SYSTEM_KINDS = ['new', 'stock'] as const
/** 规划 → 建设 → 试运行 → 运行 → 停用. */
export const SYSTEM_LIFECYCLES = ['planned', 'building', 'trial', 'running', 'retired'] as const
export type SystemLifecycle = (typeof SYSTEM_LIFECYCLES)[number]
/** On the cloud, waiting for its migration (stock only), or exempted by a record (R5). */
export const DEPLOYMENTS = ['cloud', 'to-migrate', 'exempt'] as const
/** 公开 / 内部. `classified` 涉密 is a lawful answer to the question, and always refused (R191). */
export const CLASSIFICATIONS = ['public', 'internal', 'classified'] as const

/** Why a system is not on the cloud: which rule of the state, decided by whom and when (R5, R20). */
export const Exemption = Strict({
  /** The rule or document that allows it. */
  basis: ShortText,
  reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
  approvedBy: ShortText,
  approvedOn: Day,
  /** Null when the rule sets no end. */
  validUntil: Nullable(Day),
})
export type Exemption = Static<typeof Exemption>

const fields = {
  name: ShortText,
  summary: LongText,
  kind: OneOf(SYSTEM_KINDS),
  /** 等保 level. 4 and 5 are recorded only with an exemption: they do not go on the cloud. */
  protectionLevel: Type.Integer({ minimum: 1, maximum: 5 }),
  /** 等保备案号. */
  protectionFilingNo: Nullable(ShortText),
  classification: OneOf(CLASSIFICATIONS),
  networkZone: OneOf(NETWORK_ZONES),
  accessPaths: Type.Array(OneOf(ACCESS_PATHS), { minItems: 1, maxItems: 3, uniqueItems: true }),
  /** Named person who answers for it (R46); without one the body cannot apply for resources. */
  responsiblePersonId: Nullable(Id),
  /** Has pages for a browser: then a Web protection gateway is expected (R65). */
  hasWeb: Type.Boolean(),
  /** Run vertically by a higher level 垂管 (R38). */
  isVertical: Type.Boolean(),
  deployment: OneOf(DEPLOYMENTS),
  exemption: Nullable(Exemption),
  /** Name of the migration wave of a stock system. */
  wave: Nullable(ShortText),
}

/** Upper or lower case letters, digits, hyphens: codes of existing ledgers are taken over as they are. */
export const SystemCode = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{1,62}$' })

export const SystemCreate = Strict({
  code: SystemCode,
  bodyId: Id,
  lifecycle: OneOf(SYSTEM_LIFECYCLES),
  ...fields,
})
export type SystemCreate = Static<typeof SystemCreate>

export const SystemUpdate = Strict({ version: Version, ...fields })
export type SystemUpdate = Static<typeof SystemUpdate>

export const SYSTEM_ACTIONS = ['modify', 'advance', 'retire', 'apply'] as const

export const System = Strict({
  id: Id,
  code: SystemCode,
  body: Strict({ id: Id, name: Type.String() }),
  responsiblePerson: Nullable(Strict({ id: Id, name: Type.String() })),
  lifecycle: OneOf(SYSTEM_LIFECYCLES),
  /** When the trial run began; formal go-live needs 30 days of it. */
  trialSince: Nullable(Instant),
  createdAt: Instant,
  updatedAt: Instant,
  version: Version,
  ...fields,
  /** `apply`: whether resources may be applied for on its behalf, and what is missing. */
  actions: ActionsOf(SYSTEM_ACTIONS),
})
export type System = Static<typeof System>

export const systemOperations = {
  list: operation({
    id: 'system.list',
    method: 'GET',
    path: '/systems',
    title: { zh: '信息系统列表', en: 'List systems' },
    query: PageQuery({
      /** This body and all below it. */
      bodyId: Type.Optional(Id),
      /** Part of the name or code. */
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      kind: Type.Optional(OneOf(SYSTEM_KINDS)),
      lifecycle: Type.Optional(OneOf(SYSTEM_LIFECYCLES)),
      deployment: Type.Optional(OneOf(DEPLOYMENTS)),
      networkZone: Type.Optional(OneOf(NETWORK_ZONES)),
      protectionLevel: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
      /** What is missing: stock systems without a wave (R20), systems without a responsible person (R46). */
      gap: Type.Optional(OneOf(['no-wave', 'no-responsible-person', 'exemption-expired'])),
    }),
    response: PageOf(System),
    access: { action: 'list', noun: 'system' },
    audit: { none: 'read' },
    reasons: [],
  }),
  get: operation({
    id: 'system.get',
    method: 'GET',
    path: '/systems/{id}',
    title: { zh: '查看信息系统', en: 'Get a system' },
    params: IdParams,
    response: System,
    access: { action: 'view', noun: 'system' },
    audit: { none: 'read' },
    reasons: [],
  }),
  create: operation({
    id: 'system.create',
    method: 'POST',
    path: '/systems',
    title: { zh: '登记信息系统', en: 'Register a system' },
    body: SystemCreate,
    response: System,
    status: 201,
    access: { action: 'create', noun: 'system' },
    audit: { act: 'system.create' },
    idempotent: true,
    reasons: [
      'system.classified',
      'system.level_not_on_cloud',
      'system.exemption_required',
      'system.exemption_not_expected',
      'system.new_must_be_on_cloud',
      'system.path_does_not_fit_zone',
      'system.person_not_of_body',
      'system.body_not_found',
      'system.code_taken',
    ],
  }),
  update: operation({
    id: 'system.update',
    method: 'PUT',
    path: '/systems/{id}',
    title: { zh: '修改信息系统', en: 'Update a system' },
    params: IdParams,
    body: SystemUpdate,
    response: System,
    access: { action: 'modify', noun: 'system' },
    audit: { act: 'system.update' },
    reasons: [
      'system.classified',
      'system.level_not_on_cloud',
      'system.level_lowered',
      'system.exemption_required',
      'system.exemption_not_expected',
      'system.new_must_be_on_cloud',
      'system.path_does_not_fit_zone',
      'system.person_not_of_body',
      'system.retired',
    ],
  }),
  advance: operation({
    id: 'system.advance',
    method: 'POST',
    path: '/systems/{id}/advance',
    title: { zh: '推进信息系统阶段', en: 'Move a system to its next stage' },
    params: IdParams,
    body: Strict({ version: Version, to: OneOf(['building', 'trial', 'running']) }),
    response: System,
    access: { action: 'modify', noun: 'system' },
    audit: { act: 'system.advance' },
    reasons: ['system.stage_order', 'system.trial_too_short', 'system.retired'],
  }),
  retire: operation({
    id: 'system.retire',
    method: 'POST',
    path: '/systems/{id}/retire',
    title: { zh: '停用信息系统', en: 'Retire a system' },
    params: IdParams,
    body: Strict({ version: Version, reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }) }),
    response: System,
    access: { action: 'delete', noun: 'system' },
    audit: { act: 'system.retire' },
    reasons: ['system.retired', 'system.has_resources'],
  }),
} as const


export const systemReasons = {
  'system.classified': {
    kind: 'precondition',
    zh: '涉密系统不得登记和部署在政务云上（青政办〔2017〕24号 六；非涉密系统方可上云）。请按保密规定另行管理，本平台不保存其任何内容。',
    en: 'Classified systems stay outside the cloud and this ledger (Qingzhengban [2017] No. 24, section 6). Nothing of it is stored here.',
  },
  'system.level_not_on_cloud': {
    kind: 'precondition',
    zh: '等保四级及以上系统不上云（宿政办发〔2022〕58号、长政办发〔2018〕22号）。如需登记，请选择“豁免”并填写豁免记录。',
    en: 'Systems of protection level 4 and above do not go on the cloud. To list one, choose “exempt” and give the exemption record.',
  },
  'system.level_lowered': {
    kind: 'precondition',
    zh: '等保级别不得低于原级别（安全管理标准不变，青政办〔2017〕24号 四）。',
    en: 'The protection level may not be lowered: the security standard does not change (Qingzhengban [2017] No. 24, section 4).',
  },
  'system.exemption_required': {
    kind: 'precondition',
    zh: '不上云的系统须填写豁免记录：依据、理由、批准单位与日期（应上尽上）。',
    en: 'A system that stays off the cloud needs an exemption record: basis, reason, who approved it and when.',
  },
  'system.exemption_not_expected': {
    kind: 'invalid',
    zh: '只有部署方式为“豁免”的系统才填写豁免记录。',
    en: 'Only a system whose deployment is “exempt” carries an exemption record.',
  },
  'system.new_must_be_on_cloud': {
    kind: 'precondition',
    zh: '新建系统必须上云，或有豁免记录（存量逐步迁移、增量集中统建）；“待迁移”只适用于存量系统。',
    en: 'A new system is built on the cloud or has an exemption record; “to migrate” is for stock systems only.',
  },
  'system.path_does_not_fit_zone': {
    kind: 'precondition',
    zh: '访问路径与网络区域不符：部署在该网络区域的系统，其访问路径须包含对应的网络。',
    en: 'The access paths do not fit the network zone: the zone’s own network must be among them.',
  },
  'system.person_not_of_body': {
    kind: 'precondition',
    zh: '责任人须是系统所属机构的在岗人员。',
    en: 'The responsible person must hold a post in the body that owns the system.',
  },
  'system.body_not_found': {
    kind: 'precondition',
    zh: '没有找到所属机构，或该机构不能拥有信息系统。',
    en: 'The owning body was not found, or it may not own systems.',
  },
  'system.code_taken': {
    kind: 'conflict',
    zh: '系统编码 {code} 已被使用。',
    en: 'The system code {code} is taken.',
  },
  'system.stage_order': {
    kind: 'conflict',
    zh: '系统当前阶段不能进入所选阶段，须按 规划 → 建设 → 试运行 → 运行 依次推进。',
    en: 'Not the next stage. The order is planned, building, trial, running.',
  },
  'system.trial_too_short': {
    kind: 'precondition',
    zh: '试运行须满 {days} 天方可转入正式运行（平顶山市政务云使用流程）；最早 {earliest}。',
    en: 'The trial run lasts at least {days} days before formal running; earliest {earliest}.',
  },
  'system.retired': {
    kind: 'conflict',
    zh: '系统已停用，只能查看。',
    en: 'The system is retired and can only be looked at.',
  },
  'system.has_resources': {
    kind: 'conflict',
    zh: '系统名下仍有资源，请先申请释放。',
    en: 'The system still has resources. Release them first.',
  },
  'system.no_responsible_person': {
    kind: 'precondition',
    zh: '系统没有指定责任人，不能申请资源。请先在系统台账中指定。',
    en: 'The system has no responsible person, so nothing can be applied for. Name one in the ledger first.',
  },
  'system.not_for_cloud': {
    kind: 'precondition',
    zh: '系统登记为不上云（豁免），不能申请云资源。',
    en: 'The system is registered as exempt from the cloud, so cloud resources cannot be applied for.',
  },
  'system.zone_not_reachable': {
    kind: 'precondition',
    zh: '所选网络区域与系统登记的访问路径不符。跨区访问请提交访问开通工单。',
    en: 'The chosen network zone does not fit the system’s access paths. Ask for cross-zone access by a work order.',
  },
} as const satisfies Record<string, Reason>
