/**
 * Spending (费用总览): what bills add up to, by system, service, month, place, project, and for a regulator by body and region (R276).
 * Money is whole 分; every breakdown of the same filter and period has the same sum, which is that of the bills.
 */
import {
  Code,
  Decimal,
  Id,
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
import { DIMENSIONS } from './catalogue.ts'

export const SPENDING_BY = [
  'system',
  'offering',
  'month',
  'pool',
  'provider',
  'project',
  'dimension',
  'body',
  'region',
] as const
export type SpendingBy = (typeof SPENDING_BY)[number]

/** One month; the fiscal year up to a month; the twelve months up to one. */
export const SPENDING_PERIODS = ['month', 'year', 'twelve-months'] as const
export type SpendingPeriod = (typeof SPENDING_PERIODS)[number]

/** What stands for systems without a project approval, and for what was never ordered. */
export const SPENDING_NONE = 'none'

const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })
const Count = Type.Integer({ minimum: 0 })
const Said = Strict({ zh: Type.String(), en: Type.String() })

const figures = {
  amount: Money,
  /** Of it, of bills that are drafts: it may still change. */
  preliminary: Money,
  /** Of it, what became known later of months that were billed before. */
  corrections: Money,
  /** Of it, given back because of disputes: nought or less. */
  credits: Money,
  charges: Count,
  /** Charges without a price: not in the amount. */
  unpriced: Count,
}

export const SpendingItem = Strict({
  /** What the row is of: the value of the filter that narrows to it. */
  key: Type.String({ maxLength: 200 }),
  name: Said,
  ...figures,
  /** The same in the period before. */
  previous: Money,
  /** The one bill that all of it stands on; null where there are several. */
  billId: Nullable(Id),
})
export type SpendingItem = Static<typeof SpendingItem>

export const SpendingSummary = Strict({
  period: Strict({
    kind: OneOf(SPENDING_PERIODS),
    from: Month,
    until: Month,
    previousFrom: Month,
    previousUntil: Month,
  }),
  total: Strict(figures),
  previous: Money,
  /** Bills of the period. */
  bills: Count,
  /** The latest thirteen months up to the end of the period, whether they lie in it or not. */
  months: Type.Array(Strict({ month: Month, ...figures, bills: Count, billId: Nullable(Id) }), {
    maxItems: 13,
  }),
  /** What the filters are called. */
  chosen: Type.Array(Strict({ filter: Type.String(), name: Said }), { maxItems: 10 }),
  /** The latest month of which anything in sight is billed. */
  latestMonth: Nullable(Month),
  asOf: Instant,
})
export type SpendingSummary = Static<typeof SpendingSummary>

/** What was really paid for a unit held for a month, beside what the prices in force say. */
export const SpendingRate = Strict({
  provider: Ref,
  pool: Ref,
  dimension: OneOf(DIMENSIONS),
  amount: Money,
  /** Units × months that the amount is for, to a thousandth. */
  unitMonths: Decimal,
  /** Yuan, to a hundredth of a 分; null where nothing was held. */
  paid: Nullable(Decimal),
  /** Unit prices of this provider in force at the end of the period, over all offerings and tiers; null where it has none. */
  listed: Nullable(
    Strict({
      low: Decimal,
      high: Decimal,
      versionId: Id,
      versionName: Type.String(),
      isProductDefault: Type.Boolean(),
    }),
  ),
  /** Some of it is in packages there: what they cost is paid under the dimension that tells them, what they include under none. */
  inPackages: Type.Boolean(),
  charges: Count,
})
export type SpendingRate = Static<typeof SpendingRate>

const filters = {
  /** Twelve months unless told. */
  period: Type.Optional(OneOf(SPENDING_PERIODS)),
  /** The last month of the period; the latest month that is over unless told. */
  until: Type.Optional(Month),
  bodyId: Type.Optional(Id),
  /** With all regions below it. */
  regionId: Type.Optional(Id),
  systemId: Type.Optional(Id),
  offeringCode: Type.Optional(Code),
  poolId: Type.Optional(Id),
  providerBodyId: Type.Optional(Id),
  /** The number of a project: of its filing, or of its approval where that names no filing; or `none`. */
  project: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  dimension: Type.Optional(OneOf(DIMENSIONS)),
}
const by = { by: Type.Optional(OneOf(SPENDING_BY)) }
const language = { language: Type.Optional(OneOf(['zh', 'en'])) }
const read = { none: 'read' } as const
const list = { action: 'list', noun: 'spending' } as const
const compare = { action: 'list', noun: 'spending-rate' } as const
const file = { response: Type.Null(), stream: 'file', issued: true, reasons: [] } as const

export const spendingOperations = {
  list: operation({
    id: 'spending.list',
    method: 'GET',
    path: '/spending',
    title: { zh: '费用分项', en: 'Break spending down' },
    query: PageQuery({ ...by, ...filters }),
    response: PageOf(SpendingItem),
    access: list,
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'spending.export',
    method: 'GET',
    path: '/spending/export',
    title: { zh: '导出费用分项', en: 'Export spending' },
    query: Strict({ ...by, ...filters, ...language }),
    access: list,
    audit: { act: 'spending.export' },
    ...file,
  }),
  summary: operation({
    id: 'spending.summary',
    method: 'GET',
    path: '/spending/summary',
    title: { zh: '费用总览', en: 'Sum spending up' },
    query: Strict(filters),
    response: SpendingSummary,
    access: list,
    audit: read,
    reasons: [],
  }),
  rates: operation({
    id: 'spending-rate.list',
    method: 'GET',
    path: '/spending-rates',
    title: { zh: '服务商价格对比', en: 'Compare what providers were paid' },
    query: PageQuery(filters),
    response: PageOf(SpendingRate),
    access: compare,
    audit: read,
    reasons: [],
  }),
  exportRates: operation({
    id: 'spending-rate.export',
    method: 'GET',
    path: '/spending-rates/export',
    title: { zh: '导出服务商价格对比', en: 'Export the comparison of providers' },
    query: Strict({ ...filters, ...language }),
    access: compare,
    audit: { act: 'spending-rate.export' },
    ...file,
  }),
} as const
