/**
 * The service catalogue (服务目录): what may be applied for, in which specifications, how it is delivered, what it costs.
 * An offering keeps its identity; its content comes in numbered versions that never change once published, so that a
 * request line can point to exactly what was offered (R92). Prices are versions of their own (rule data, facts §0).
 */
import {
  ActionsOf,
  Bilingual,
  Code,
  Day,
  Decimal,
  Id,
  IdParams,
  Instant,
  LongText,
  Money,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

/** Exactly one per offering (R90). */
export const SERVICE_CLASSES = ['iaas', 'paas', 'saas'] as const
/** The six service families (R82), top level of the catalogue. */
export const SERVICE_FAMILIES = [
  'infrastructure',
  'support-software',
  'application-function',
  'information-resource',
  'information-security',
  'operation-guarantee',
] as const
export type ServiceFamily = (typeof SERVICE_FAMILIES)[number]
/** The five parts of the architecture (R22). */
export const ARCHITECTURE_PARTS = [
  'base-layer',
  'platform-layer',
  'application-layer',
  'management-norms',
  'security-guarantee',
] as const

/** What is counted: capacity, quota and price all speak of these. */
export const DIMENSIONS = [
  'vcpu',
  'memory-gib',
  'root-disk-gib',
  'storage-gib',
  'snapshot-gib',
  'public-ip',
  'bandwidth-mbps',
  'accelerator-card',
  'instance',
  'account',
  'host',
  'message',
  'seat',
  'million-tokens',
  'device',
] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** Kinds that a connector makes for one unit of a plan. */
export const FULFILMENT_KINDS = [
  'server',
  'volume',
  'snapshot',
  'network',
  'subnet',
  'router',
  'security-group',
  'floating-ip',
  'key-pair',
] as const

/** How it is delivered: by a cloud's API, or by a work order to the provider with evidence. */
export const Fulfilment = Type.Union([
  Strict({
    by: Type.Literal('connector'),
    kinds: Type.Array(OneOf(FULFILMENT_KINDS), { minItems: 1, maxItems: 9, uniqueItems: true }),
  }),
  Strict({ by: Type.Literal('work-order'), workingDays: Type.Integer({ minimum: 1, maximum: 60 }) }),
])
export type Fulfilment = Static<typeof Fulfilment>

/**
 * One counted thing of a plan: a fixed amount, or the value of a parameter. `recommended` and `minimum` carry the
 * minimum-specification principle (R102): above recommended a request gives reasons and goes to a higher approver.
 */
export const PlanDimension = Strict({
  dimension: OneOf(DIMENSIONS),
  amount: Type.Union([
    Strict({ fixed: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }),
    Strict({ parameter: Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,39}$' }) }),
  ]),
  minimum: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  recommended: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
})
export type PlanDimension = Static<typeof PlanDimension>

/** JSON Schema (2020-12, an object that refuses unknown keys) of the parameters a request fills in. */
export const ParameterSchema = Type.Record(Type.String(), Type.Unknown(), { maxProperties: 50 })
export type ParameterSchema = Record<string, unknown>

export const PlanContent = Strict({
  code: Code,
  title: Bilingual,
  /** Whether approvers should expect this as the usual choice; others need reasons. */
  isRecommended: Type.Boolean(),
  dimensions: Type.Array(PlanDimension, { minItems: 1, maxItems: 15 }),
  parameters: ParameterSchema,
})
export type PlanContent = Static<typeof PlanContent>

/** A promise of availability: per natural month, in percent, with what it does not cover. */
export const Sla = Strict({
  availabilityPercent: Nullable(Decimal),
  text: Strict({ zh: LongText, en: LongText }),
})

const content = {
  title: Bilingual,
  summary: Strict({ zh: LongText, en: LongText }),
  fulfilment: Fulfilment,
  sla: Sla,
  plans: Type.Array(PlanContent, { minItems: 1, maxItems: 50 }),
  /** What changes for those who use it already (R85); required from the second version on. */
  compatibility: Nullable(Strict({ zh: LongText, en: LongText })),
}

export const OfferingContent = Strict(content)
export type OfferingContent = Static<typeof OfferingContent>

const identity = {
  serviceClass: OneOf(SERVICE_CLASSES),
  family: OneOf(SERVICE_FAMILIES),
  part: OneOf(ARCHITECTURE_PARTS),
}

export const OfferingCreate = Strict({ code: Code, ...identity, ...content })
export type OfferingCreate = Static<typeof OfferingCreate>

export const OfferingUpdate = Strict({ version: Version, ...content })
export type OfferingUpdate = Static<typeof OfferingUpdate>

export const Plan = Strict({ id: Id, ...PlanContent.properties })
export type Plan = Static<typeof Plan>

export const OFFERING_STATES = ['draft', 'published', 'withdrawn'] as const
export const OFFERING_ACTIONS = ['modify', 'revise', 'publish', 'withdraw', 'apply'] as const

/** An offering with its current content: the published version, or the draft before the first publication. */
export const Offering = Strict({
  id: Id,
  code: Code,
  ...identity,
  ...content,
  plans: Type.Array(Plan, { maxItems: 50 }),
  state: OneOf(OFFERING_STATES),
  /** Number of the content version shown, from 1. */
  itemVersion: Type.Integer({ minimum: 1 }),
  publishedAt: Nullable(Instant),
  /** Number of a draft waiting to be published, when there is one beside the published version. */
  draftVersion: Nullable(Type.Integer()),
  version: Version,
  actions: ActionsOf(OFFERING_ACTIONS),
})
export type Offering = Static<typeof Offering>

// ----------------------------------------------------------------------------------------------- prices

/** Yuan per unit of the dimension: per month, or once. Of one plan, or of every plan of the offering. */
export const PriceLine = Strict({
  offeringCode: Code,
  planCode: Nullable(Code),
  dimension: OneOf(DIMENSIONS),
  per: OneOf(['month', 'once']),
  unitPrice: Decimal,
})
export type PriceLine = Static<typeof PriceLine>

/** From this many months on, the monthly part is multiplied by the factor. */
export const TermFactor = Strict({ fromMonths: Type.Integer({ minimum: 1, maximum: 120 }), factor: Decimal })

const priceContent = {
  name: ShortText,
  effectiveFrom: Day,
  /** Document and clause, or "product default". */
  source: ShortText,
  /** Shown everywhere as 产品默认值 when true. */
  isProductDefault: Type.Boolean(),
  /** The provider whose prices these are (R7); null for all providers. */
  providerBodyId: Nullable(Id),
  termFactors: Type.Array(TermFactor, { maxItems: 10 }),
  lines: Type.Array(PriceLine, { minItems: 1, maxItems: 1000 }),
}
export const PriceVersionCreate = Strict(priceContent)
export type PriceVersionCreate = Static<typeof PriceVersionCreate>
export const PriceVersionUpdate = Strict({ version: Version, ...priceContent })

export const PRICE_ACTIONS = ['modify', 'publish', 'remove'] as const
export const PriceVersion = Strict({
  id: Id,
  ...priceContent,
  state: OneOf(['draft', 'published']),
  publishedAt: Nullable(Instant),
  version: Version,
  actions: ActionsOf(PRICE_ACTIONS),
})
export type PriceVersion = Static<typeof PriceVersion>

// --------------------------------------------------------------------------------------------- estimate

export const Term = Strict({
  months: Type.Integer({ minimum: 0, maximum: 120 }),
  /** Days beyond the months: each costs a thirtieth of the month (product default). */
  days: Type.Integer({ minimum: 0, maximum: 366 }),
})
export type Term = Static<typeof Term>

export const EstimateLineInput = Strict({
  planId: Id,
  quantity: Type.Integer({ minimum: 1, maximum: 10_000 }),
  parameters: Type.Record(Type.String(), Type.Unknown(), { maxProperties: 50 }),
})
export type EstimateLineInput = Static<typeof EstimateLineInput>

export const EstimateInput = Strict({
  lines: Type.Array(EstimateLineInput, { minItems: 1, maxItems: 100 }),
  term: Term,
  /** Whose prices; null for the general ones. */
  providerBodyId: Nullable(Id),
  /** The day whose prices count; today when left out. */
  onDay: Type.Optional(Day),
})
export type EstimateInput = Static<typeof EstimateInput>

/** `unitPrice × amount × quantity × months (× factor) = amountMinor`, in numbers and in a sentence. */
export const EstimateStep = Strict({
  dimension: OneOf(DIMENSIONS),
  amount: Type.Integer(),
  unitPrice: Nullable(Decimal),
  per: OneOf(['month', 'once']),
  factor: Decimal,
  cost: Nullable(Money),
  text: Strict({ zh: Type.String(), en: Type.String() }),
})

export const EstimateLine = Strict({
  planId: Id,
  title: Bilingual,
  quantity: Type.Integer(),
  steps: Type.Array(EstimateStep, { maxItems: 20 }),
  cost: Money,
  /** False when a dimension has no price: then the total is not the whole cost, and says so. */
  isComplete: Type.Boolean(),
  /** Dimensions above the recommended amount (R102). */
  aboveRecommended: Type.Array(OneOf(DIMENSIONS), { maxItems: 15 }),
})

export const Estimate = Strict({
  total: Money,
  perMonth: Money,
  isComplete: Type.Boolean(),
  lines: Type.Array(EstimateLine, { maxItems: 100 }),
  priceVersion: Nullable(
    Strict({
      id: Id,
      name: Type.String(),
      effectiveFrom: Day,
      source: Type.String(),
      isProductDefault: Type.Boolean(),
    }),
  ),
})
export type Estimate = Static<typeof Estimate>

export const catalogueOperations = {
  list: operation({
    id: 'offering.list',
    method: 'GET',
    path: '/offerings',
    title: { zh: '服务目录', en: 'List the catalogue' },
    query: PageQuery({
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      family: Type.Optional(OneOf(SERVICE_FAMILIES)),
      serviceClass: Type.Optional(OneOf(SERVICE_CLASSES)),
      part: Type.Optional(OneOf(ARCHITECTURE_PARTS)),
      /** Only `published` is shown to those who may not maintain the catalogue. */
      state: Type.Optional(OneOf(OFFERING_STATES)),
    }),
    response: PageOf(Offering),
    access: { action: 'list', noun: 'offering' },
    audit: { none: 'read' },
    reasons: [],
  }),
  get: operation({
    id: 'offering.get',
    method: 'GET',
    path: '/offerings/{id}',
    title: { zh: '查看服务', en: 'Get an offering' },
    params: IdParams,
    query: Strict({
      /** An older content version, or the waiting draft; the current one when left out. */
      itemVersion: Type.Optional(Type.Integer({ minimum: 1 })),
    }),
    response: Offering,
    access: { action: 'view', noun: 'offering' },
    audit: { none: 'read' },
    reasons: [],
  }),
  create: operation({
    id: 'offering.create',
    method: 'POST',
    path: '/offerings',
    title: { zh: '新增服务', en: 'Add an offering' },
    body: OfferingCreate,
    response: Offering,
    status: 201,
    access: { action: 'create', noun: 'offering' },
    audit: { act: 'offering.create' },
    idempotent: true,
    reasons: ['offering.code_taken', 'offering.plan_invalid'],
  }),
  update: operation({
    id: 'offering.update',
    method: 'PUT',
    path: '/offerings/{id}/draft',
    title: { zh: '修改服务草稿', en: 'Change the draft of an offering (made when there is none)' },
    params: IdParams,
    body: OfferingUpdate,
    response: Offering,
    access: { action: 'modify', noun: 'offering' },
    audit: { act: 'offering.update' },
    reasons: ['offering.plan_invalid', 'offering.withdrawn'],
  }),
  publish: operation({
    id: 'offering.publish',
    method: 'POST',
    path: '/offerings/{id}/publish',
    title: { zh: '发布服务', en: 'Publish the draft of an offering' },
    params: IdParams,
    body: Strict({ version: Version }),
    response: Offering,
    access: { action: 'modify', noun: 'offering' },
    audit: { act: 'offering.publish' },
    reasons: ['offering.no_draft', 'offering.compatibility_required'],
  }),
  withdraw: operation({
    id: 'offering.withdraw',
    method: 'POST',
    path: '/offerings/{id}/withdraw',
    title: { zh: '下架服务', en: 'Withdraw an offering' },
    params: IdParams,
    body: Strict({ version: Version }),
    response: Offering,
    access: { action: 'delete', noun: 'offering' },
    audit: { act: 'offering.withdraw' },
    reasons: ['offering.withdrawn'],
  }),
  estimate: operation({
    id: 'offering.estimate',
    method: 'POST',
    path: '/estimates',
    title: { zh: '费用估算', en: 'Estimate the cost' },
    body: EstimateInput,
    response: Estimate,
    access: { action: 'list', noun: 'offering' },
    audit: { none: 'computes only, stores nothing' },
    reasons: ['offering.parameters_invalid', 'offering.plan_not_found'],
  }),
} as const

export const priceOperations = {
  list: operation({
    id: 'price.list',
    method: 'GET',
    path: '/prices',
    title: { zh: '价格版本列表', en: 'List price versions' },
    query: PageQuery({
      state: Type.Optional(OneOf(['draft', 'published'])),
      providerBodyId: Type.Optional(Id),
    }),
    response: PageOf(PriceVersion),
    access: { action: 'list', noun: 'price' },
    audit: { none: 'read' },
    reasons: [],
  }),
  get: operation({
    id: 'price.get',
    method: 'GET',
    path: '/prices/{id}',
    title: { zh: '查看价格版本', en: 'Get a price version' },
    params: IdParams,
    response: PriceVersion,
    access: { action: 'view', noun: 'price' },
    audit: { none: 'read' },
    reasons: [],
  }),
  create: operation({
    id: 'price.create',
    method: 'POST',
    path: '/prices',
    title: { zh: '新建价格版本', en: 'Draft a price version' },
    body: PriceVersionCreate,
    response: PriceVersion,
    status: 201,
    access: { action: 'create', noun: 'price' },
    audit: { act: 'price.create' },
    idempotent: true,
    reasons: ['price.line_unknown', 'price.line_twice'],
  }),
  update: operation({
    id: 'price.update',
    method: 'PUT',
    path: '/prices/{id}',
    title: { zh: '修改价格草稿', en: 'Change a draft of prices' },
    params: IdParams,
    body: PriceVersionUpdate,
    response: PriceVersion,
    access: { action: 'modify', noun: 'price' },
    audit: { act: 'price.update' },
    reasons: ['price.published', 'price.line_unknown', 'price.line_twice'],
  }),
  publish: operation({
    id: 'price.publish',
    method: 'POST',
    path: '/prices/{id}/publish',
    title: { zh: '发布价格版本', en: 'Publish a price version' },
    params: IdParams,
    body: Strict({ version: Version }),
    response: PriceVersion,
    access: { action: 'approve', noun: 'price' },
    audit: { act: 'price.publish' },
    reasons: ['price.published', 'price.starts_in_the_past'],
  }),
  remove: operation({
    id: 'price.remove',
    method: 'DELETE',
    path: '/prices/{id}',
    title: { zh: '删除价格草稿', en: 'Remove a draft of prices' },
    params: IdParams,
    response: Type.Null(),
    status: 204,
    access: { action: 'delete', noun: 'price' },
    audit: { act: 'price.remove' },
    reasons: ['price.published'],
  }),
} as const

export const catalogueReasons = {
  'offering.code_taken': {
    kind: 'conflict',
    zh: '服务编码 {code} 已被使用。',
    en: 'The offering code {code} is taken.',
  },
  'offering.plan_invalid': {
    kind: 'invalid',
    zh: '规格 {plan} 的定义不正确：{why}',
    en: 'The plan {plan} is not well defined: {why}',
  },
  'offering.plan_not_found': {
    kind: 'precondition',
    zh: '所选规格不存在，或已不再提供。请从服务目录重新选择。',
    en: 'The plan does not exist or is no longer offered. Choose again from the catalogue.',
  },
  'offering.parameters_invalid': {
    kind: 'invalid',
    zh: '“{plan}”的参数不符合要求：{why}',
    en: 'The parameters of “{plan}” do not fit: {why}',
  },
  'offering.withdrawn': { kind: 'conflict', zh: '服务已下架。', en: 'The offering is withdrawn.' },
  'offering.no_draft': { kind: 'conflict', zh: '没有待发布的草稿。', en: 'There is no draft to publish.' },
  'offering.compatibility_required': {
    kind: 'precondition',
    zh: '新版本须写明兼容性说明：对已在使用的单位有何影响。',
    en: 'A new version needs a compatibility statement: what changes for those who use it already.',
  },
  'offering.not_published': {
    kind: 'conflict',
    zh: '服务尚未发布，不能申请。',
    en: 'The offering is not published, so it cannot be applied for.',
  },
  'price.line_unknown': {
    kind: 'invalid',
    zh: '价格行引用了不存在的服务或规格：{line}',
    en: 'A price line names an offering or plan that does not exist: {line}',
  },
  'price.line_twice': {
    kind: 'invalid',
    zh: '同一服务、规格和计量项出现了两个价格：{line}',
    en: 'Two prices for the same offering, plan and dimension: {line}',
  },
  'price.published': {
    kind: 'conflict',
    zh: '价格版本已发布，不能再改。请新建一个版本。',
    en: 'A published price version does not change. Make a new one.',
  },
  'price.starts_in_the_past': {
    kind: 'precondition',
    zh: '生效日期不得早于今天：已发生的费用按当时的价格计算。',
    en: 'Prices cannot start in the past: what was used is charged at the price of its day.',
  },
} as const satisfies Record<string, Reason>
