/** Settlement sheets (结算单): what a contract’s quarter comes to, line by line, and what was paid on it (R299). */
import { actsOn } from './act.ts'
import { Quarter } from './assessment.ts'
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
  PageOf,
  PageQuery,
  Ref,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { PAYMENT_REASONS, PaymentCreate, PaymentNode } from './contract-terms.ts'
import type { Reason } from './reasons.ts'

const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

/** 草稿 · 待服务商确认 · 服务商有异议 · 服务商已确认 · 已批准 · 已付清. */
export const SETTLEMENT_STATES = ['draft', 'sent', 'objected', 'confirmed', 'approved', 'paid'] as const
export type SettlementState = (typeof SETTLEMENT_STATES)[number]
/** 计费金额 · 考核系数 · SLA 扣减 · 往期 SLA 扣减 · 上期结转 · 抵扣预付. */
export const SETTLEMENT_LINE_KINDS = [
  'base',
  'factor',
  'sla-credit',
  'late-credit',
  'carried',
  'earlier',
] as const
export type SettlementLineKind = (typeof SETTLEMENT_LINE_KINDS)[number]
/** What stands in the way of sending a sheet: each is a reason code. */
export const SETTLEMENT_OPEN_POINTS = [
  'settlement.month_open',
  'settlement.assessment_missing',
  'settlement.events_open',
] as const
export type SettlementOpenPoint = (typeof SETTLEMENT_OPEN_POINTS)[number]

export const SettlementLine = Strict({
  no: Type.Integer({ minimum: 1 }),
  kind: OneOf(SETTLEMENT_LINE_KINDS),
  /** `2026-09` */
  month: Nullable(Type.String()),
  /** What is taken off is below nothing. */
  amount: Money,
  /** From what, by which rule and version, with which arithmetic. */
  said: Strict({ zh: Type.String(), en: Type.String() }),
  statementId: Nullable(Id),
  rulesId: Nullable(Id),
  assessmentId: Nullable(Id),
  paymentId: Nullable(Id),
  earlierId: Nullable(Id),
  eventIds: Type.Array(Id, { maxItems: 200 }),
})
export type SettlementLine = Static<typeof SettlementLine>

const head = {
  id: Id,
  no: Type.String(),
  contract: Strict({ id: Id, no: Type.String(), name: Type.String() }),
  body: Ref,
  provider: Ref,
  quarter: Quarter,
  state: OneOf(SETTLEMENT_STATES),
  /** What the quarter comes to: charges by factor, less credits. */
  due: Money,
  /** Less what was paid in advance or carried over: what is to be paid. */
  payable: Money,
  paid: Money,
}
export const SettlementSummary = Strict(head)
export type SettlementSummary = Static<typeof SettlementSummary>

const SETTLEMENT_ACTIONS = ['recalculate', 'send', 'confirm', 'object', 'approve', 'pay'] as const
export const Settlement = Strict({
  ...head,
  lines: Type.Array(SettlementLine, { maxItems: 2000 }),
  openPoints: Type.Array(OneOf(SETTLEMENT_OPEN_POINTS), { maxItems: 3 }),
  /** Of the contract’s terms in force: what a payment may belong to. */
  nodes: Type.Array(PaymentNode, { maxItems: 20 }),
  payments: Type.Array(
    Strict({
      id: Id,
      nodeName: Type.String(),
      paidOn: Day,
      amount: Money,
      voucherNo: Type.String(),
      note: Type.String(),
      enteredBy: Type.String(),
    }),
    { maxItems: 200 },
  ),
  calculatedAt: Instant,
  drawnUpBy: Type.String(),
  sentBy: Nullable(Type.String()),
  sentAt: Nullable(Instant),
  answeredBy: Nullable(Type.String()),
  answeredAt: Nullable(Instant),
  objection: Nullable(Type.String()),
  approvedBy: Nullable(Type.String()),
  approvedAt: Nullable(Instant),
  comment: Nullable(Type.String()),
  version: Version,
  actions: ActionsOf(SETTLEMENT_ACTIONS),
})
export type Settlement = Static<typeof Settlement>

export const settlementReasons = {
  'settlement.contract_not_found': {
    kind: 'precondition',
    zh: '没有找到合同，或它不是与平台内服务商签订的。',
    en: 'The contract was not found, or is not with a provider of the platform.',
  },
  'settlement.quarter_open': {
    kind: 'precondition',
    zh: '季度还没有结束，结束后才能结算。',
    en: 'The quarter is not over yet; it is settled after its end.',
  },
  'settlement.outside_term': {
    kind: 'precondition',
    zh: '这个季度不在合同期内。',
    en: 'The quarter lies outside the contract’s term.',
  },
  'settlement.taken': {
    kind: 'conflict',
    zh: '这个合同该季度已有结算单。',
    en: 'The contract has a sheet of that quarter already.',
  },
  'settlement.month_open': {
    kind: 'precondition',
    zh: '还有月份的金额没有定下来：对账单未双方确认，或账单未结账。定下来后重新计算。',
    en: 'The amount of a month is not final: its statement is not agreed, or its bills are not closed. Calculate again after that.',
  },
  'settlement.assessment_missing': {
    kind: 'precondition',
    zh: '服务商该季度的考核结果还没有确认，系数定不下来。',
    en: 'The provider’s assessment of the quarter is not confirmed, so that there is no factor yet.',
  },
  'settlement.events_open': {
    kind: 'precondition',
    zh: '该季度还有待确认的 SLA 事件，请先确认或驳回，再重新计算。',
    en: 'SLA events of the quarter wait to be confirmed or declined. Decide on them, then calculate again.',
  },
  'settlement.stale': {
    kind: 'precondition',
    zh: '计算之后依据有变化，金额已不同。请重新计算，核对后再发送。',
    en: 'What the sheet rests on has changed since it was calculated. Calculate it again, look through it, then send it.',
  },
  'settlement.not_draft': {
    kind: 'conflict',
    zh: '批准后的结算单不再重新计算；只有草稿可以发送。',
    en: 'A sheet that was approved is not calculated again; only a draft is sent.',
  },
  'settlement.not_sent': {
    kind: 'conflict',
    zh: '只有待服务商确认的结算单可以确认或提出异议。',
    en: 'Only a sheet that waits for the provider is confirmed or objected to.',
  },
  'settlement.not_confirmed': {
    kind: 'precondition',
    zh: '服务商确认后才能批准。',
    en: 'A sheet is approved after the provider has confirmed it.',
  },
  'settlement.second_person': {
    kind: 'forbidden',
    zh: '编制人和发送人不能批准同一张结算单，请由另一人批准。',
    en: 'Whoever drew it up or sent it does not approve it: another person does.',
  },
  'settlement.not_approved': {
    kind: 'precondition',
    zh: '批准后、付清前才能登记付款；应付金额不大于零的无须付款。',
    en: 'Payments are entered once it is approved and before it is paid in full; where nothing is payable, none is.',
  },
  'settlement.beyond_payable': {
    kind: 'precondition',
    zh: '付款超过结算单的未付金额，至多 {rest} 元。',
    en: 'The payment is more than what is left of the sheet, {rest} yuan.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const filters = {
  quarter: Type.Optional(Quarter),
  state: Type.Optional(OneOf(SETTLEMENT_STATES)),
  providerBodyId: Type.Optional(Id),
  contractId: Type.Optional(Id),
}
const language = Type.Optional(OneOf(['zh', 'en']))
const act = actsOn({
  noun: 'settlement',
  path: '/settlements',
  response: Settlement,
  action: 'modify',
  reasons: [],
})

export const settlementOperations = {
  list: operation({
    id: 'settlement.list',
    method: 'GET',
    path: '/settlements',
    title: { zh: '结算单列表', en: 'List settlement sheets' },
    query: PageQuery(filters),
    response: PageOf(SettlementSummary),
    access: { action: 'list', noun: 'settlement' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'settlement.export',
    method: 'GET',
    path: '/settlements/export',
    title: { zh: '导出结算单列表', en: 'Export settlement sheets' },
    query: Strict({ ...filters, language }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'list', noun: 'settlement' },
    audit: { act: 'settlement.export' },
    reasons: [],
  }),
  get: operation({
    id: 'settlement.get',
    method: 'GET',
    path: '/settlements/{id}',
    title: { zh: '查看结算单', en: 'Get a settlement sheet' },
    params: IdParams,
    response: Settlement,
    access: { action: 'view', noun: 'settlement' },
    audit: read,
    reasons: [],
  }),
  exportSheet: operation({
    id: 'settlement.export-sheet',
    method: 'GET',
    path: '/settlements/{id}/export',
    title: { zh: '导出结算单', en: 'Export a settlement sheet' },
    params: IdParams,
    query: Strict({ language }),
    response: Type.Null(),
    stream: 'file',
    issued: true,
    access: { action: 'view', noun: 'settlement' },
    audit: { act: 'settlement.export-sheet' },
    reasons: [],
  }),
  create: operation({
    id: 'settlement.create',
    method: 'POST',
    path: '/settlements',
    title: { zh: '编制结算单', en: 'Draw up a settlement sheet' },
    body: Strict({ contractId: Id, quarter: Quarter }),
    response: Settlement,
    status: 201,
    access: { action: 'create', noun: 'settlement' },
    audit: { act: 'settlement.create' },
    idempotent: true,
    reasons: [
      'settlement.contract_not_found',
      'settlement.quarter_open',
      'settlement.outside_term',
      'settlement.taken',
    ],
  }),
  recalculate: act('recalculate', { zh: '重新计算', en: 'Calculate a sheet again' }, {}, [
    'settlement.not_draft',
  ]),
  send: act('send', { zh: '发送服务商', en: 'Send a sheet to the provider' }, {}, [
    'settlement.not_draft',
    'settlement.stale',
    ...SETTLEMENT_OPEN_POINTS,
  ]),
  confirm: act(
    'confirm',
    { zh: '服务商确认', en: 'Confirm a sheet as its provider' },
    {},
    ['settlement.not_sent'],
    'operate',
  ),
  object: act(
    'object',
    { zh: '服务商提出异议', en: 'Object to a sheet as its provider' },
    { objection: Words },
    ['settlement.not_sent'],
    'operate',
  ),
  approve: act(
    'approve',
    { zh: '批准结算', en: 'Approve a sheet' },
    { comment: Words },
    ['settlement.not_confirmed', 'settlement.second_person', 'settlement.stale', ...SETTLEMENT_OPEN_POINTS],
    'approve',
  ),
  pay: act('pay', { zh: '登记付款', en: 'Enter a payment of a sheet' }, PaymentCreate.properties, [
    'settlement.not_approved',
    'settlement.beyond_payable',
    ...PAYMENT_REASONS,
  ]),
} as const
