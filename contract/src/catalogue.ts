/**
 * The service catalogue (服务目录): what may be applied for, in which specifications, how it is delivered, what it costs.
 * An offering keeps its identity; its content comes in numbered versions that never change once published, so that a
 * request line can point to exactly what was offered (R92). Prices are versions of their own: `price.ts`.
 */
import {
  ActionsOf,
  Bilingual,
  Code,
  Day,
  Decimal,
  Id,
  Instant,
  LongText,
  Money,
  Nullable,
  OneOf,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'

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
  'object-gib',
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
  'licence',
  'traffic-gb',
] as const
export type Dimension = (typeof DIMENSIONS)[number]

/**
 * What is counted as it flows, by counters, and is not held for a time: priced by the unit, not by the unit and month. What a plan says of
 * it is what is expected in a month: it is estimated by it and never billed.
 */
export const COUNTED_DIMENSIONS = ['traffic-gb'] as const satisfies readonly Dimension[]
export const isCounted = (dimension: Dimension): boolean =>
  (COUNTED_DIMENSIONS as readonly Dimension[]).includes(dimension)

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
  'load-balancer',
  'bucket',
  'key-pair',
] as const

/** How it is delivered: by a cloud's API, or by a work order to the provider with evidence. */
export const Fulfilment = Type.Union([
  Strict({
    by: Type.Literal('connector'),
    kinds: Type.Array(OneOf(FULFILMENT_KINDS), { minItems: 1, maxItems: 10, uniqueItems: true }),
    /** Where a cloud has not all of the kinds: by a work order in so many working days. Left out: not to be had there. */
    workingDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
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
  /** 信创 (R75). Left out: nobody said. */
  isDomestic: Type.Optional(Type.Boolean()),
  dimensions: Type.Array(PlanDimension, { minItems: 1, maxItems: 15 }),
  parameters: ParameterSchema,
})
export type PlanContent = Static<typeof PlanContent>

/** A promise of availability: per natural month, in percent, with what it does not cover. */
export const Sla = Strict({
  availabilityPercent: Nullable(Decimal),
  text: Strict({ zh: LongText, en: LongText }),
})

/** Which side answers for a service that is offered (R73): its provider, the operations body, or the authority itself. */
export const OFFERING_OWNERS = ['provider', 'operations', 'regulator'] as const
export type OfferingOwner = (typeof OFFERING_OWNERS)[number]

const content = {
  title: Bilingual,
  /** Left out: nobody said. */
  owner: Type.Optional(OneOf(OFFERING_OWNERS)),
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
  itemVersion: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
  publishedAt: Nullable(Instant),
  /** Number of a draft waiting to be published, when there is one beside the published version. */
  draftVersion: Nullable(Type.Integer()),
  version: Version,
  actions: ActionsOf(OFFERING_ACTIONS),
})
export type Offering = Static<typeof Offering>

/** One line of an offering's version record (R74, R85): what was published when, and what it meant for those who used it. */
export const OfferingVersion = Strict({
  itemVersion: Type.Integer({ minimum: 1 }),
  /** The one that is offered now, an earlier one, or the draft that waits. */
  standing: OneOf(['draft', 'current', 'earlier']),
  createdAt: Instant,
  publishedAt: Nullable(Instant),
  plans: Type.Array(Strict({ code: Type.String(), title: Bilingual }), { maxItems: 50 }),
  compatibility: Nullable(Strict({ zh: LongText, en: LongText })),
})
export type OfferingVersion = Static<typeof OfferingVersion>

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
  /** The pool that it would stand in, where that is known: some prices are a pool's own. */
  poolId: Type.Optional(Id),
  /** The day whose prices count; today when left out. */
  onDay: Type.Optional(Day),
})
export type EstimateInput = Static<typeof EstimateInput>

/** `unitPrice × amount × quantity × months (× factor) = amountMinor`, in numbers and in a sentence. */
export const EstimateStep = Strict({
  dimension: OneOf(DIMENSIONS),
  amount: Type.Integer(),
  /** Null where there is no price, or where it differs by tier: see `parts`. */
  unitPrice: Nullable(Decimal),
  /** How many units fall into which tier, where there is more than one price. */
  parts: Type.Optional(
    Type.Array(Strict({ units: Type.Integer({ minimum: 1 }), unitPrice: Decimal }), { maxItems: 10 }),
  ),
  per: OneOf(['month', 'once']),
  factor: Decimal,
  cost: Nullable(Money),
  text: Strict({ zh: Type.String(), en: Type.String() }),
})

export const EstimateLine = Strict({
  planId: Id,
  title: Bilingual,
  quantity: Type.Integer(),
  /** Of a package: what is in it and what goes beyond are steps of their own. */
  steps: Type.Array(EstimateStep, { maxItems: 40 }),
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
      /** An order placed at these prices keeps them until its term ends (R277). */
      pinsOrders: Type.Optional(Type.Boolean()),
    }),
  ),
})
export type Estimate = Static<typeof Estimate>
