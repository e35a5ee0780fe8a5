/**
 * Statements (服务商账单): what a provider bills for a civil month, line by line; and differences (对账差异), where it does not
 * agree with what was approved, provisioned and measured. Money is whole 分.
 */
import {
  ActionsOf,
  Day,
  Decimal,
  Id,
  Instant,
  Money,
  Nullable,
  OneOf,
  Ref,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { DIMENSIONS } from './catalogue.ts'

export const STATEMENT_STATES = ['received', 'compared', 'agreed', 'superseded'] as const
export type StatementState = (typeof STATEMENT_STATES)[number]

export const DIFFERENCE_KINDS = [
  'unknown-resource',
  'not-approved',
  'never-approved',
  'after-release',
  'not-measured',
  'quantity-over',
  'quantity-under',
  'price-differs',
  'amount-differs',
  'no-price',
  'not-billed',
  'duplicate',
  'rounding',
  'correction-differs',
  'correction-missing',
  'correction-unfounded',
  'credit',
  'tax',
  'purchase',
  'adjustment',
  'no-resource',
] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]
export const DIFFERENCE_STATES = [
  'open',
  'explained',
  'accepted',
  'refused',
  'adjusted',
  'settled',
  'lapsed',
] as const
export type DifferenceState = (typeof DIFFERENCE_STATES)[number]
/** Who has to answer. */
export const DIFFERENCE_OWNERS = ['provider', 'centre', 'department'] as const
export type DifferenceOwner = (typeof DIFFERENCE_OWNERS)[number]
export const DIFFERENCE_ANSWERS = ['accepted', 'explained', 'refused'] as const
export type DifferenceAnswer = (typeof DIFFERENCE_ANSWERS)[number]

/** What an owner is told of its day: it comes, it has passed, and the owner's head knows. */
export const DIFFERENCE_STEPS = ['due-soon', 'overdue', 'escalated'] as const
export type DifferenceStep = (typeof DIFFERENCE_STEPS)[number]
/** Open ones whose day has not come, or has passed. */
export const DIFFERENCE_DUES = ['in-time', 'overdue'] as const
export type DifferenceDue = (typeof DIFFERENCE_DUES)[number]

/** Of all differences of a kind at once: the platform's amounts, or the provider's. */
export const DIFFERENCE_SIDES = ['platform', 'provider'] as const

/** What a line is, as FOCUS 1.2 tells charges apart (ChargeCategory). */
export const LINE_CATEGORIES = ['usage', 'purchase', 'tax', 'credit', 'adjustment'] as const
export type LineCategory = (typeof LINE_CATEGORIES)[number]

/** What can be wrong with a row of a file. */
export const STATEMENT_FAULTS = [
  'resource-missing',
  'item-missing',
  'text-too-long',
  'encoding',
  'cells-missing',
  'cells-beyond',
  'quantity-invalid',
  'quantity-negative',
  'quantity-overprecise',
  'amount-invalid',
  'amount-negative',
  'amount-overprecise',
  'category-unknown',
  'class-unknown',
  'currency-other',
  'month-invalid',
  'month-other',
  'service-month-invalid',
  'service-month-later',
  'service-month-several',
  'total-differs',
] as const
export type StatementFault = (typeof STATEMENT_FAULTS)[number]

/**
 * Up to so many lines a statement is compared within the call that hands it in, compares or agrees it; more behind that call. It is
 * agreed without comparing it again while nothing has changed that its last comparison rests on.
 */
export const STATEMENT_AT_ONCE_MAX = 50_000
/** Parts of a comparison: usage and charges, names, lines, differences, sums, what is kept. */
export const STATEMENT_STEPS = 6

/** As many rows as a statement may have, and as large as its file may be: as it is sent, and unfolded. */
export const STATEMENT_ROWS_MAX = 300_000
export const STATEMENT_BYTES_MAX = 24 * 1024 * 1024
export const STATEMENT_UNFOLDED_BYTES_MAX = 256 * 1024 * 1024

export const StatementMonth = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })
const Count = Type.Integer({ minimum: 0 })
const Said = Strict({ zh: Type.String(), en: Type.String() })
/** Of files that bill finer than the 分. */
const ExactDecimal = Type.String({ pattern: '^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,30})?$' })
const Ledger = Strict({ resources: Count, amount: Money })

/** The four ledgers of a provider's month, as they were when the statement was compared. */
export const StatementLedgers = Strict({
  approved: Ledger,
  provisioned: Ledger,
  measured: Ledger,
  billed: Ledger,
})
export type StatementLedgers = Static<typeof StatementLedgers>

export const StatementKind = Strict({
  kind: OneOf(DIFFERENCE_KINDS),
  count: Count,
  /** Those that are not settled. */
  open: Count,
  /** Billed less the platform's: of all, and of those that are not settled. */
  delta: Money,
  openDelta: Money,
  /** Taken off, of those that are settled. */
  adjusted: Money,
})
export type StatementKind = Static<typeof StatementKind>

const summary = {
  id: Id,
  provider: Ref,
  month: StatementMonth,
  /** Which handing-in of the month it is. */
  number: Type.Integer({ minimum: 1 }),
  state: OneOf(STATEMENT_STATES),
  fileName: Type.String(),
  lines: Count,
  amount: Money,
  handedInAt: Instant,
  handedInBy: Type.String(),
  comparedAt: Nullable(Instant),
  /** Not settled yet: how many, and how much is billed beyond the platform's. */
  openDifferences: Count,
  openDelta: Money,
  /** The day by which owners are asked to answer. */
  dueOn: Nullable(Day),
  isOverdue: Type.Boolean(),
  agreedAmount: Nullable(Money),
  agreedAt: Nullable(Instant),
}
export const StatementSummary = Strict(summary)
export type StatementSummary = Static<typeof StatementSummary>

export const Statement = Strict({
  ...summary,
  /** SM3 over the file. */
  digest: Type.String(),
  /** Of all lines those that correct earlier months. */
  corrections: Strict({ lines: Count, amount: Money }),
  /** Yuan, exactly what the lines add up to; null where that is whole 分, as the amount is. */
  exactAmount: Nullable(ExactDecimal),
  /** Where the file says categories (FOCUS): what the lines of each add up to, exactly, in yuan. */
  categories: Type.Array(Strict({ category: OneOf(LINE_CATEGORIES), lines: Count, amount: ExactDecimal }), {
    maxItems: LINE_CATEGORIES.length,
  }),
  agreedBy: Nullable(Type.String()),
  /** Taken off so far. */
  adjusted: Money,
  ledgers: Nullable(StatementLedgers),
  kinds: Type.Array(StatementKind, { maxItems: DIFFERENCE_KINDS.length }),
  tolerance: Nullable(
    Strict({
      number: Type.Integer(),
      lineFen: Count,
      quantityPermille: Count,
      answerDays: Count,
      source: Type.String(),
      isProductDefault: Type.Boolean(),
    }),
  ),
  /** How many of six parts of a comparison are done, while one is under way. */
  comparing: Nullable(Type.Integer({ minimum: 0, maximum: STATEMENT_STEPS })),
  /** Why the comparison that was asked for last came to nothing; null where none did. It can be asked for again. */
  comparisonFailure: Nullable(Strict({ reason: Type.String(), at: Instant, askedBy: Type.String() })),
  version: Version,
  actions: ActionsOf(['compare', 'agree', 'decide-kind', 'confirm-kind']),
})
export type Statement = Static<typeof Statement>

export const StatementLine = Strict({
  statementId: Id,
  /** The row of the file. */
  no: Type.Integer({ minimum: 1 }),
  /** The earlier month that it corrects; null for the statement's own. */
  serviceMonth: Nullable(StatementMonth),
  /** As the file says (FOCUS); null where it says none. */
  category: Nullable(OneOf(LINE_CATEGORIES)),
  /** Whether the file calls it a correction of what was invoiced before (FOCUS: ChargeClass). */
  isCorrection: Type.Boolean(),
  /** Empty for what is billed for no resource. */
  resourceRef: Type.String(),
  item: Type.String(),
  dimension: Nullable(OneOf(DIMENSIONS)),
  pool: Nullable(Type.String()),
  stretch: Nullable(Type.String()),
  quantity: Nullable(Type.String()),
  unit: Nullable(Type.String()),
  /** Rounded to the 分. */
  amount: Money,
  /** Yuan as the file says, where that is finer. */
  exactAmount: Nullable(ExactDecimal),
})
export type StatementLine = Static<typeof StatementLine>

const difference = {
  id: Id,
  statementId: Id,
  provider: Ref,
  month: StatementMonth,
  /** The earlier month that is corrected; null for the statement's own. */
  serviceMonth: Nullable(StatementMonth),
  kind: OneOf(DIFFERENCE_KINDS),
  state: OneOf(DIFFERENCE_STATES),
  /** As the provider calls it; null where it bills nothing. */
  resourceRef: Nullable(Type.String()),
  /** Null where the platform knows no such thing. */
  resource: Nullable(Ref),
  /** Who holds it. */
  body: Nullable(Ref),
  item: Nullable(Type.String()),
  dimension: Nullable(OneOf(DIMENSIONS)),
  lines: Count,
  firstLine: Nullable(Type.Integer({ minimum: 1 })),
  billed: Money,
  platform: Money,
  /** Billed less the platform's. */
  delta: Money,
  /** What agreed statements of other months have settled of the same correction; null for what is none. */
  settledElsewhere: Nullable(Money),
  /** Units × hours, of what is counted as it flows units; to thousandths. */
  billedHours: Nullable(Decimal),
  platformHours: Nullable(Decimal),
  owner: OneOf(DIFFERENCE_OWNERS),
  ownerBody: Nullable(Ref),
  dueOn: Nullable(Day),
  isOverdue: Type.Boolean(),
  /** What probably lies behind it. */
  suggestion: Said,
  answer: Nullable(Type.String()),
  evidence: Nullable(Type.String()),
  answeredBy: Nullable(Type.String()),
  answeredAt: Nullable(Instant),
  /** Taken off the statement; below nothing where it adds what was not billed. */
  adjusted: Nullable(Money),
  decision: Nullable(Type.String()),
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  settledBy: Nullable(Type.String()),
  settledAt: Nullable(Instant),
  version: Version,
  actions: ActionsOf(['answer', 'decide', 'confirm', 'send-back']),
}
export const StatementDifference = Strict(difference)
export type StatementDifference = Static<typeof StatementDifference>

export const DifferenceDetail = Strict({
  ...difference,
  /** The provider's lines, two hundred at most. */
  billedLines: Type.Array(StatementLine, { maxItems: 200 }),
  /** The platform's charges, two hundred at most. */
  charges: Type.Array(
    Strict({
      billId: Id,
      no: Type.Integer({ minimum: 1 }),
      dimension: OneOf(DIMENSIONS),
      from: Instant,
      to: Instant,
      /** Units × hours, of what is counted as it flows units; to thousandths. */
      hours: Decimal,
      priceVersionName: Nullable(Type.String()),
      amount: Nullable(Money),
    }),
    { maxItems: 200 },
  ),
  /** By which request it was approved; null where it was not, or was taken over from the cloud. */
  request: Nullable(Strict({ id: Id, no: Type.String() })),
  isAdopted: Type.Boolean(),
  /** When its service ended. */
  endedAt: Nullable(Instant),
  /** What its owner was told of the day, for all that it has to answer by then. */
  reminders: Type.Array(Strict({ step: OneOf(DIFFERENCE_STEPS), at: Instant }), { maxItems: 3 }),
})
export type DifferenceDetail = Static<typeof DifferenceDetail>

/** Of an earlier month, statements that are not agreed and differences that are not settled. */
export const StatementMonthCarried = Strict({
  month: StatementMonth,
  /** Days since the month ended. */
  ageDays: Count,
  uncompared: Count,
  unagreed: Count,
  openDifferences: Count,
  openDelta: Money,
})
export type StatementMonthCarried = Static<typeof StatementMonthCarried>

export const StatementDesk = Strict({
  month: StatementMonth,
  /** Whether usage of the month is metered to its end, so that statements can be compared. */
  isMetered: Type.Boolean(),
  items: Type.Array(
    Strict({
      provider: Ref,
      /** Null: nothing was handed in. */
      statement: Nullable(StatementSummary),
      ledgers: Nullable(StatementLedgers),
      kinds: Type.Array(StatementKind, { maxItems: DIFFERENCE_KINDS.length }),
    }),
    { maxItems: 200 },
  ),
})
export type StatementDesk = Static<typeof StatementDesk>

/** What became of a file: a statement, or what is wrong with its rows and nothing else. */
export const StatementHandedIn = Strict({
  statement: Nullable(Statement),
  /** The same file as before: nothing was added. */
  isReplay: Type.Boolean(),
  rows: Count,
  errors: Count,
  /** The first two hundred. */
  faults: Type.Array(
    Strict({
      row: Type.Integer({ minimum: 1 }),
      fault: OneOf(STATEMENT_FAULTS),
      value: Type.String(),
      words: Said,
    }),
    { maxItems: 200 },
  ),
  /** Faulty rows with what is wrong in a column of its own. */
  workbook: Nullable(Strict({ fileName: Type.String(), contentBase64: Type.String() })),
})
export type StatementHandedIn = Static<typeof StatementHandedIn>
