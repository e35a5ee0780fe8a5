/**
 * The register of major issues (重大问题, R48): raised by whoever meets one, settled by the coordination mechanism under the
 * leading group with a decision, a responsible body and a due date, followed up and closed with its result.
 */
import { actsOn } from './act.ts'
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
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

/** 待协调 → 办理中 → 已办结. A decision may be taken anew until it is closed. */
export const MAJOR_ISSUE_STATES = ['raised', 'decided', 'closed'] as const
export type MajorIssueState = (typeof MAJOR_ISSUE_STATES)[number]
export const MAJOR_ISSUE_CATEGORIES = [
  'security',
  'supply',
  'migration',
  'funding',
  'responsibility',
  'other',
] as const
export type MajorIssueCategory = (typeof MAJOR_ISSUE_CATEGORIES)[number]

const Words = Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' })

const head = {
  id: Id,
  no: Type.String(),
  category: OneOf(MAJOR_ISSUE_CATEGORIES),
  title: Type.String(),
  state: OneOf(MAJOR_ISSUE_STATES),
  raisedBy: Strict({ body: Ref, person: Type.String() }),
  raisedAt: Instant,
  responsible: Nullable(Ref),
  /** By the working calendar. */
  dueAt: Nullable(Instant),
  overdue: Type.Boolean(),
  closedAt: Nullable(Instant),
}
export const MajorIssueSummary = Strict({
  ...head,
  decision: Nullable(Type.String()),
  result: Nullable(Type.String()),
})
export type MajorIssueSummary = Static<typeof MajorIssueSummary>

export const MAJOR_ISSUE_ACTIONS = ['decide', 'followUp', 'close'] as const
export const MajorIssue = Strict({
  ...MajorIssueSummary.properties,
  description: Type.String(),
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  /** How the due date was counted. */
  workingDays: Nullable(Type.Integer()),
  entries: Type.Array(
    Strict({
      kind: OneOf(['raised', 'decided', 'follow-up', 'closed']),
      actor: Type.String(),
      body: Type.String(),
      text: Type.String(),
      at: Instant,
    }),
    { maxItems: 200 },
  ),
  version: Version,
  actions: ActionsOf(MAJOR_ISSUE_ACTIONS),
})
export type MajorIssue = Static<typeof MajorIssue>

export const majorIssueReasons = {
  'major-issue.closed': {
    kind: 'conflict',
    zh: '问题已办结，不再改动。',
    en: 'The issue is closed and does not change any more.',
  },
  'major-issue.not_coordinator': {
    kind: 'forbidden',
    zh: '协调决定由云管理机构（局）或领导小组作出。',
    en: 'The regulator’s bureau or the leading group decides.',
  },
  'major-issue.not_concerned': {
    kind: 'forbidden',
    zh: '进展由责任单位、提出单位或协调方填写。',
    en: 'The responsible body, the raiser or the coordinator enters what was done.',
  },
  'major-issue.body_unknown': {
    kind: 'invalid',
    zh: '责任单位不存在或不在管辖范围内。',
    en: 'The responsible body is not there or not within your reach.',
  },
  'major-issue.too_long': {
    kind: 'capacity',
    zh: '该问题的记录已达 {limit} 条。请办结后另行登记。',
    en: 'The issue has {limit} entries already. Close it and enter another.',
  },
  'major-issue.calendar_missing': {
    kind: 'precondition',
    zh: '工作日历缺少所需年份，无法计算期限。请先导入该年日历。',
    en: 'The working calendar lacks the year, so no due date can be computed. Import that year first.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const act = actsOn({
  noun: 'major-issue',
  path: '/major-issues',
  response: MajorIssue,
  action: 'approve',
  reasons: ['major-issue.closed'],
})

const filters = {
  state: Type.Optional(OneOf(MAJOR_ISSUE_STATES)),
  category: Type.Optional(OneOf(MAJOR_ISSUE_CATEGORIES)),
  responsibleBodyId: Type.Optional(Id),
  overdue: Type.Optional(Type.Boolean()),
}

export const majorIssueOperations = {
  list: operation({
    id: 'major-issue.list',
    method: 'GET',
    path: '/major-issues',
    title: { zh: '重大问题台账', en: 'List major issues' },
    query: PageQuery(filters),
    response: PageOf(MajorIssueSummary),
    access: { action: 'list', noun: 'major-issue' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'major-issue.export',
    method: 'GET',
    path: '/major-issues/export',
    title: { zh: '导出重大问题台账', en: 'Export the register of major issues' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'major-issue' },
    audit: { act: 'major-issue.export' },
    reasons: [],
  }),
  get: operation({
    id: 'major-issue.get',
    method: 'GET',
    path: '/major-issues/{id}',
    title: { zh: '查看重大问题', en: 'Get a major issue' },
    params: IdParams,
    response: MajorIssue,
    access: { action: 'view', noun: 'major-issue' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'major-issue.create',
    method: 'POST',
    path: '/major-issues',
    title: { zh: '提出重大问题', en: 'Raise a major issue' },
    body: Strict({ category: OneOf(MAJOR_ISSUE_CATEGORIES), title: ShortText, description: Words }),
    response: MajorIssue,
    status: 201,
    access: { action: 'create', noun: 'major-issue' },
    audit: { act: 'major-issue.create' },
    idempotent: true,
    reasons: [],
  }),
  decide: act(
    'decide',
    { zh: '作出协调决定', en: 'Decide on a major issue' },
    { decision: Words, responsibleBodyId: Id, workingDays: Type.Integer({ minimum: 1, maximum: 250 }) },
    ['major-issue.not_coordinator', 'major-issue.body_unknown', 'major-issue.calendar_missing'],
  ),
  followUp: act(
    'follow-up',
    { zh: '填写进展', en: 'Enter a follow-up' },
    { text: Words },
    ['major-issue.not_concerned', 'major-issue.too_long'],
    'operate',
  ),
  close: act('close', { zh: '办结重大问题', en: 'Close a major issue' }, { result: Words }, [
    'major-issue.not_coordinator',
  ]),
} as const
