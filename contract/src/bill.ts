/**
 * Bills (账单): what a body pays for a civil month, charge by charge, each with the price clause it follows from (R276, R277,
 * R279). Money is whole 分; quantities are units × seconds, exact.
 */
import {
  ActionsOf,
  Code,
  Day,
  Decimal,
  Id,
  IdParams,
  Instant,
  Money,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  Ref,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { DIMENSIONS } from './catalogue.ts'

export const BILL_STATES = ['draft', 'sent', 'disputed', 'confirmed', 'closed'] as const
export type BillState = (typeof BILL_STATES)[number]
/** Of the month, corrections of what was billed before, and what is paid once at delivery. */
export const CHARGE_CATEGORIES = ['usage', 'adjustment', 'once'] as const
export type ChargeCategory = (typeof CHARGE_CATEGORIES)[number]
/** Why something that was held has no price: no order, no prices in force, none for it, or one that is paid once only. */
const UNPRICED = ['no-order', 'no-price', 'no-clause', 'once-only'] as const
export type Unpriced = (typeof UNPRICED)[number]
export const DISPUTE_OUTCOMES = ['upheld', 'rejected'] as const

export const BillMonth = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })
const Count = Type.Integer({ minimum: 0 })
export const BillWords = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
const Said = Strict({ zh: Type.String(), en: Type.String() })

const summary = {
  id: Id,
  body: Ref,
  month: BillMonth,
  state: OneOf(BILL_STATES),
  /** Of everything that has a price. */
  amount: Money,
  charges: Count,
  /** Charges without a price: not in the amount. */
  unpriced: Count,
  /** Disputes that wait for an answer. */
  openDisputes: Count,
  /** Reminders that the body was sent after its day. */
  reminders: Count,
  /** Somebody asks to close it without the body's confirmation, and another person decides. */
  isClosingProposed: Type.Boolean(),
  /** Closed although the body never answered: silence is no consent, and it may still dispute. */
  isUnconfirmed: Type.Boolean(),
  /** The day by which the body is asked to answer. Silence is a reminder, not consent. */
  dueOn: Nullable(Day),
  isOverdue: Type.Boolean(),
  ratedAt: Instant,
  sentAt: Nullable(Instant),
  confirmedAt: Nullable(Instant),
  closedAt: Nullable(Instant),
}
export const BillSummary = Strict(summary)
export type BillSummary = Static<typeof BillSummary>

const BILL_ACTIONS = ['rate', 'send', 'confirm', 'close', 'propose', 'decline', 'approve'] as const

/** Why and on what evidence a bill is to be closed without confirmation, and who asks for it. */
const BillClosing = Strict({
  reason: Type.String(),
  evidence: Type.String(),
  by: Type.String(),
  at: Instant,
})

/** Why it was sent without the charges that have no price, and who said so. */
const WithoutUnpriced = Strict({ reason: Type.String(), by: Type.String() })

export const Bill = Strict({
  ...summary,
  confirmedBy: Nullable(Type.String()),
  closedBy: Nullable(Type.String()),
  closing: Nullable(BillClosing),
  withoutUnpriced: Nullable(WithoutUnpriced),
  /** After how many reminders it may be closed without confirmation. */
  remindersNeeded: Count,
  /** Within how many working days its body answers, and whether that is the product's own figure. */
  answer: Strict({ workingDays: Count, isProductDefault: Type.Boolean() }),
  /** SM3 over all charges in their order. */
  digest: Type.String(),
  disputes: Count,
  /** Whether some of it follows prices that are the product's own proposal. */
  hasDefaultPrices: Type.Boolean(),
  /** The dearest first; two hundred at most. */
  systems: Type.Array(Strict({ system: Ref, amount: Money, charges: Count, unpriced: Count }), {
    maxItems: 200,
  }),
  version: Version,
  actions: ActionsOf(BILL_ACTIONS),
})
export type Bill = Static<typeof Bill>

const ChargeDispute = Strict({
  reason: Type.String(),
  raisedBy: Type.String(),
  raisedAt: Instant,
  outcome: Nullable(OneOf(DISPUTE_OUTCOMES)),
  answer: Nullable(Type.String()),
  /** Given back, where it was upheld: a charge of its own, below nothing. */
  credit: Nullable(Money),
  answeredBy: Nullable(Type.String()),
  answeredAt: Nullable(Instant),
})

const CHARGE_ACTIONS = ['dispute', 'answer'] as const
export const Charge = Strict({
  no: Type.Integer({ minimum: 1 }),
  category: OneOf(CHARGE_CATEGORIES),
  system: Ref,
  resource: Ref,
  provider: Ref,
  offeringCode: Nullable(Code),
  planCode: Nullable(Code),
  dimension: OneOf(DIMENSIONS),
  /** The stretch in which one price clause applied. */
  from: Instant,
  to: Instant,
  /** Units × seconds, of what is counted as it flows units; below nothing where a correction takes back. */
  serving: Decimal,
  stopped: Decimal,
  unseen: Decimal,
  price: Nullable(
    Strict({
      versionId: Id,
      versionName: Type.String(),
      /** Document and clause. */
      source: Type.String(),
      isProductDefault: Type.Boolean(),
      /** Yuan per unit and month, by tiers. */
      tiers: Type.Array(Strict({ upTo: Nullable(Type.String()), unitPrice: Decimal }), { maxItems: 10 }),
      /** The prices are those of a package (套餐), per package and month: the charge is for it, or of what is in it. */
      isPackage: Type.Boolean(),
      /** Discount by the term of the order. */
      factor: Decimal,
    }),
  ),
  amount: Nullable(Money),
  unpriced: Nullable(OneOf(UNPRICED)),
  /** The charge that money is given back for: of this bill, or of an earlier one that was closed without confirmation. */
  disputedNo: Nullable(Type.Integer({ minimum: 1 })),
  disputedBill: Nullable(Strict({ id: Id, month: BillMonth })),
  dispute: Nullable(ChargeDispute),
  actions: ActionsOf(CHARGE_ACTIONS),
})
export type Charge = Static<typeof Charge>

export const ChargeExplanation = Strict({
  charge: Charge,
  /** From which usage, by which clause, with which arithmetic: in their order. */
  sentences: Type.Array(Said, { maxItems: 20 }),
  /** What the resource was meanwhile, and what of the amount lies on it; null where it cannot be told apart. */
  stretches: Nullable(
    Type.Array(
      Strict({
        from: Instant,
        until: Instant,
        holding: OneOf(['serving', 'stopped', 'unseen']),
        /** Units held. */
        amount: Decimal,
        seconds: Count,
        /** What counts of it: the same, or its seconds of natural days that count, and of the day it was opened on those before. */
        countedSeconds: Count,
        cost: Nullable(Money),
      }),
      { maxItems: 500 },
    ),
  ),
})
export type ChargeExplanation = Static<typeof ChargeExplanation>

export const billFilters = {
  month: Type.Optional(BillMonth),
  bodyId: Type.Optional(Id),
  state: Type.Optional(OneOf(BILL_STATES)),
  /** With charges that have no price. */
  unpriced: Type.Optional(Type.Boolean()),
  /** Proposed to be closed without confirmation, not decided yet. */
  closingProposed: Type.Optional(Type.Boolean()),
  /** With objections that wait for an answer. */
  disputeOpen: Type.Optional(Type.Boolean()),
  /** Sent, and it is the body's turn: never answered, or all that it objected to was. */
  waiting: Type.Optional(Type.Boolean()),
}
const chargeFilters = {
  systemId: Type.Optional(Id),
  offeringCode: Type.Optional(Code),
  poolId: Type.Optional(Id),
  providerBodyId: Type.Optional(Id),
  dimension: Type.Optional(OneOf(DIMENSIONS)),
  category: Type.Optional(OneOf(CHARGE_CATEGORIES)),
  unpriced: Type.Optional(Type.Boolean()),
  disputed: Type.Optional(Type.Boolean()),
  /** The number of a project approval, or `none`: as spending is narrowed. */
  project: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]+$' })),
  /** What disputes have given back. */
  credit: Type.Optional(Type.Boolean()),
}
const language = Type.Optional(OneOf(['zh', 'en']))
const read = { none: 'read' } as const

export const billReadOperations = {
  list: operation({
    id: 'bill.list',
    method: 'GET',
    path: '/bills',
    title: { zh: '账单列表', en: 'List bills' },
    query: PageQuery(billFilters),
    response: PageOf(BillSummary),
    access: { action: 'list', noun: 'bill' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'bill.export',
    method: 'GET',
    path: '/bills/export',
    title: { zh: '导出账单列表', en: 'Export bills' },
    query: Strict({ ...billFilters, language }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'list', noun: 'bill' },
    audit: { act: 'bill.export' },
    reasons: [],
  }),
  get: operation({
    id: 'bill.get',
    method: 'GET',
    path: '/bills/{id}',
    title: { zh: '查看账单', en: 'Get a bill' },
    params: IdParams,
    response: Bill,
    access: { action: 'view', noun: 'bill' },
    audit: read,
    reasons: [],
  }),
  charges: operation({
    id: 'bill.charges',
    method: 'GET',
    path: '/bills/{id}/charges',
    title: { zh: '账单明细', en: 'List charges of a bill' },
    params: IdParams,
    query: PageQuery(chargeFilters),
    response: PageOf(Charge),
    access: { action: 'view', noun: 'bill' },
    audit: read,
    reasons: [],
  }),
  exportCharges: operation({
    id: 'bill.export-charges',
    method: 'GET',
    path: '/bills/{id}/charges/export',
    title: { zh: '导出账单明细', en: 'Export charges of a bill' },
    params: IdParams,
    query: Strict({ ...chargeFilters, language }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'view', noun: 'bill' },
    audit: { act: 'bill.export-charges' },
    reasons: [],
  }),
  focus: operation({
    id: 'bill.focus',
    method: 'GET',
    path: '/bills/{id}/focus',
    title: { zh: '导出 FOCUS 1.2 账单', en: 'Export a bill as FOCUS 1.2' },
    params: IdParams,
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'view', noun: 'bill' },
    audit: { act: 'bill.focus' },
    reasons: [],
  }),
  focusMonth: operation({
    id: 'bill.export-focus',
    method: 'GET',
    path: '/bills/focus',
    title: { zh: '按月导出 FOCUS 1.2', en: 'Export a month as FOCUS 1.2' },
    /** All bills in sight; of one provider; of what a contract is about. */
    query: Strict({
      month: BillMonth,
      providerBodyId: Type.Optional(Id),
      contractId: Type.Optional(Id),
      language,
    }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'list', noun: 'bill' },
    audit: { act: 'bill.export-focus' },
    reasons: ['bill.focus_contract', 'bill.focus_too_long'],
  }),
  explain: operation({
    id: 'bill.explain-charge',
    method: 'GET',
    path: '/bills/{id}/charges/{no}',
    title: { zh: '费用说明', en: 'Explain a charge' },
    params: Strict({ id: Id, no: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }) }),
    response: ChargeExplanation,
    access: { action: 'view', noun: 'bill' },
    audit: read,
    reasons: [],
  }),
} as const
