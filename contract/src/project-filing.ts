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
import { DIMENSIONS } from './catalogue.ts'

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
  /** Why it is built all the same though the catalogue carries it; approved by who decides where the rules refuse it. */
  ownReason: Type.Optional(Nullable(Words)),
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

/** What of the catalogue would carry an item, at the lowest prices of the lists in force; without any where none is. */
export const FilingCarrier = Strict({
  code: Code,
  title: Bilingual,
  prices: Type.Array(
    Strict({ dimension: OneOf(DIMENSIONS), per: OneOf(['month', 'once']), unitPrice: Type.String() }),
    { maxItems: 6 },
  ),
})
export type FilingCarrier = Static<typeof FilingCarrier>

/**
 * What a rule says, with where it is written. block: not submitted; open: submitted, but not accepted before it is approved; warn: said,
 * and in nobody's way.
 */
export const FilingFinding = Strict({
  rule: OneOf(['machine-room', 'own-cloud-expansion', 'lease', 'carried']),
  requirement: Type.String(),
  title: Bilingual,
  /** Number of the item, from 1; null where it is about the whole project. */
  item: Nullable(Type.Integer({ minimum: 1 })),
  state: OneOf(['pass', 'warn', 'open', 'block']),
  reason: Nullable(Type.String()),
  /** Only of what the catalogue carries. */
  carrier: Nullable(FilingCarrier),
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

const { offeringCode: _, ownReason: __, ...itemFields } = FilingItemInput.properties
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
      ownReason: Nullable(Type.String()),
      number: Type.Integer({ minimum: 1 }),
      /** Who approved what the state requires, or the reason to build it all the same, and when. */
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
  'project-filing.own_reason_not_expected',
] as const
const blocks = [
  'project-filing.machine_room',
  'project-filing.county_expansion',
  'project-filing.lease_required',
  'project-filing.carried',
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
  /** What the form offers of such a project, and what the catalogue carries of its items as they are filled in: nothing is kept. */
  preview: operation({
    id: 'project-filing.preview',
    method: 'POST',
    path: '/project-filings/preview',
    title: { zh: '预览建设内容', en: 'Preview what a project would build' },
    body: Strict({
      bodyId: Id,
      nature: OneOf(PROJECT_NATURES),
      connection: OneOf(PROJECT_CONNECTIONS),
      items: Type.Array(
        Strict({
          kind: OneOf(FILING_ITEM_KINDS),
          name: Type.String({ maxLength: 200 }),
          offeringCode: Nullable(Code),
          ownReason: Nullable(Type.String({ maxLength: 1000 })),
        }),
        { maxItems: 50 },
      ),
    }),
    response: Strict({
      /** What the form offers: infrastructure is left out where the cloud covers it (R29). */
      kinds: Type.Array(OneOf(FILING_ITEM_KINDS), { maxItems: FILING_ITEM_KINDS.length }),
      /** Offered beside them to whoever says that the state requires it (R35). */
      requiredKinds: Type.Array(OneOf(FILING_ITEM_KINDS), { maxItems: FILING_ITEM_KINDS.length }),
      findings: Type.Array(FilingFinding, { maxItems: 50 }),
    }),
    access: { action: 'create', noun: 'project-filing' },
    audit: { none: 'computes only' },
    reasons: [],
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
  /** What the state requires, by its document, or the reason to build what the catalogue carries: item by item. */
  approve: act(
    'approve',
    { zh: '批准例外', en: 'Approve an exception' },
    { item: Type.Integer({ minimum: 1, maximum: 50 }) },
    ['project-filing.not_submitted', 'project-filing.no_exception'],
  ),
  accept: act('accept', { zh: '同意项目申报', en: 'Accept a project filing' }, { comment: LongText }, [
    'project-filing.not_submitted',
    'project-filing.machine_room_open',
    'project-filing.carried_open',
    ...blocks,
  ]),
  decline: act('decline', { zh: '不同意项目申报', en: 'Decline a project filing' }, { comment: Words }, [
    'project-filing.not_submitted',
  ]),
} as const
