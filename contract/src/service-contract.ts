/**
 * Contracts (合同) by which a body rents cloud. A lease of the government cloud is how projects connect (R33); a cloud that a county rents
 * by itself is not renewed when it ends, and what runs there migrates (R25). What a contract costs comes with the money.
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Bilingual,
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
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

/** 政务云租用 / 自行租用云. */
export const SERVICE_CONTRACT_KINDS = ['lease', 'own-cloud-lease'] as const
export type ServiceContractKind = (typeof SERVICE_CONTRACT_KINDS)[number]
/** By China's civil day: before its first, up to its last, after it; terminated before its end. */
export const SERVICE_CONTRACT_STATES = ['pending', 'running', 'ended', 'terminated'] as const
export type ServiceContractState = (typeof SERVICE_CONTRACT_STATES)[number]

const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

const fields = {
  /** As it stands on the paper; unique within the body. */
  no: ShortText,
  name: ShortText,
  /** A provider of the platform; null for one from elsewhere, who is named. */
  providerBodyId: Nullable(Id),
  providerName: Nullable(ShortText),
  /** The project that it is for (R33). */
  filingId: Nullable(Id),
  startsOn: Day,
  /** The last day. */
  endsOn: Day,
  note: LongText,
}
export const ServiceContractCreate = Strict({ bodyId: Id, kind: OneOf(SERVICE_CONTRACT_KINDS), ...fields })
export type ServiceContractCreate = Static<typeof ServiceContractCreate>
export const ServiceContractUpdate = Strict({ version: Version, ...fields })
export type ServiceContractUpdate = Static<typeof ServiceContractUpdate>

export const SERVICE_CONTRACT_ACTIONS = ['modify', 'renew', 'terminate'] as const
export const ServiceContract = Strict({
  id: Id,
  kind: OneOf(SERVICE_CONTRACT_KINDS),
  no: Type.String(),
  name: Type.String(),
  body: Ref,
  provider: Strict({ id: Nullable(Id), name: Type.String() }),
  filing: Nullable(Strict({ id: Id, no: Type.String(), name: Type.String() })),
  startsOn: Day,
  endsOn: Day,
  /** Days to its end, the last day not counted; null once it is over. */
  daysLeft: Nullable(Type.Integer({ minimum: 0 })),
  note: Type.String(),
  state: OneOf(SERVICE_CONTRACT_STATES),
  terminatedOn: Nullable(Day),
  terminateReason: Nullable(Type.String()),
  /** “Do not renew, migrate” (R25): null before it is raised, and for what may be renewed. */
  migrateTask: Nullable(
    Strict({
      raisedAt: Instant,
      handledAt: Nullable(Instant),
      handledBy: Nullable(Type.String()),
      comment: Nullable(Type.String()),
    }),
  ),
  /** The day on which it will be raised; null where none will be, or has been. */
  migrateTaskOn: Nullable(Day),
  version: Version,
  actions: ActionsOf(SERVICE_CONTRACT_ACTIONS),
})
export type ServiceContract = Static<typeof ServiceContract>

/** A department with a lease of the government cloud in force (R33). */
export const ConnectedDepartment = Strict({
  body: Ref,
  leases: Type.Integer({ minimum: 1 }),
  /** First day of the earliest of them. */
  since: Day,
  until: Day,
})
export type ConnectedDepartment = Static<typeof ConnectedDepartment>

export const serviceContractReasons = {
  'service-contract.period': {
    kind: 'invalid',
    zh: '合同的到期日期不能早于起始日期。',
    en: 'A contract cannot end before it begins.',
  },
  'service-contract.provider': {
    kind: 'invalid',
    zh: '政务云租用须选择平台内的云平台服务商；自行租用云请选择服务商或填写其名称，二者只填一项。',
    en: 'A lease of the government cloud is with a provider of the platform; for a cloud of its own choose a provider or name it, one of the two.',
  },
  'service-contract.body_not_found': {
    kind: 'precondition',
    zh: '没有找到签约单位，或该单位已撤销、不租用云。',
    en: 'The body was not found, is closed, or rents no cloud.',
  },
  'service-contract.filing_not_found': {
    kind: 'precondition',
    zh: '没有找到对应的项目申报，或它不属于签约单位、未获同意。',
    en: 'The project was not found, belongs to another body, or is not accepted.',
  },
  'service-contract.no_taken': {
    kind: 'conflict',
    zh: '该单位已有编号为 {no} 的合同。',
    en: 'The body has a contract of the number {no} already.',
  },
  'service-contract.no_renewal': {
    kind: 'precondition',
    zh: '县（市、区）自行租用的云到期后不再续租，所承载的系统迁移至政务“一朵云”（盐政办发〔2024〕7号 四）。请为相关系统安排迁移批次。',
    en: 'A cloud that a county rents by itself is not renewed when it ends; what runs there migrates to the one cloud (Yanzhengbanfa [2024] No. 7, section 4). Put its systems into a migration wave.',
  },
  'service-contract.not_later': {
    kind: 'invalid',
    zh: '续租后的到期日期须晚于原到期日期。',
    en: 'A renewed contract ends later than before.',
  },
  'service-contract.ceiling_passed': {
    kind: 'precondition',
    zh: '合同“{contract}”的上限不够：需 {asked} 元，扣除已发生和已批准的，只余 {rest} 元。请登记补充协议提高上限，或由管理机构办理超合同上限许可。',
    en: 'The ceiling of the contract "{contract}" does not suffice: {asked} yuan are needed, and of what is not spent or approved {rest} are left. Enter a supplement that raises it, or have more permitted.',
  },
  'service-contract.over': {
    kind: 'conflict',
    zh: '合同已到期或已终止，不再改动。',
    en: 'The contract is over and does not change any more.',
  },
  'service-contract.terminate_day': {
    kind: 'invalid',
    zh: '终止日期须在合同期内，且不晚于今天。',
    en: 'It is terminated on a day of its term, not after today.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const filters = {
  bodyId: Type.Optional(Id),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  kind: Type.Optional(OneOf(SERVICE_CONTRACT_KINDS)),
  state: Type.Optional(OneOf(SERVICE_CONTRACT_STATES)),
  /** Ends within so many days, from today on. */
  withinDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
  /** With a task to migrate that is open. */
  migrating: Type.Optional(Type.Boolean()),
}
const shape = [
  'service-contract.period',
  'service-contract.provider',
  'service-contract.filing_not_found',
  'service-contract.no_taken',
] as const
const act = actsOn({
  noun: 'service-contract',
  path: '/service-contracts',
  response: ServiceContract,
  action: 'modify',
  reasons: ['service-contract.over'],
})

export const serviceContractOperations = {
  list: operation({
    id: 'service-contract.list',
    method: 'GET',
    path: '/service-contracts',
    title: { zh: '租用合同列表', en: 'List contracts' },
    query: PageQuery(filters),
    response: PageOf(ServiceContract),
    access: { action: 'list', noun: 'service-contract' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'service-contract.export',
    method: 'GET',
    path: '/service-contracts/export',
    title: { zh: '导出租用合同', en: 'Export contracts' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'service-contract' },
    audit: { act: 'service-contract.export' },
    reasons: [],
  }),
  /** R33: how many departments have connected, and which. */
  connected: operation({
    id: 'service-contract.connected',
    method: 'GET',
    path: '/connected-departments',
    title: { zh: '已接入的部门', en: 'Departments that have connected' },
    response: Strict({
      count: Type.Integer({ minimum: 0 }),
      /** All departments in sight. */
      departments: Type.Integer({ minimum: 0 }),
      basis: Bilingual,
      items: Type.Array(ConnectedDepartment, { maxItems: 1000 }),
      asOf: Instant,
    }),
    access: { action: 'list', noun: 'service-contract' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'service-contract.get',
    method: 'GET',
    path: '/service-contracts/{id}',
    title: { zh: '查看租用合同', en: 'Get a contract' },
    params: IdParams,
    response: ServiceContract,
    access: { action: 'view', noun: 'service-contract' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'service-contract.create',
    method: 'POST',
    path: '/service-contracts',
    title: { zh: '登记租用合同', en: 'Enter a contract' },
    body: ServiceContractCreate,
    response: ServiceContract,
    status: 201,
    access: { action: 'create', noun: 'service-contract' },
    audit: { act: 'service-contract.create' },
    idempotent: true,
    reasons: [...shape, 'service-contract.body_not_found'],
  }),
  update: operation({
    id: 'service-contract.update',
    method: 'PUT',
    path: '/service-contracts/{id}',
    title: { zh: '更正租用合同', en: 'Correct a contract' },
    params: IdParams,
    body: ServiceContractUpdate,
    response: ServiceContract,
    access: { action: 'modify', noun: 'service-contract' },
    audit: { act: 'service-contract.update' },
    reasons: [
      ...shape,
      'service-contract.over',
      'service-contract.no_renewal',
      'contract-terms.percent_beyond',
    ],
  }),
  renew: act('renew', { zh: '续租', en: 'Renew a contract' }, { endsOn: Day, document: ShortText }, [
    'service-contract.no_renewal',
    'service-contract.not_later',
    'contract-terms.percent_beyond',
  ]),
  terminate: act('terminate', { zh: '提前终止', en: 'Terminate a contract' }, { on: Day, reason: Words }, [
    'service-contract.terminate_day',
  ]),
} as const
