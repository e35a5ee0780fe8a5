/**
 * What the budget is asked about, computed and never typed: infrastructure in new projects that the cloud carries (R270), the step by
 * step reduction of what keeps up own infrastructure (R272), and systems that should be on the cloud and are not (R273).
 */
import {
  Allowance,
  Bilingual,
  Code,
  Day,
  Id,
  Instant,
  Money,
  Nullable,
  OneOf,
  operation,
  PageQuery,
  PageToken,
  Ref,
  ShortText,
  type Static,
  Strict,
  type TSchema,
  Type,
} from './base.ts'
import { BUDGET_PURPOSES, BudgetForecast, FiscalYear, FORECAST_BASES } from './budget.ts'
import { FILING_ITEM_KINDS } from './project-filing.ts'
import type { Reason } from './reasons.ts'
import { EVIDENCE_TYPES } from './work-order.ts'

const Source = Strict({ source: Type.String(), isProductDefault: Type.Boolean() })
const page = <S extends TSchema>(item: S) => ({
  items: Type.Array(item, { maxItems: 200 }),
  nextPageToken: Nullable(PageToken),
})

/** Lines that a list shows of one row; the sum beside them is of all. */
export const SHOWN_LINES_MAX = 20
const LineOfCheck = Strict({
  id: Id,
  no: Type.String(),
  name: Type.String(),
  fiscalYear: FiscalYear,
  purpose: OneOf(BUDGET_PURPOSES),
  state: OneOf(['proposed', 'active']),
  amount: Money,
})

/**
 * A new project with items that the cloud can carry, or with lines for infrastructure of its own: no budget for them, unless the state
 * requires it and that was approved, or the project is exempt from the lease.
 */
export const DuplicateProject = Strict({
  filing: Strict({ id: Id, no: Type.String(), name: Type.String() }),
  body: Ref,
  state: OneOf(['submitted', 'accepted']),
  items: Type.Array(
    Strict({
      number: Type.Integer({ minimum: 1 }),
      kind: OneOf(FILING_ITEM_KINDS),
      name: Type.String(),
      cost: Nullable(Money),
      /** The service of the catalogue that carries it; null for a machine room or an own cloud. */
      offering: Nullable(Strict({ code: Code, title: Bilingual })),
      /** flagged: no budget; waiting: its ground is not approved yet; exempt: it is. */
      finding: OneOf(['flagged', 'waiting', 'exempt']),
      /** Of the state that requires it, or that exempts the project from the lease. */
      document: Nullable(Type.String()),
    }),
    { maxItems: 50 },
  ),
  /** Of what is flagged, as far as its cost is filed. */
  flagged: Money,
  /** Lines in force or proposed that name this project, the latest first; flagged: for infrastructure of its own. */
  lines: Type.Array(Strict({ ...LineOfCheck.properties, flagged: Type.Boolean() }), {
    maxItems: SHOWN_LINES_MAX,
  }),
  budgets: Type.Integer({ minimum: 0 }),
  budgeted: Money,
})
export type DuplicateProject = Static<typeof DuplicateProject>

const Cut = Strict({
  /** In force for the year before. */
  before: Money,
  /** What the rule allows of it. */
  allowed: Money,
  planned: Money,
  /** Beyond what is allowed; nought when it is reduced as it should be. */
  beyond: Money,
})
export const ReductionRow = Strict({
  body: Ref,
  fiscalYear: FiscalYear,
  machineRoom: Cut,
  network: Cut,
  hardware: Cut,
  total: Cut,
  state: OneOf(['met', 'beyond']),
})
export type ReductionRow = Static<typeof ReductionRow>

export const StopEvidence = Strict({
  id: Id,
  fileName: Type.String(),
  note: Type.String(),
  addedBy: Type.String(),
  addedAt: Instant,
})
export const StopRow = Strict({
  system: Strict({ id: Id, code: Type.String(), name: Type.String() }),
  body: Ref,
  wave: Nullable(Strict({ name: Type.String(), endsOn: Nullable(Day) })),
  /** absent: nothing of it on any cloud; moving: registered as yet to migrate, with resources on a cloud already. */
  standing: OneOf(['absent', 'moving']),
  /** Lines for the upkeep of own infrastructure that name this system, in the year. */
  upkeep: Money,
  /** Such lines of its body as a whole: they keep up what the system stands on as well. */
  bodyUpkeep: Money,
  /** Those lines, what names the system before the others. */
  lines: Type.Array(Strict({ ...LineOfCheck.properties, isOfSystem: Type.Boolean() }), {
    maxItems: SHOWN_LINES_MAX,
  }),
  /** With evidence of the leading group's office its upkeep gets no budget. */
  evidence: Type.Array(StopEvidence, { maxItems: 20 }),
  actions: Strict({ addFile: Allowance }),
})
export type StopRow = Static<typeof StopRow>

/** 按单位 · 按系统 · 按项目. */
export const COMPARISON_BYS = ['body', 'system', 'project'] as const

/**
 * R274: the lines of a body, system or project beside what is committed and billed on them, whoever spends it; and what the body,
 * system or project spends itself, whoever pays.
 */
export const BudgetComparison = Strict({
  by: OneOf(COMPARISON_BYS),
  /** Of a project its number is the id. */
  subject: Strict({ id: Type.String(), name: Type.String() }),
  fiscalYear: FiscalYear,
  /** Whether any line in force names it; otherwise it is paid from lines above it, or not budgeted. */
  hasLines: Type.Boolean(),
  /** Lines in force for cloud services and migration, with what is permitted beyond them. */
  budget: Money,
  /** Approved and not billed yet. */
  committed: Money,
  billed: Money,
  /** Of a body's bills that are still drafts. */
  draft: Money,
  forecast: BudgetForecast,
  /** Budget less forecast. */
  rest: Money,
  own: Strict({
    committed: Money,
    billed: Money,
    /** Of what is billed: no line pays for it. */
    notBudgeted: Money,
    forecast: BudgetForecast,
  }),
  /** Of its lines, January to December; empty while nothing is committed or billed. */
  months: Type.Array(
    Strict({ month: Day, committed: Money, billed: Money, forecast: Money, basis: OneOf(FORECAST_BASES) }),
    { maxItems: 12 },
  ),
})
export type BudgetComparison = Static<typeof BudgetComparison>

export const budgetListReasons = {
  'budget.stop_too_early': {
    kind: 'precondition',
    zh: '停止安排经费自 {year} 年度起适用（青政办〔2017〕24号 六）。',
    en: 'Funds stop from the year {year} on (Qingzhengban [2017] No. 24, section 6).',
  },
  'budget.stop_not_due': {
    kind: 'precondition',
    zh: '该系统已上云、已停用或登记为豁免，不在停止安排经费之列。',
    en: 'The system is on the cloud, retired or exempt: its funds do not stop.',
  },
  'budget.not_leading_group': {
    kind: 'precondition',
    zh: '停止安排经费的佐证材料由领导小组办公室上传。',
    en: 'The evidence is handed in by the office of the leading group.',
  },
  'budget.stop_too_many_files': {
    kind: 'conflict',
    zh: '每个系统每年度最多 {limit} 份材料。',
    en: 'A system has at most {limit} files for a year.',
  },
  'budget.stopped': {
    kind: 'precondition',
    zh: '该系统应上云而未上云，{year} 年度起不再安排机房、网络、硬件运维经费（青政办〔2017〕24号 六）。请编制云服务或迁移上云预算。',
    en: 'The system should be on the cloud and is not: it gets no funds for upkeep in {year} (Qingzhengban [2017] No. 24, section 6). Enter a line for cloud services or migration.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const list = { action: 'list', noun: 'budget' } as const
const language = { language: Type.Optional(OneOf(['zh', 'en'])) }
const bodyId = { bodyId: Type.Optional(Id) }
const ofYear = { ...bodyId, fiscalYear: Type.Optional(FiscalYear) }
/** By body when left out. */
const compared = { ...ofYear, by: Type.Optional(OneOf(COMPARISON_BYS)) }
const file = { response: Type.Null(), stream: 'file', issued: true, access: list, reasons: [] } as const

export const budgetListOperations = {
  duplicates: operation({
    id: 'budget.duplicates',
    method: 'GET',
    path: '/budget-duplicates',
    title: { zh: '重复建设清单', en: 'List infrastructure that the cloud carries' },
    query: PageQuery(bodyId),
    response: Strict({ ...page(DuplicateProject), rule: Source }),
    access: list,
    audit: read,
    reasons: [],
  }),
  exportDuplicates: operation({
    id: 'budget.export-duplicates',
    method: 'GET',
    path: '/budget-duplicates/export',
    title: { zh: '导出重复建设清单', en: 'Export infrastructure that the cloud carries' },
    query: Strict({ ...bodyId, ...language }),
    audit: { act: 'budget.export-duplicates' },
    ...file,
  }),
  reductions: operation({
    id: 'budget.reductions',
    method: 'GET',
    path: '/budget-reductions',
    title: { zh: '运维经费压减清单', en: 'List the reduction of upkeep' },
    /** This year when left out. */
    query: PageQuery(ofYear),
    response: Strict({
      ...page(ReductionRow),
      rule: Strict({ ...Source.properties, percent: Type.Integer(), fromYear: Type.Integer() }),
    }),
    access: list,
    audit: read,
    reasons: [],
  }),
  exportReductions: operation({
    id: 'budget.export-reductions',
    method: 'GET',
    path: '/budget-reductions/export',
    title: { zh: '导出运维经费压减清单', en: 'Export the reduction of upkeep' },
    query: Strict({ ...ofYear, ...language }),
    audit: { act: 'budget.export-reductions' },
    ...file,
  }),
  stops: operation({
    id: 'budget.stops',
    method: 'GET',
    path: '/budget-stops',
    title: { zh: '停止安排经费清单', en: 'List systems whose funds stop' },
    query: PageQuery(ofYear),
    response: Strict({
      ...page(StopRow),
      rule: Strict({ ...Source.properties, fromYear: Type.Integer() }),
    }),
    access: list,
    audit: read,
    reasons: [],
  }),
  exportStops: operation({
    id: 'budget.export-stops',
    method: 'GET',
    path: '/budget-stops/export',
    title: { zh: '导出停止安排经费清单', en: 'Export systems whose funds stop' },
    query: Strict({ ...ofYear, ...language }),
    audit: { act: 'budget.export-stops' },
    ...file,
  }),
  comparisons: operation({
    id: 'budget.comparisons',
    method: 'GET',
    path: '/budget-comparisons',
    title: { zh: '预算与账单对照', en: 'Compare budget and bills' },
    query: PageQuery(compared),
    response: Strict({ ...page(BudgetComparison), asOf: Instant }),
    access: list,
    audit: read,
    reasons: [],
  }),
  exportComparisons: operation({
    id: 'budget.export-comparisons',
    method: 'GET',
    path: '/budget-comparisons/export',
    title: { zh: '导出预算与账单对照', en: 'Export budget and bills' },
    query: Strict({ ...compared, ...language }),
    audit: { act: 'budget.export-comparisons' },
    ...file,
  }),
  addStopFile: operation({
    id: 'budget.add-stop-file',
    method: 'POST',
    path: '/systems/{id}/stop-evidence',
    title: { zh: '上传停止安排经费佐证', en: 'Hand in the evidence of a stop' },
    params: Strict({ id: Id }),
    body: Strict({
      fiscalYear: FiscalYear,
      fileName: ShortText,
      mediaType: OneOf(EVIDENCE_TYPES),
      note: Type.String({ maxLength: 1000 }),
      contentBase64: Type.String({ minLength: 4, maxLength: 6_990_508, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
    }),
    response: StopEvidence,
    status: 201,
    access: { action: 'operate', noun: 'budget' },
    audit: { act: 'budget.add-stop-file' },
    idempotent: true,
    bodyLimitBytes: 7_340_032,
    reasons: [
      'budget.stop_too_early',
      'budget.stop_not_due',
      'budget.not_leading_group',
      'budget.stop_too_many_files',
      'blob.too_large',
      'blob.type_mismatch',
      'blob.name_invalid',
    ],
  }),
  getStopFile: operation({
    id: 'budget.get-stop-file',
    method: 'GET',
    path: '/systems/{id}/stop-evidence/{fileId}',
    title: { zh: '下载停止安排经费佐证', en: 'Fetch the evidence of a stop' },
    params: Strict({ id: Id, fileId: Id }),
    response: Type.Any(),
    access: { action: 'view', noun: 'budget' },
    audit: read,
    reasons: [],
    stream: 'file',
  }),
} as const
