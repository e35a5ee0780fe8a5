/** What is done with budget lines, and what is asked of their ledgers. */
import { actsOn } from './act.ts'
import {
  Id,
  IdParams,
  LongText,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  ShortText,
  Strict,
  Type,
} from './base.ts'
import {
  ACTUAL_KINDS,
  BUDGET_PURPOSES,
  BUDGET_STATES,
  Budget,
  BudgetActual,
  BudgetCommitment,
  BudgetCreate,
  BudgetSummary,
  budgetFields,
  COMMITMENT_KINDS,
  COMMITMENT_SOURCES,
  FiscalYear,
  FUND_SOURCES,
} from './budget.ts'

const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })
const Positive = Strict({
  amountMinor: Type.Integer({ minimum: 1, maximum: 9_000_000_000_000 }),
  currency: OneOf(['CNY']),
})

const read = { none: 'read' } as const
const filters = {
  bodyId: Type.Optional(Id),
  systemId: Type.Optional(Id),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  fiscalYear: Type.Optional(FiscalYear),
  state: Type.Optional(OneOf(BUDGET_STATES)),
  purpose: Type.Optional(OneOf(BUDGET_PURPOSES)),
  fundSource: Type.Optional(OneOf(FUND_SOURCES)),
  pending: Type.Optional(Type.Boolean()),
  /** More is billed and committed than the line and its permits allow. */
  overspent: Type.Optional(Type.Boolean()),
}
const ofActuals = {
  budgetId: Type.Optional(Id),
  bodyId: Type.Optional(Id),
  /** On lines of this body, whoever spends it. */
  payerBodyId: Type.Optional(Id),
  /** Of this body itself, without those beneath it, whoever pays. */
  spenderBodyId: Type.Optional(Id),
  systemId: Type.Optional(Id),
  requestId: Type.Optional(Id),
  billId: Type.Optional(Id),
  fiscalYear: Type.Optional(FiscalYear),
  month: Type.Optional(Month),
  kind: Type.Optional(OneOf(ACTUAL_KINDS)),
  /** Billed, but no line pays for it. */
  unbudgeted: Type.Optional(Type.Boolean()),
}
const act = actsOn({ noun: 'budget', path: '/budgets', response: Budget, action: 'approve', reasons: [] })

export const budgetOperations = {
  list: operation({
    id: 'budget.list',
    method: 'GET',
    path: '/budgets',
    title: { zh: '预算列表', en: 'List budget lines' },
    query: PageQuery(filters),
    response: PageOf(BudgetSummary),
    access: { action: 'list', noun: 'budget' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'budget.export',
    method: 'GET',
    path: '/budgets/export',
    title: { zh: '导出预算', en: 'Export budget lines' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'list', noun: 'budget' },
    audit: { act: 'budget.export' },
    reasons: [],
  }),
  get: operation({
    id: 'budget.get',
    method: 'GET',
    path: '/budgets/{id}',
    title: { zh: '查看预算', en: 'Get a budget line' },
    params: IdParams,
    response: Budget,
    access: { action: 'view', noun: 'budget' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'budget.create',
    method: 'POST',
    path: '/budgets',
    title: { zh: '编制预算', en: 'Enter a budget line' },
    body: BudgetCreate,
    response: Budget,
    status: 201,
    access: { action: 'create', noun: 'budget' },
    audit: { act: 'budget.create' },
    idempotent: true,
    reasons: [
      'budget.body_not_found',
      'budget.system_not_found',
      'budget.filing_not_found',
      'budget.stopped',
    ],
  }),
  change: act(
    'change',
    { zh: '调整预算', en: 'Change a budget line' },
    { ...budgetFields, reason: Words },
    ['budget.pending', 'budget.stopped'],
    'modify',
  ),
  accept: act('accept', { zh: '同意预算', en: 'Accept a budget line' }, { comment: LongText }, [
    'budget.not_pending',
    'budget.own_proposal',
    'budget.stopped',
  ]),
  decline: act('decline', { zh: '不同意预算', en: 'Decline a budget line' }, { comment: Words }, [
    'budget.not_pending',
    'budget.own_proposal',
  ]),
  /** Lets requests go beyond the line by so much, with a reason that is kept. */
  permit: act(
    'permit',
    { zh: '超预算许可', en: 'Permit more than the line' },
    { amount: Positive, reason: Words, document: ShortText },
    ['budget.not_active'],
  ),
  commitments: operation({
    id: 'budget.commitments',
    method: 'GET',
    path: '/budget-commitments',
    title: { zh: '预算承诺明细', en: 'List commitments' },
    query: PageQuery({
      budgetId: Type.Optional(Id),
      bodyId: Type.Optional(Id),
      /** On lines of this body, whoever commits. */
      payerBodyId: Type.Optional(Id),
      systemId: Type.Optional(Id),
      requestId: Type.Optional(Id),
      /** What its term renewed by itself has committed. */
      resourceId: Type.Optional(Id),
      source: Type.Optional(OneOf(COMMITMENT_SOURCES)),
      fiscalYear: Type.Optional(FiscalYear),
      month: Type.Optional(Month),
      kind: Type.Optional(OneOf(COMMITMENT_KINDS)),
      /** Approved, but no line pays for it yet. */
      unbudgeted: Type.Optional(Type.Boolean()),
    }),
    response: PageOf(BudgetCommitment),
    access: { action: 'list', noun: 'budget' },
    audit: read,
    reasons: [],
  }),
  actuals: operation({
    id: 'budget.actuals',
    method: 'GET',
    path: '/budget-actuals',
    title: { zh: '预算实际支出明细', en: 'List what was spent of the budget' },
    query: PageQuery(ofActuals),
    response: PageOf(BudgetActual),
    access: { action: 'list', noun: 'budget' },
    audit: read,
    reasons: [],
  }),
  exportActuals: operation({
    id: 'budget.export-actuals',
    method: 'GET',
    path: '/budget-actuals/export',
    title: { zh: '导出预算实际支出', en: 'Export what was spent of the budget' },
    query: Strict({ ...ofActuals, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'list', noun: 'budget' },
    audit: { act: 'budget.export-actuals' },
    reasons: [],
  }),
} as const
