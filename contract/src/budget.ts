/**
 * Budget lines (预算): what a body may spend on the cloud in a fiscal year, by whose money and under which code. An approved request
 * is committed against one, month by month (R274); a line changes by versions with a reason, which a second person approves.
 */
import {
  ActionsOf,
  Day,
  Id,
  Instant,
  Money,
  Nullable,
  OneOf,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

/** 一般公共预算 · 运维经费 · 购买服务经费 · 项目建设经费 · 上云补助 · 其他 (R271: migration is paid from maintenance funds first). */
export const FUND_SOURCES = [
  'general-public',
  'maintenance',
  'service-purchase',
  'project',
  'subsidy',
  'other',
] as const
export type FundSource = (typeof FUND_SOURCES)[number]
/** 云服务 · 迁移上云 · 机房运维 · 网络运维 · 硬件运维. Requests are paid from the first two; the others are reduced (R272). */
export const BUDGET_PURPOSES = ['cloud', 'migration', 'machine-room', 'network', 'hardware'] as const
export type BudgetPurpose = (typeof BUDGET_PURPOSES)[number]
/** 待审 · 生效 · 未同意: a line counts from its first version in force. */
export const BUDGET_STATES = ['proposed', 'active', 'declined'] as const
export type BudgetState = (typeof BUDGET_STATES)[number]
export const BUDGET_VERSION_STATES = ['proposed', 'in-force', 'superseded', 'declined'] as const
export type BudgetVersionState = (typeof BUDGET_VERSION_STATES)[number]
/** 承诺 · 释放 · 转入预算 · 转实际支出: a bill has used it up · 月结释放: its month is closed, and it was not charged. */
export const COMMITMENT_KINDS = ['commit', 'release', 'carry', 'spend', 'close'] as const
export type CommitmentKind = (typeof COMMITMENT_KINDS)[number]
/** 出账 · 更正 · 转入预算. */
export const ACTUAL_KINDS = ['bill', 'correct', 'carry'] as const
export type ActualKind = (typeof ACTUAL_KINDS)[number]

/** 申请 · 自动续期. */
export const COMMITMENT_SOURCES = ['request', 'renewal'] as const
export type CommitmentSource = (typeof COMMITMENT_SOURCES)[number]

/** 账单 · 承诺 · 近三月平均: what the forecast of a month stands on. */
export const FORECAST_BASES = ['billed', 'committed', 'mean'] as const
export type ForecastBasis = (typeof FORECAST_BASES)[number]
/** Where the year ends: what was billed, and of each month to come the larger of what is committed and the mean of the last three bills. */
export const BudgetForecast = Strict({
  amount: Money,
  /** With the smallest and the largest of those bills in place of their mean. */
  low: Money,
  high: Money,
  /** Of how many bills the mean is; 0 while none was sent. */
  bills: Type.Integer({ minimum: 0, maximum: 3 }),
})
export type BudgetForecast = Static<typeof BudgetForecast>

export const FiscalYear = Type.Integer({ minimum: 2000, maximum: 2100 })
const Amount = Strict({
  amountMinor: Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 }),
  currency: OneOf(['CNY']),
})

/** What a line says, as it is entered and changed. */
export const budgetFields = {
  name: ShortText,
  amount: Amount,
  fundSource: OneOf(FUND_SOURCES),
  /** 财政预算编码. */
  budgetCode: ShortText,
  /** 下达文件: name and number. */
  sourceDocument: ShortText,
}
export const BudgetCreate = Strict({
  bodyId: Id,
  /** Only for this system; null for all of the body. */
  systemId: Nullable(Id),
  filingId: Nullable(Id),
  fiscalYear: FiscalYear,
  purpose: OneOf(BUDGET_PURPOSES),
  ...budgetFields,
})
export type BudgetCreate = Static<typeof BudgetCreate>

export const BudgetVersion = Strict({
  number: Type.Integer({ minimum: 1 }),
  ...budgetFields,
  reason: Type.String(),
  state: OneOf(BUDGET_VERSION_STATES),
  proposedBy: Type.String(),
  proposedAt: Instant,
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  comment: Nullable(Type.String()),
})
export type BudgetVersion = Static<typeof BudgetVersion>

const head = {
  id: Id,
  /** YS2026-000012. */
  no: Type.String(),
  name: Type.String(),
  state: OneOf(BUDGET_STATES),
  body: Ref,
  system: Nullable(Ref),
  filing: Nullable(Strict({ id: Id, no: Type.String(), name: Type.String() })),
  fiscalYear: FiscalYear,
  purpose: OneOf(BUDGET_PURPOSES),
  fundSource: OneOf(FUND_SOURCES),
  budgetCode: Type.String(),
  sourceDocument: Type.String(),
  /** In force; of a line that is only proposed, as proposed. */
  amount: Money,
  /** May be spent beyond it, permitted with a reason. */
  permitted: Money,
  /** Approved and not billed yet. */
  committed: Money,
  /** Billed. */
  actual: Money,
  /** Amount and permits less what is billed and what is committed beyond it. */
  rest: Money,
  /** Null for what pays no requests, or is not in force. */
  forecast: Nullable(BudgetForecast),
  /** A version waits for a decision. */
  isPending: Type.Boolean(),
}
export const BudgetSummary = Strict(head)
export type BudgetSummary = Static<typeof BudgetSummary>

export const BUDGET_ACTIONS = ['change', 'accept', 'decline', 'permit'] as const
export const Budget = Strict({
  ...head,
  versions: Type.Array(BudgetVersion, { maxItems: 200 }),
  permits: Type.Array(
    Strict({ amount: Money, reason: Type.String(), document: Type.String(), by: Type.String(), at: Instant }),
    { maxItems: 200 },
  ),
  /** January to December: what is billed of the month and committed beyond it, and what is left after it. */
  months: Type.Array(
    Strict({
      month: Day,
      actual: Money,
      committed: Money,
      left: Money,
      forecast: Money,
      basis: OneOf(FORECAST_BASES),
    }),
    { maxItems: 12 },
  ),
  asOf: Instant,
  version: Version,
  actions: ActionsOf(BUDGET_ACTIONS),
})
export type Budget = Static<typeof Budget>

/** One entry of the ledger: signed, never changed. */
export const BudgetCommitment = Strict({
  id: Id,
  kind: OneOf(COMMITMENT_KINDS),
  /** What was approved; null where a term renewed by itself. */
  request: Nullable(Strict({ id: Id, no: Type.String(), line: Type.Integer({ minimum: 1 }) })),
  /** Which renewal of the term of which resource. */
  renewal: Nullable(Strict({ resource: Ref, number: Type.Integer({ minimum: 1 }) })),
  body: Ref,
  system: Ref,
  fiscalYear: FiscalYear,
  /** First day of the month that it is for. */
  month: Day,
  amount: Money,
  budget: Nullable(Strict({ id: Id, no: Type.String(), name: Type.String() })),
  /** Which used it up, or freed the rest of its month when it was closed. */
  bill: Nullable(Strict({ id: Id })),
  note: Type.String(),
  at: Instant,
})
export type BudgetCommitment = Static<typeof BudgetCommitment>

/** One entry of what was spent: signed, never changed. Those of a bill add up to the bill. */
export const BudgetActual = Strict({
  id: Id,
  kind: OneOf(ACTUAL_KINDS),
  bill: Strict({ id: Id }),
  /** Whose order it is for; null where nothing was ordered. */
  request: Nullable(Strict({ id: Id, no: Type.String() })),
  body: Ref,
  system: Ref,
  fiscalYear: FiscalYear,
  /** First day of the month that was billed. */
  month: Day,
  amount: Money,
  /** Null: no line pays for it. */
  budget: Nullable(Strict({ id: Id, no: Type.String(), name: Type.String() })),
  note: Type.String(),
  at: Instant,
})
export type BudgetActual = Static<typeof BudgetActual>

export const budgetReasons = {
  'budget.body_not_found': {
    kind: 'precondition',
    zh: '没有找到预算单位，或该单位已撤销、不使用云资源。',
    en: 'The body was not found, is closed, or uses no cloud.',
  },
  'budget.system_not_found': {
    kind: 'precondition',
    zh: '所选信息系统不属于该预算单位及其下级单位。',
    en: 'The system is not one of the body or of those below it.',
  },
  'budget.filing_not_found': {
    kind: 'precondition',
    zh: '没有找到对应的项目申报，或它不属于该单位、未获同意。',
    en: 'The project was not found, belongs to another body, or is not accepted.',
  },
  'budget.pending': {
    kind: 'conflict',
    zh: '该预算已有一项待审的调整，请先办结。',
    en: 'A change of this line waits for a decision: decide on it first.',
  },
  'budget.not_pending': {
    kind: 'conflict',
    zh: '该预算没有待审的内容。',
    en: 'Nothing of this line waits for a decision.',
  },
  'budget.own_proposal': {
    kind: 'precondition',
    zh: '预算的编制和审核须由两人分别办理，请由他人审核。',
    en: 'A line is proposed and approved by two people: somebody else decides.',
  },
  'budget.not_active': {
    kind: 'conflict',
    zh: '预算尚未生效，不能办理超预算许可。',
    en: 'The line is not in force: nothing beyond it can be permitted.',
  },
  'budget.rest_too_small': {
    kind: 'precondition',
    zh: '{year} 年度预算余额不足：本次需 {asked} 元，余额 {rest} 元。请调整预算，或由云管理机构办理超预算许可后再批准。',
    en: 'The budget of {year} does not suffice: {asked} yuan are needed, {rest} are left. Change the budget, or have the cloud authority permit more, then approve.',
  },
  'budget.none_in_force': {
    kind: 'precondition',
    zh: '{year} 年度没有生效的预算可以列支。请先编制预算并经审核，再批准。',
    en: 'No budget of {year} is in force to pay for this. Enter one and have it approved first.',
  },
} as const satisfies Record<string, Reason>
