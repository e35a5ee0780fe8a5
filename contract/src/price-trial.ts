/**
 * Trying prices (试算价格): what the usage of months that were billed would have cost under another version, a draft as well; by body,
 * service and provider, beside what was billed. Nothing changes, and the result is kept for a while.
 */
import {
  Code,
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
} from './base.ts'

export const PRICE_TRIAL_STATES = ['running', 'done', 'failed'] as const
export type PriceTrialState = (typeof PRICE_TRIAL_STATES)[number]
export const PRICE_TRIAL_MONTHS_MAX = 24

const Month = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$' })
const Count = Type.Integer({ minimum: 0 })

const figures = {
  /** What the bills of these months charge for usage. */
  billed: Money,
  tried: Money,
  /** Tried less billed. */
  difference: Money,
  /** Charges without a price. */
  billedUnpriced: Count,
  triedUnpriced: Count,
}
const Figures = Strict(figures)

export const PriceTrial = Strict({
  id: Id,
  state: OneOf(PRICE_TRIAL_STATES),
  priceVersion: Ref,
  /** Whose prices are tried; null: the general ones. */
  provider: Nullable(Ref),
  months: Type.Array(Month, { maxItems: PRICE_TRIAL_MONTHS_MAX }),
  keepsPins: Type.Boolean(),
  /** Billed months of bodies: done and in all. */
  done: Count,
  all: Count,
  total: Figures,
  /** Why it ended before. */
  problem: Nullable(Strict({ code: Type.String(), zh: Type.String(), en: Type.String() })),
  createdBy: Type.String(),
  createdAt: Instant,
  finishedAt: Nullable(Instant),
  /** Kept until then. */
  expiresAt: Instant,
})
export type PriceTrial = Static<typeof PriceTrial>

const Offering = Nullable(Strict({ code: Code, zh: Type.String(), en: Type.String() }))

/** With its largest differences by provider, service and body. */
export const PriceTrialDetail = Strict({
  ...PriceTrial.properties,
  byProvider: Type.Array(Strict({ provider: Ref, ...figures }), { maxItems: 50 }),
  byOffering: Type.Array(Strict({ offering: Offering, ...figures }), { maxItems: 50 }),
  byBody: Type.Array(Strict({ body: Ref, ...figures }), { maxItems: 50 }),
})
export type PriceTrialDetail = Static<typeof PriceTrialDetail>

export const PriceTrialRow = Strict({
  id: Id,
  body: Ref,
  provider: Ref,
  /** Null: what was taken in without an order. */
  offering: Offering,
  ...figures,
})
export type PriceTrialRow = Static<typeof PriceTrialRow>

export const PriceTrialCreate = Strict({
  priceVersionId: Id,
  /** The first and the last month. */
  from: Month,
  to: Month,
  /** Orders that keep the prices they were placed at keep them here as well. */
  keepsPins: Type.Boolean(),
})
export type PriceTrialCreate = Static<typeof PriceTrialCreate>

const read = { none: 'read' } as const
const filters = {
  bodyId: Type.Optional(Id),
  providerBodyId: Type.Optional(Id),
  offeringCode: Type.Optional(Code),
}

export const priceTrialOperations = {
  list: operation({
    id: 'price-trial.list',
    method: 'GET',
    path: '/price-trials',
    title: { zh: '试算价格', en: 'List trials of prices' },
    query: PageQuery({}),
    response: PageOf(PriceTrial),
    access: { action: 'list', noun: 'price-trial' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'price-trial.get',
    method: 'GET',
    path: '/price-trials/{id}',
    title: { zh: '查看价格试算', en: 'Get a trial of prices' },
    params: IdParams,
    response: PriceTrialDetail,
    access: { action: 'view', noun: 'price-trial' },
    audit: read,
    reasons: [],
  }),
  rows: operation({
    id: 'price-trial.rows',
    method: 'GET',
    path: '/price-trials/{id}/rows',
    title: { zh: '价格试算明细', en: 'See what a trial of prices comes to' },
    params: IdParams,
    query: PageQuery(filters),
    response: PageOf(PriceTrialRow),
    access: { action: 'view', noun: 'price-trial' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'price-trial.export',
    method: 'GET',
    path: '/price-trials/{id}/export',
    title: { zh: '导出价格试算', en: 'Export a trial of prices' },
    params: IdParams,
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'view', noun: 'price-trial' },
    audit: { act: 'price-trial.export' },
    reasons: [],
  }),
  create: operation({
    id: 'price-trial.create',
    method: 'POST',
    path: '/price-trials',
    title: { zh: '试算价格版本', en: 'Try a version of prices' },
    body: PriceTrialCreate,
    response: PriceTrial,
    status: 202,
    access: { action: 'create', noun: 'price-trial' },
    audit: { act: 'price-trial.create' },
    idempotent: true,
    reasons: ['price-trial.months', 'price-trial.nothing_billed', 'price-trial.running'],
  }),
} as const

export const priceTrialReasons = {
  'price-trial.months': {
    kind: 'invalid',
    zh: '起始月份不晚于结束月份，最多 24 个月。请修改月份。',
    en: 'The first month is not after the last, and there are at most 24. Change the months.',
  },
  'price-trial.nothing_billed': {
    kind: 'conflict',
    zh: '这些月份还没有账单，无从比较。请选择已出账单的月份。',
    en: 'Nothing was billed in these months, so there is nothing to compare with. Choose months that have bills.',
  },
  'price-trial.running': {
    kind: 'conflict',
    zh: '已有一项价格试算在进行。请待其完成后再试。',
    en: 'A trial of prices is under way. Wait until it is done.',
  },
  'price-trial.version_changed': {
    kind: 'conflict',
    zh: '试算期间价格版本被修改或删除，结果不完整。请重新试算。',
    en: 'The version was changed or removed while it was tried: the result is incomplete. Try it again.',
  },
} as const
