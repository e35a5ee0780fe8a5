/** What a contract costs at most, on which basis, at which nodes it is paid (R299), and what of it is spent. In versions. */
import {
  ActionsOf,
  Day,
  Id,
  IdParams,
  Instant,
  Money,
  Nullable,
  OneOf,
  operation,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { PriceDifference } from './price.ts'
import type { Reason } from './reasons.ts'

const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
export const PositiveMoney = Strict({
  amountMinor: Type.Integer({ minimum: 1, maximum: 9_000_000_000_000 }),
  currency: OneOf(['CNY']),
})
const PAYMENT_NODES_MAX = 20

/** 付款节点: of the ceiling a share in percent, or an amount; neither where it is paid as it is settled. */
export const PaymentNode = Strict({
  no: Type.Integer({ minimum: 1, maximum: PAYMENT_NODES_MAX }),
  name: ShortText,
  condition: ShortText,
  share: Nullable(Type.Integer({ minimum: 1, maximum: 100 })),
  amount: Nullable(PositiveMoney),
  dueOn: Nullable(Day),
})
export type PaymentNode = Static<typeof PaymentNode>

/** 按约定比例结算: of the provider’s agreed months this part is settled under the contract; null: what its resources cost. */
const settledPercent = Nullable(Type.Integer({ minimum: 1, maximum: 100 }))
const fields = {
  /** Null: the contract names none. */
  ceiling: Nullable(PositiveMoney),
  warnPercent: Type.Integer({ minimum: 1, maximum: 99 }),
  /** 计价依据: which price list, which discount. */
  priceBasis: ShortText,
  nodes: Type.Array(PaymentNode, { maxItems: PAYMENT_NODES_MAX }),
  document: ShortText,
  reason: Words,
}
export const ContractTerms = Strict({
  number: Type.Integer({ minimum: 1 }),
  ...fields,
  settledPercent,
  /** The published list that was agreed; null where the terms name none. */
  price: Nullable(Strict({ id: Id, name: Type.String(), effectiveFrom: Day, effectiveTo: Nullable(Day) })),
  enteredBy: Type.String(),
  enteredAt: Instant,
})
export type ContractTerms = Static<typeof ContractTerms>

/** The list that the terms in force agreed on beside the one that counts today for the provider. */
export const AgreedPrice = Strict({
  agreed: Nullable(Strict({ id: Id, name: Type.String() })),
  inForce: Nullable(Strict({ id: Id, name: Type.String() })),
  /** From what was agreed to what counts; null where it is the same version, or one of the two is missing. */
  difference: Nullable(PriceDifference),
})
export type AgreedPrice = Static<typeof AgreedPrice>

/** 超合同上限许可: so much may be applied for beyond the ceiling until it is raised. It pays nothing. */
export const ContractPermit = Strict({
  amount: Money,
  reason: Type.String(),
  document: Type.String(),
  by: Type.String(),
  at: Instant,
})
export type ContractPermit = Static<typeof ContractPermit>

/** All versions of one contract, the latest first. */
export const ContractTermsBook = Strict({
  contractId: Id,
  /** Of the contract. */
  version: Version,
  items: Type.Array(ContractTerms, { maxItems: 200 }),
  /** The latest first. */
  permits: Type.Array(ContractPermit, { maxItems: 200 }),
  actions: ActionsOf(['set', 'permit']),
})
export type ContractTermsBook = Static<typeof ContractTermsBook>

const ContractPayment = Strict({
  id: Id,
  settlement: Nullable(Strict({ id: Id, no: Type.String() })),
  nodeNo: Type.Integer({ minimum: 1 }),
  nodeName: Type.String(),
  paidOn: Day,
  amount: Money,
  voucherNo: Type.String(),
  note: Type.String(),
  enteredBy: Type.String(),
})
export type ContractPayment = Static<typeof ContractPayment>

export const ContractSpending = Strict({
  contractId: Id,
  /** In force; null before any were entered. */
  terms: Nullable(ContractTerms),
  /** Settled quarters as settled, other months as billed. */
  spent: Money,
  /** Ceiling less what is spent; null without a ceiling. */
  remaining: Nullable(Money),
  /** What may be applied for beyond the ceiling. */
  permitted: Money,
  /** Approved and not billed yet. */
  committed: Money,
  /** Ceiling and permits less what is spent and committed: what applications still find; null without a ceiling. */
  free: Nullable(Money),
  /** Whole percent of the ceiling, cut off. */
  spentPercent: Nullable(Type.Integer({ minimum: 0 })),
  level: OneOf(['none', 'fine', 'warn', 'reached']),
  paid: Money,
  /** From the mean of the last months: when the ceiling is reached; null where it is not within the contract’s term. */
  forecast: Nullable(
    Strict({ monthly: Money, months: Type.Integer({ minimum: 1 }), reachedIn: Nullable(Type.String()) }),
  ),
  months: Type.Array(
    Strict({
      /** `2026-11` */
      month: Type.String(),
      charged: Money,
      /** Part of a quarter whose sheet is approved. */
      isSettled: Type.Boolean(),
      /** All months up to this one, as charged. */
      cumulated: Money,
    }),
    { maxItems: 120 },
  ),
  nodes: Type.Array(
    Strict({ node: PaymentNode, planned: Nullable(Money), paid: Money, isOverdue: Type.Boolean() }),
    { maxItems: PAYMENT_NODES_MAX },
  ),
  payments: Type.Array(ContractPayment, { maxItems: 200 }),
  asOf: Instant,
  actions: ActionsOf(['prepay']),
})
export type ContractSpending = Static<typeof ContractSpending>

export const PaymentCreate = Strict({
  nodeNo: Type.Integer({ minimum: 1, maximum: PAYMENT_NODES_MAX }),
  paidOn: Day,
  amount: PositiveMoney,
  voucherNo: ShortText,
  note: Type.String({ maxLength: 1000 }),
})
export type PaymentCreate = Static<typeof PaymentCreate>

export const contractTermsReasons = {
  'contract-terms.nodes': {
    kind: 'invalid',
    zh: '付款节点须按 1、2、3 连续编号；每个节点的比例和金额至多填一项，比例合计不超过 100%，填比例须有合同上限。',
    en: 'Payment nodes are numbered 1, 2, 3 …; each names a share or an amount, not both; shares add up to 100 % at most and need a ceiling.',
  },
  'contract-terms.price_not_found': {
    kind: 'precondition',
    zh: '没有找到这份价目，或它尚未发布、已撤回。请选择已发布的价目版本，或不选。',
    en: 'The price list was not found, is not published, or was withdrawn. Choose a published version, or none.',
  },
  'contract-terms.price_of_other': {
    kind: 'precondition',
    zh: '这份价目属于其他服务商，不能作为本合同的约定价目。请选择签约服务商的价目或通用价目。',
    en: 'The price list is of another provider. Choose one of the provider of this contract, or a general one.',
  },
  'contract-terms.price_outside': {
    kind: 'precondition',
    zh: '这份价目的有效期（{from} 起{until}）不在合同期（{startsOn} 至 {endsOn}）内。请选择合同期内有效的价目版本。',
    en: 'The price list (from {from}{until}) does not count within the term of the contract ({startsOn} to {endsOn}). Choose a version that does.',
  },
  'contract-terms.below_paid': {
    kind: 'precondition',
    zh: '合同上限不能低于已支付的金额 {paid} 元。',
    en: 'The ceiling cannot be below what is paid already, {paid} yuan.',
  },
  'contract-terms.percent_beyond': {
    kind: 'precondition',
    zh: '同一服务商同期各合同约定的结算比例合计不能超过 100%，本合同同期至多 {rest}%。请先在价款条款中调整各合同的比例；不按比例结算的合同请留空，按资源归属结算。',
    en: 'The parts that contracts of one provider name for the same time are 100 % at most together: in its term this one {rest} % at most. Change the parts in the terms first; leave it empty where a contract is settled by its resources.',
  },
  'contract-terms.missing': {
    kind: 'precondition',
    zh: '合同还没有登记上限和付款节点，付款须对应节点。请先在合同页登记价款条款。',
    en: 'The contract has no terms yet, and a payment belongs to one of its nodes. Enter the terms on the contract’s page first.',
  },
  'contract-terms.no_ceiling': {
    kind: 'precondition',
    zh: '合同没有登记上限，不需要许可。',
    en: 'The contract names no ceiling: nothing needs to be permitted.',
  },
  'contract-terms.node_not_found': {
    kind: 'invalid',
    zh: '合同现行条款中没有这个付款节点。',
    en: 'The terms in force have no such payment node.',
  },
  'contract-terms.beyond_ceiling': {
    kind: 'precondition',
    zh: '付款后合计将超过合同上限，至多还可支付 {rest} 元。需要提高上限的，请先登记补充协议。',
    en: 'With this payment the contract’s ceiling would be passed; at most {rest} yuan can still be paid. To raise the ceiling, enter the supplement first.',
  },
  'contract-terms.voucher_taken': {
    kind: 'conflict',
    zh: '这个合同下已有同号的付款凭证，请核对，避免重复登记。',
    en: 'A payment with this voucher number is entered for the contract already: check that it is not entered twice.',
  },
  'contract-terms.paid_on': {
    kind: 'invalid',
    zh: '付款日期不能晚于今天。',
    en: 'A payment is entered once it is made: its day is not after today.',
  },
} as const satisfies Record<string, Reason>

export const PAYMENT_REASONS = [
  'contract-terms.missing',
  'contract-terms.node_not_found',
  'contract-terms.beyond_ceiling',
  'contract-terms.voucher_taken',
  'contract-terms.paid_on',
] as const

const read = { none: 'read' } as const
export const contractTermsOperations = {
  list: operation({
    id: 'contract-terms.list',
    method: 'GET',
    path: '/service-contracts/{id}/terms',
    title: { zh: '合同价款条款', en: 'Terms of a contract' },
    params: IdParams,
    response: ContractTermsBook,
    access: { action: 'view', noun: 'service-contract' },
    audit: read,
    reasons: [],
  }),
  price: operation({
    id: 'contract-terms.price',
    method: 'GET',
    path: '/service-contracts/{id}/agreed-price',
    title: { zh: '合同约定价目与现行价目', en: 'The agreed price list beside the one in force' },
    params: IdParams,
    response: AgreedPrice,
    access: { action: 'view', noun: 'service-contract' },
    audit: read,
    reasons: [],
  }),
  set: operation({
    id: 'contract-terms.set',
    method: 'POST',
    path: '/service-contracts/{id}/terms',
    title: { zh: '登记合同价款条款', en: 'Enter terms of a contract' },
    params: IdParams,
    body: Strict({
      version: Version,
      ...fields,
      /** A published list of the provider of the contract, or a general one; left out: none. */
      priceVersionId: Type.Optional(Nullable(Id)),
      /** Left out: by its resources. */
      settledPercent: Type.Optional(settledPercent),
    }),
    response: ContractTermsBook,
    access: { action: 'modify', noun: 'service-contract' },
    audit: { act: 'contract-terms.set' },
    idempotent: true,
    reasons: [
      'service-contract.over',
      'contract-terms.nodes',
      'contract-terms.below_paid',
      'contract-terms.price_not_found',
      'contract-terms.price_of_other',
      'contract-terms.price_outside',
      'contract-terms.percent_beyond',
    ],
  }),
  permit: operation({
    id: 'contract-terms.permit',
    method: 'POST',
    path: '/service-contracts/{id}/permits',
    title: { zh: '超合同上限许可', en: 'Permit more than the ceiling of a contract' },
    params: IdParams,
    body: Strict({ version: Version, amount: PositiveMoney, reason: Words, document: ShortText }),
    response: ContractTermsBook,
    status: 201,
    access: { action: 'approve', noun: 'service-contract' },
    audit: { act: 'contract-terms.permit' },
    idempotent: true,
    reasons: ['service-contract.over', 'contract-terms.no_ceiling'],
  }),
  spending: operation({
    id: 'contract-terms.spending',
    method: 'GET',
    path: '/service-contracts/{id}/spending',
    title: { zh: '合同执行情况', en: 'What of a contract is spent and paid' },
    params: IdParams,
    response: ContractSpending,
    access: { action: 'view', noun: 'service-contract' },
    audit: read,
    reasons: [],
  }),
  prepay: operation({
    id: 'contract-terms.prepay',
    method: 'POST',
    path: '/service-contracts/{id}/payments',
    title: { zh: '登记预付款', en: 'Enter a payment in advance' },
    params: IdParams,
    body: PaymentCreate,
    response: ContractSpending,
    status: 201,
    access: { action: 'modify', noun: 'settlement' },
    audit: { act: 'contract-terms.prepay' },
    idempotent: true,
    reasons: [...PAYMENT_REASONS],
  }),
} as const
