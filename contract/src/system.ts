/** Information systems (信息系统台账): the root of everything a body owns on the cloud. */
import {
  ActionsOf,
  Day,
  Id,
  Instant,
  LongText,
  Nullable,
  OneOf,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'

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
  /** The migration wave of a stock system (R20). */
  waveId: Nullable(Id),
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
  wave: Nullable(Ref),
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
