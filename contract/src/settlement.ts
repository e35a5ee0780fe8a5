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
import { invoiceFields, SettlementInvoice } from './settlement-invoice.ts'

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

const SETTLEMENT_ACTIONS = [
  'recalculate',
  'send',
  'confirm',
  'object',
  'approve',
  'invoice',
  'withdrawInvoice',
  'pay',
] as const

export const Settlement = Strict({
  ...head,
  lines: Type.Array(SettlementLine, { maxItems: 2000 }),
  openPoints: Type.Array(OneOf(SETTLEMENT_OPEN_POINTS), { maxItems: 3 }),
  /** Of the contract’s terms in force: what a payment may belong to. */
  nodes: Type.Array(PaymentNode, { maxItems: 20 }),
  /** In the order in which they were entered, withdrawn ones among them. */
  invoices: Type.Array(SettlementInvoice, { maxItems: 200 }),
  payments: Type.Array(
    Strict({
      id: Id,
      nodeName: Type.String(),
      paidOn: Day,
      amount: Money,
      voucherNo: Type.String(),
      /** Null: paid before invoices were kept. */
      invoiceNo: Nullable(Type.String()),
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
  invoice: {
    ...act(
      'invoice',
      { zh: '登记发票', en: 'Enter an invoice of a sheet' },
      {
        ...invoiceFields,
        fileName: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^/\\\\]+$' }),
        /** Base64, at most 10 MiB unpacked. */
        content: Type.String({ minLength: 4, maxLength: 14_000_000, pattern: '^[A-Za-z0-9+/]+=*$' }),
      },
      [
        'settlement.not_approved',
        'settlement.invoice_date',
        'settlement.invoice_seller',
        'settlement.invoice_beyond',
        'settlement.invoice_taken',
        'settlement.invoice_many',
        'settlement.invoice_file_type',
        'settlement.invoice_file_too_large',
        'blob.name_invalid',
      ],
    ),
    bodyLimitBytes: 14_100_000,
  },
  withdrawInvoice: act(
    'withdraw-invoice',
    { zh: '撤回发票', en: 'Withdraw an invoice of a sheet' },
    { invoiceId: Id, reason: Words },
    ['settlement.not_approved', 'settlement.invoice_not_found', 'settlement.invoice_paid'],
  ),
  downloadInvoice: operation({
    id: 'settlement.download-invoice',
    method: 'GET',
    path: '/settlement-invoices/{id}/file',
    title: { zh: '下载发票', en: 'Download an invoice of a sheet' },
    params: IdParams,
    response: Type.Null(),
    stream: 'file',
    access: { action: 'view', noun: 'settlement' },
    audit: read,
    reasons: [],
  }),
  pay: act(
    'pay',
    { zh: '登记付款', en: 'Enter a payment of a sheet' },
    { ...PaymentCreate.properties, invoiceId: Id },
    [
      'settlement.not_approved',
      'settlement.beyond_payable',
      'settlement.invoice_not_found',
      'settlement.invoice_short',
      ...PAYMENT_REASONS,
    ],
  ),
} as const
