/**
 * Project filings (项目申报): what a body wants to build, before it is approved. Rules answer at once with their clause: machine rooms
 * are no longer approved except as the state requires (R35), a county does not expand its own cloud (R25), and new, continued and
 * rebuilt projects connect to the cloud by lease, the individual and the highly secret excepted (R33).
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Bilingual,
  Code,
  Id,
  IdParams,
  Instant,
  LongText,
  Money,
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

/** 新建 / 续建 / 改建. */
export const PROJECT_NATURES = ['new', 'continued', 'rebuilt'] as const
/** By a lease of the government cloud, or exempt from it. */
export const PROJECT_CONNECTIONS = ['lease', 'exempt'] as const
/** 个性化服务 / 保密要求较高 (R33). */
export const LEASE_EXEMPTION_GROUNDS = ['individual', 'high-secrecy'] as const
/** 机房/数据中心 and 自有云扩容升级 are what the rules speak of; the others are what a project is made of. */
export const FILING_ITEM_KINDS = [
  'software',
  'cloud-lease',
  'security',
  'machine-room',
  'own-cloud-expansion',
  'other',
] as const
export type FilingItemKind = (typeof FILING_ITEM_KINDS)[number]
/** 草稿 → 待审 → 同意 / 不同意; what was declined may be corrected and submitted again. */
export const FILING_STATES = ['draft', 'submitted', 'accepted', 'declined'] as const
export type FilingState = (typeof FILING_STATES)[number]

const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

/** The document of the state that requires a machine room: its name, number and clause. */
export const StateRequirement = Strict({ document: ShortText, clause: ShortText })
export type StateRequirement = Static<typeof StateRequirement>

export const FilingItemInput = Strict({
  kind: OneOf(FILING_ITEM_KINDS),
  name: ShortText,
  /** Of the investment; null while it is not known. */
  cost: Nullable(Money),
  /** Only for a machine room. */
  stateRequirement: Nullable(StateRequirement),
  /** The service of the catalogue that would carry it, where there is one; a lease of the cloud names none (R270). */
  offeringCode: Type.Optional(Nullable(Code)),
})
export type FilingItemInput = Static<typeof FilingItemInput>

/** Why the project does not connect by lease, and the document that shows it. */
export const LeaseExemption = Strict({
  ground: OneOf(LEASE_EXEMPTION_GROUNDS),
  reason: Words,
  document: ShortText,
})
export type LeaseExemption = Static<typeof LeaseExemption>

const fields = {
  name: ShortText,
  nature: OneOf(PROJECT_NATURES),
  summary: LongText,
  connection: OneOf(PROJECT_CONNECTIONS),
  exemption: Nullable(LeaseExemption),
  items: Type.Array(FilingItemInput, { minItems: 1, maxItems: 50 }),
}
export const ProjectFilingCreate = Strict({ bodyId: Id, ...fields })
export type ProjectFilingCreate = Static<typeof ProjectFilingCreate>
export const ProjectFilingUpdate = Strict({ version: Version, ...fields })
export type ProjectFilingUpdate = Static<typeof ProjectFilingUpdate>

/** What a rule says, with where it is written. block: not submitted; open: submitted, but not accepted before it is approved. */
export const FilingFinding = Strict({
  rule: OneOf(['machine-room', 'own-cloud-expansion', 'lease']),
  requirement: Type.String(),
  title: Bilingual,
  /** Number of the item, from 1; null where it is about the whole project. */
  item: Nullable(Type.Integer({ minimum: 1 })),
  state: OneOf(['pass', 'open', 'block']),
  reason: Nullable(Type.String()),
  text: Strict({ zh: Type.String(), en: Type.String() }),
  source: Type.String(),
  isProductDefault: Type.Boolean(),
})
export type FilingFinding = Static<typeof FilingFinding>

const head = {
  id: Id,
  /** XM2026-000012. */
  no: Type.String(),
  body: Ref,
  name: Type.String(),
  nature: OneOf(PROJECT_NATURES),
  connection: OneOf(PROJECT_CONNECTIONS),
  exemption: Nullable(LeaseExemption),
  state: OneOf(FILING_STATES),
  submittedAt: Nullable(Instant),
  decidedAt: Nullable(Instant),
}
export const ProjectFilingSummary = Strict(head)
export type ProjectFilingSummary = Static<typeof ProjectFilingSummary>

const { offeringCode: _, ...itemFields } = FilingItemInput.properties
export const PROJECT_FILING_ACTIONS = [
  'modify',
  'submit',
  'withdraw',
  'approve',
  'accept',
  'decline',
] as const
export const ProjectFiling = Strict({
  ...head,
  summary: Type.String(),
  items: Type.Array(
    Strict({
      ...itemFields,
      offering: Nullable(Strict({ code: Code, title: Bilingual })),
      number: Type.Integer({ minimum: 1 }),
      /** Who approved what the state requires, and when. */
      approvedBy: Nullable(Type.String()),
      approvedAt: Nullable(Instant),
    }),
    { maxItems: 50 },
  ),
  findings: Type.Array(FilingFinding, { maxItems: 60 }),
  enteredBy: Type.String(),
  submittedBy: Nullable(Type.String()),
  decidedBy: Nullable(Type.String()),
  comment: Nullable(Type.String()),
  version: Version,
  actions: ActionsOf(PROJECT_FILING_ACTIONS),
})
export type ProjectFiling = Static<typeof ProjectFiling>

export const projectFilingReasons = {
  'project-filing.machine_room': {
    kind: 'precondition',
    zh: '第 {items} 项为机房、数据中心等基础设施：除国家明确要求外，原则上不再批准（青政办〔2017〕24号 一）。请改用政务云资源；国家有明确要求的，请写明文件及条款，经批准后方可通过。',
    en: 'Item {items} is a machine room or data centre: such are in principle no longer approved, except as the state requires (Qingzhengban [2017] No. 24, section 1). Use the government cloud; where the state requires it, name the document and clause, which must then be approved.',
  },
  'project-filing.machine_room_open': {
    kind: 'precondition',
    zh: '第 {items} 项机房、数据中心以国家要求为由，所列文件尚未批准（青政办〔2017〕24号 一）。请先批准该例外，或不同意此项目。',
    en: 'Item {items}, a machine room, relies on a requirement of the state whose document has not been approved yet (Qingzhengban [2017] No. 24, section 1). Approve the exception first, or decline the project.',
  },
  'project-filing.county_expansion': {
    kind: 'precondition',
    zh: '第 {items} 项为自有云扩容或升级：县（市、区）在充分利用自建存量云资源基础上，不再扩容、升级（盐政办发〔2024〕7号 四）。请申请政务“一朵云”资源。',
    en: 'Item {items} expands or upgrades an own cloud: a county makes full use of the cloud it has and no longer expands or upgrades it (Yanzhengbanfa [2024] No. 7, section 4). Apply for resources of the one cloud.',
  },
  'project-filing.lease_required': {
    kind: 'precondition',
    zh: '新建、续建、改建项目以租赁方式接入政务云；个性化服务或保密要求较高的，请写明豁免理由和文件（《成都市政务云建设规划》篇7）。',
    en: 'New, continued and rebuilt projects connect to the cloud by lease; for individual services or high secrecy give the ground and the document (anthology of 成都市政务云建设规划, piece 7).',
  },
  'project-filing.exemption_not_expected': {
    kind: 'invalid',
    zh: '以租赁方式接入的项目不填写豁免理由。',
    en: 'A project that connects by lease carries no exemption.',
  },
  'project-filing.requirement_not_expected': {
    kind: 'invalid',
    zh: '只有机房、数据中心项填写国家要求的文件。',
    en: 'Only a machine room names a document of the state.',
  },
  'project-filing.offering_not_expected': {
    kind: 'invalid',
    zh: '租用政务云资源的内容不填写“目录中可承载的服务”。',
    en: 'A lease of the cloud names no service that would carry it.',
  },
  'project-filing.offering_not_found': {
    kind: 'precondition',
    zh: '服务目录中没有已发布的服务“{code}”。请从目录中选择，或不填。',
    en: 'The catalogue has no published service "{code}". Choose one of the catalogue, or none.',
  },
  'project-filing.body_not_found': {
    kind: 'precondition',
    zh: '没有找到申报单位，或该单位已撤销、不能申报项目。',
    en: 'The body was not found, is closed, or files no projects.',
  },
  'project-filing.not_editable': {
    kind: 'conflict',
    zh: '项目已提交或已办结，不能修改。待审的可先撤回。',
    en: 'The project is submitted or decided and does not change. While it waits it can be withdrawn.',
  },
  'project-filing.not_submitted': {
    kind: 'conflict',
    zh: '项目不在待审状态。',
    en: 'The project does not wait for a decision.',
  },
  'project-filing.no_exception': {
    kind: 'conflict',
    zh: '该项没有待批准的国家要求。',
    en: 'Nothing that the state requires waits for approval in this item.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const filters = {
  bodyId: Type.Optional(Id),
  /** What a project of this body may follow from: its own filings and those of the bodies above it. */
  coversBodyId: Type.Optional(Id),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  state: Type.Optional(OneOf(FILING_STATES)),
  nature: Type.Optional(OneOf(PROJECT_NATURES)),
  connection: Type.Optional(OneOf(PROJECT_CONNECTIONS)),
}
const shape = [
  'project-filing.exemption_not_expected',
  'project-filing.requirement_not_expected',
  'project-filing.offering_not_expected',
  'project-filing.offering_not_found',
] as const
const blocks = [
  'project-filing.machine_room',
  'project-filing.county_expansion',
  'project-filing.lease_required',
] as const

const act = actsOn({
  noun: 'project-filing',
  path: '/project-filings',
  response: ProjectFiling,
  action: 'approve',
  reasons: [],
})

export const projectFilingOperations = {
  list: operation({
    id: 'project-filing.list',
    method: 'GET',
    path: '/project-filings',
    title: { zh: '项目申报列表', en: 'List project filings' },
    query: PageQuery(filters),
    response: PageOf(ProjectFilingSummary),
    access: { action: 'list', noun: 'project-filing' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'project-filing.export',
    method: 'GET',
    path: '/project-filings/export',
    title: { zh: '导出项目申报', en: 'Export project filings' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'project-filing' },
    audit: { act: 'project-filing.export' },
    reasons: [],
  }),
  get: operation({
    id: 'project-filing.get',
    method: 'GET',
    path: '/project-filings/{id}',
    title: { zh: '查看项目申报', en: 'Get a project filing' },
    params: IdParams,
    response: ProjectFiling,
    access: { action: 'view', noun: 'project-filing' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'project-filing.create',
    method: 'POST',
    path: '/project-filings',
    title: { zh: '起草项目申报', en: 'Draft a project filing' },
    body: ProjectFilingCreate,
    response: ProjectFiling,
    status: 201,
    access: { action: 'create', noun: 'project-filing' },
    audit: { act: 'project-filing.create' },
    idempotent: true,
    reasons: [...shape, 'project-filing.body_not_found'],
  }),
  update: operation({
    id: 'project-filing.update',
    method: 'PUT',
    path: '/project-filings/{id}',
    title: { zh: '修改项目申报', en: 'Update a project filing' },
    params: IdParams,
    body: ProjectFilingUpdate,
    response: ProjectFiling,
    access: { action: 'modify', noun: 'project-filing' },
    audit: { act: 'project-filing.update' },
    reasons: [...shape, 'project-filing.not_editable'],
  }),
  submit: act(
    'submit',
    { zh: '提交项目申报', en: 'Submit a project filing' },
    {},
    ['project-filing.not_editable', ...blocks],
    'modify',
  ),
  withdraw: act(
    'withdraw',
    { zh: '撤回项目申报', en: 'Withdraw a project filing' },
    {},
    ['project-filing.not_submitted'],
    'modify',
  ),
  /** What the state requires, item by item, by its document. */
  approve: act(
    'approve',
    { zh: '批准国家要求的例外', en: 'Approve what the state requires' },
    { item: Type.Integer({ minimum: 1, maximum: 50 }) },
    ['project-filing.not_submitted', 'project-filing.no_exception'],
  ),
  accept: act('accept', { zh: '同意项目申报', en: 'Accept a project filing' }, { comment: LongText }, [
    'project-filing.not_submitted',
    'project-filing.machine_room_open',
    ...blocks,
  ]),
  decline: act('decline', { zh: '不同意项目申报', en: 'Decline a project filing' }, { comment: Words }, [
    'project-filing.not_submitted',
  ]),
} as const
