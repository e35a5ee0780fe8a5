/** What is asked and done about statements of providers and their differences. */
import { actsOn } from './act.ts'
import { Id, IdParams, Money, Nullable, OneOf, operation, PageOf, PageQuery, Strict, Type } from './base.ts'
import { CARRIED_MONTHS_MAX } from './bill-month.ts'
import {
  DIFFERENCE_ANSWERS,
  DIFFERENCE_DUES,
  DIFFERENCE_KINDS,
  DIFFERENCE_OWNERS,
  DIFFERENCE_SIDES,
  DIFFERENCE_STATES,
  DifferenceDetail,
  STATEMENT_BYTES_MAX,
  STATEMENT_STATES,
  Statement,
  StatementDesk,
  StatementDifference,
  StatementHandedIn,
  StatementLine,
  StatementMonth,
  StatementMonthCarried,
  StatementSummary,
} from './statement.ts'

const BASE64_MAX = Math.ceil(STATEMENT_BYTES_MAX / 3) * 4
/** Of one call through the API; more goes in a file. */
const LINES_MAX = 10_000
const LINES_BYTES_MAX = 8 * 1024 * 1024

const read = { none: 'read' } as const
const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
const Cell = Type.String({ maxLength: 200 })
const language = Type.Optional(OneOf(['zh', 'en']))
const filters = {
  month: Type.Optional(StatementMonth),
  providerId: Type.Optional(Id),
  state: Type.Optional(OneOf(STATEMENT_STATES)),
}
const lineFilters = {
  /** As the provider calls it. */
  resourceRef: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
}
const differenceFilters = {
  statementId: Type.Optional(Id),
  month: Type.Optional(StatementMonth),
  providerId: Type.Optional(Id),
  kind: Type.Optional(OneOf(DIFFERENCE_KINDS)),
  state: Type.Optional(OneOf(DIFFERENCE_STATES)),
  owner: Type.Optional(OneOf(DIFFERENCE_OWNERS)),
  /** Not settled yet, whoever has to do something: what agreeing waits for. */
  unsettled: Type.Optional(Type.Boolean()),
  /** Of those that wait for an answer. */
  due: Type.Optional(OneOf(DIFFERENCE_DUES)),
}
const handing = {
  month: StatementMonth,
  /** Whose statement it is; a provider hands in its own. */
  providerId: Nullable(Id),
}
const handingReasons = [
  'statement.file_empty',
  'statement.too_many_rows',
  'statement.provider_missing',
  'statement.month_not_over',
  'statement.agreed',
  'statement.comparing',
]

const act = actsOn({
  noun: 'statement',
  path: '/statements',
  response: Statement,
  action: 'operate',
  reasons: ['statement.agreed', 'statement.superseded', 'statement.comparing'],
})
const comparing = ['statement.month_open', 'statement.bills_missing', 'statement.calendar_missing']
const onDifference = actsOn({
  noun: 'difference',
  path: '/differences',
  response: StatementDifference,
  action: 'operate',
  reasons: ['difference.settled'],
})

export const statementOperations = {
  list: operation({
    id: 'statement.list',
    method: 'GET',
    path: '/statements',
    title: { zh: '服务商账单', en: 'List statements of providers' },
    query: PageQuery(filters),
    response: PageOf(StatementSummary),
    access: { action: 'list', noun: 'statement' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'statement.export',
    method: 'GET',
    path: '/statements/export',
    title: { zh: '导出服务商账单列表', en: 'Export statements of providers' },
    query: Strict({ ...filters, language }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'list', noun: 'statement' },
    audit: { act: 'statement.export' },
    reasons: [],
  }),
  get: operation({
    id: 'statement.get',
    method: 'GET',
    path: '/statements/{id}',
    title: { zh: '查看服务商账单', en: 'Get a statement' },
    params: IdParams,
    response: Statement,
    access: { action: 'view', noun: 'statement' },
    audit: read,
    reasons: [],
  }),
  carried: operation({
    id: 'statement.months-carried',
    method: 'GET',
    path: '/statement-months-carried',
    title: { zh: '以前月份未办结的对账', en: 'Statements of earlier months that are not agreed' },
    /** Before this month; before the one that is over unless told. The oldest first. */
    query: Strict({ month: Type.Optional(StatementMonth) }),
    response: Strict({
      month: StatementMonth,
      items: Type.Array(StatementMonthCarried, { maxItems: CARRIED_MONTHS_MAX }),
    }),
    access: { action: 'list', noun: 'statement' },
    audit: read,
    reasons: [],
  }),
  desk: operation({
    id: 'statement.desk',
    method: 'GET',
    path: '/statement-desk',
    title: { zh: '对账台', en: 'See the reconciliation desk of a month' },
    /** The last month that is over unless said otherwise. */
    query: Strict({ month: Type.Optional(StatementMonth) }),
    response: StatementDesk,
    access: { action: 'list', noun: 'statement' },
    audit: read,
    reasons: [],
  }),
  handIn: operation({
    id: 'statement.hand-in',
    method: 'POST',
    path: '/statements',
    title: { zh: '提交服务商账单', en: 'Hand in a statement' },
    body: Strict({
      ...handing,
      fileName: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
      /** CSV or XLSX, FOCUS 1.2 included; CSV may be compressed (gzip). */
      contentBase64: Type.String({ minLength: 4, maxLength: BASE64_MAX, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
    }),
    response: StatementHandedIn,
    access: { action: 'create', noun: 'statement' },
    audit: { act: 'statement.hand-in' },
    bodyLimitBytes: BASE64_MAX + 64 * 1024,
    reasons: [
      ...handingReasons,
      'statement.file_unreadable',
      'statement.file_truncated',
      'statement.file_too_large',
      'statement.columns_missing',
      'statement.amount_unit',
    ],
  }),
  handInLines: operation({
    id: 'statement.hand-in-lines',
    method: 'POST',
    path: '/statements/from-lines',
    title: { zh: '以接口提交服务商账单', en: 'Hand in a statement line by line' },
    body: Strict({
      ...handing,
      lines: Type.Array(
        Strict({
          /** Empty only where a category is given. */
          resource: Cell,
          item: Cell,
          amount: Cell,
          quantity: Type.Optional(Cell),
          unit: Type.Optional(Cell),
          pool: Type.Optional(Cell),
          currency: Type.Optional(Cell),
          month: Type.Optional(Cell),
          /** Of what corrects an earlier month. */
          serviceMonth: Type.Optional(Cell),
          from: Type.Optional(Cell),
          to: Type.Optional(Cell),
          /** Usage, Purchase, Tax, Credit or Adjustment, and Correction, as in FOCUS 1.2. */
          category: Type.Optional(Cell),
          class: Type.Optional(Cell),
        }),
        { minItems: 1, maxItems: LINES_MAX },
      ),
    }),
    response: StatementHandedIn,
    access: { action: 'create', noun: 'statement' },
    audit: { act: 'statement.hand-in-lines' },
    bodyLimitBytes: LINES_BYTES_MAX,
    reasons: handingReasons,
  }),
  lines: operation({
    id: 'statement.lines',
    method: 'GET',
    path: '/statements/{id}/lines',
    title: { zh: '服务商账单明细', en: 'List lines of a statement' },
    params: IdParams,
    query: PageQuery(lineFilters),
    response: PageOf(StatementLine),
    access: { action: 'view', noun: 'statement' },
    audit: read,
    reasons: [],
  }),
  exportLines: operation({
    id: 'statement.export-lines',
    method: 'GET',
    path: '/statement-lines/export',
    title: { zh: '导出服务商账单明细', en: 'Export lines of a statement' },
    query: Strict({ statementId: Id, ...lineFilters, language }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'list', noun: 'statement' },
    audit: { act: 'statement.export-lines' },
    reasons: [],
  }),
  compare: act('compare', { zh: '对账', en: 'Compare a statement with the ledgers' }, {}, comparing),
  /** Many of one kind at once; those whose owner may still answer are left. */
  decideKind: act(
    'decide-kind',
    { zh: '按类核定差异', en: 'Decide differences of a kind' },
    { kind: OneOf(DIFFERENCE_KINDS), side: OneOf(DIFFERENCE_SIDES), words: Words },
    ['statement.not_compared', 'statement.nothing_to_decide'],
  ),
  /** Those of one kind that somebody else has decided. */
  confirmKind: act(
    'confirm-kind',
    { zh: '按类复核差异', en: 'Confirm decisions about differences of a kind' },
    { kind: OneOf(DIFFERENCE_KINDS) },
    ['statement.not_compared', 'statement.nothing_to_confirm'],
    'approve',
  ),
  agree: act('agree', { zh: '核定服务商账单', en: 'Agree a statement' }, {}, [
    ...comparing,
    'statement.not_compared',
    'statement.open_differences',
    'statement.bills_unsent',
    'statement.stale',
    'statement.compared_again',
  ]),
} as const

export const differenceOperations = {
  list: operation({
    id: 'difference.list',
    method: 'GET',
    path: '/differences',
    title: { zh: '对账差异', en: 'List differences' },
    query: PageQuery(differenceFilters),
    response: PageOf(StatementDifference),
    access: { action: 'list', noun: 'difference' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'difference.export',
    method: 'GET',
    path: '/differences/export',
    title: { zh: '导出对账差异', en: 'Export differences' },
    query: Strict({ ...differenceFilters, language }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'list', noun: 'difference' },
    audit: { act: 'difference.export' },
    reasons: [],
  }),
  get: operation({
    id: 'difference.get',
    method: 'GET',
    path: '/differences/{id}',
    title: { zh: '查看对账差异', en: 'Get a difference' },
    params: IdParams,
    response: DifferenceDetail,
    access: { action: 'view', noun: 'difference' },
    audit: read,
    reasons: [],
  }),
  answer: onDifference(
    'answer',
    { zh: '答复差异', en: 'Answer a difference' },
    { outcome: OneOf(DIFFERENCE_ANSWERS), words: Words, evidence: Nullable(Words) },
    ['difference.not_owner', 'difference.evidence'],
    'modify',
  ),
  decide: onDifference(
    'decide',
    { zh: '核定差异', en: 'Decide a difference' },
    { adjusted: Money, words: Words },
    ['difference.not_answered', 'difference.amount'],
  ),
  confirm: onDifference(
    'confirm',
    { zh: '复核差异', en: 'Confirm a decision about a difference' },
    {},
    ['difference.not_adjusted', 'difference.same_person'],
    'approve',
  ),
  sendBack: onDifference(
    'send-back',
    { zh: '退回核定', en: 'Send a decision about a difference back' },
    { words: Words },
    ['difference.not_adjusted'],
    'approve',
  ),
} as const
