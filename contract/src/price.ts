/**
 * Prices: dated versions that never change once published, of one provider or of all (R7, R277). What they say is what a
 * bill reads: per line tiers, the pool it is for, how much counts of what is stopped or not seen; per version how days are
 * counted, and whether orders keep it.
 */
import {
  ActionsOf,
  Bilingual,
  Code,
  Day,
  Decimal,
  Id,
  Instant,
  Nullable,
  OneOf,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { DIMENSIONS } from './catalogue.ts'

/** Yuan, exact, never below nothing. */
export const UNIT_PRICE_PATTERN = '^(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?$'
const UnitPrice = Type.String({ pattern: UNIT_PRICE_PATTERN })

/** Up to and including so many units held a whole month, the price of each; the last tier has no end. */
export const PriceTier = Strict({
  upTo: Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
  unitPrice: UnitPrice,
})
export type PriceTier = Static<typeof PriceTier>

const Tiers = Type.Array(PriceTier, { minItems: 1, maxItems: 10 })

/** From 0 to 1: the share of the price. */
export const WEIGHT_PATTERN = '^(0(\\.[0-9]{1,9})?|1(\\.0{1,9})?)$'
const Weight = Type.String({ pattern: WEIGHT_PATTERN })

/** How much counts of what is held but does not serve. */
export const PriceWeights = Strict({
  /** Switched off. */
  stopped: Weight,
  /** Its cloud did not say how it is: a gap of observation. */
  unseen: Weight,
})
export type PriceWeights = Static<typeof PriceWeights>

/** No regulation speaks of either: the product proposes that what is held is paid for. */
export const DEFAULT_WEIGHTS: PriceWeights = { stopped: '1', unseen: '1' }

/** What a plan at a flat price includes of one dimension, whole units. */
export const PriceInclusion = Strict({
  dimension: OneOf(DIMENSIONS),
  amount: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
})
export type PriceInclusion = Static<typeof PriceInclusion>
const Includes = Type.Optional(Nullable(Type.Array(PriceInclusion, { minItems: 1, maxItems: 15 })))

/**
 * Yuan per unit of the dimension: per month, or once. Of one plan or of every plan of the offering, in one pool or in all.
 * A price for a pool goes before one for all pools; there the plan’s own goes before the offering’s.
 */
export const PriceLine = Strict({
  offeringCode: Code,
  planCode: Nullable(Code),
  poolId: Nullable(Id),
  dimension: OneOf(DIMENSIONS),
  per: OneOf(['month', 'once']),
  /** What is paid once has one. A free quota is a first tier at 0. */
  tiers: Tiers,
  weights: PriceWeights,
  /**
   * A plan at a flat price (套餐): its price is per package and month, and what it includes is not priced again. The line's dimension is
   * among it, and every unit of the plan has so much of it: it tells how many packages are held.
   */
  includes: Includes,
})
export type PriceLine = Static<typeof PriceLine>

/** From this many months on, the monthly part is multiplied by the factor. */
export const TermFactor = Strict({ fromMonths: Type.Integer({ minimum: 1, maximum: 120 }), factor: Decimal })
export type TermFactor = Static<typeof TermFactor>

/** By the second, or by natural days: the day of opening counts, the day of release does not; switched off counts by the second. */
export const PRORATIONS = ['day', 'second'] as const
export type Proration = (typeof PRORATIONS)[number]

const rules = {
  proration: OneOf(PRORATIONS),
  /** Orders placed under this version keep its prices until their term ends (R277). */
  pinsOrders: Type.Boolean(),
}

const priceContent = {
  name: ShortText,
  effectiveFrom: Day,
  /** The last day, where it is agreed; otherwise it counts until the next one begins. */
  effectiveTo: Nullable(Day),
  /** Document and clause, or "product default". */
  source: ShortText,
  /** Shown everywhere as 产品默认值 when true. */
  isProductDefault: Type.Boolean(),
  /** The provider whose prices these are (R7); null for all providers. */
  providerBodyId: Nullable(Id),
  ...rules,
  termFactors: Type.Array(TermFactor, { maxItems: 10 }),
  lines: Type.Array(PriceLine, { minItems: 1, maxItems: 1000 }),
}
export const PriceVersionCreate = Strict(priceContent)
export type PriceVersionCreate = Static<typeof PriceVersionCreate>
export const PriceVersionUpdate = Strict({ version: Version, ...priceContent })

export const PRICE_STATES = ['draft', 'published', 'withdrawn'] as const
export const PRICE_ACTIONS = [
  'modify',
  'publish',
  'remove',
  'withdraw',
  'confirmWithdrawal',
  'declineWithdrawal',
] as const
/** Asked for by one person, confirmed by another before the first day; then it never counts, and stays to be read. */
const PriceWithdrawal = Strict({
  reason: Type.String(),
  askedBy: Type.String(),
  askedAt: Instant,
  withdrawnBy: Nullable(Type.String()),
  withdrawnAt: Nullable(Instant),
})
export const PriceVersion = Strict({
  id: Id,
  ...priceContent,
  /** Names of what the content names by identifier. */
  provider: Nullable(Ref),
  pools: Type.Array(Ref, { maxItems: 1000 }),
  state: OneOf(PRICE_STATES),
  publishedAt: Nullable(Instant),
  withdrawal: Nullable(PriceWithdrawal),
  version: Version,
  actions: ActionsOf(PRICE_ACTIONS),
})
export type PriceVersion = Static<typeof PriceVersion>

const Factors = Type.Array(TermFactor, { maxItems: 10 })
const Priced = Strict({ tiers: Tiers, weights: PriceWeights, includes: Includes })
const Rules = Strict(rules)

/** What changes in money when a version comes into force, line by line: what whoever approves it decides about. */
export const PriceDifference = Strict({
  /** What is in force on its first day until then; null where nothing is. */
  against: Nullable(Strict({ id: Id, name: Type.String(), effectiveFrom: Day })),
  lines: Type.Array(
    Strict({
      offeringCode: Code,
      planCode: Nullable(Code),
      pool: Nullable(Ref),
      dimension: OneOf(DIMENSIONS),
      per: OneOf(['month', 'once']),
      before: Nullable(Priced),
      after: Nullable(Priced),
      /** `reshaped`: dearer for some amounts or ways of holding, cheaper for others. */
      change: OneOf(['added', 'removed', 'raised', 'lowered', 'reshaped']),
    }),
    { maxItems: 2000 },
  ),
  sameCount: Type.Integer({ minimum: 0 }),
  /** Null where they are the same. */
  termFactors: Nullable(Strict({ before: Factors, after: Factors })),
  /** Null where they are the same, or nothing was before. */
  rules: Nullable(Strict({ before: Rules, after: Rules })),
})
export type PriceDifference = Static<typeof PriceDifference>

/** What of the published catalogue a version prices, and what a bill would find no price for. */
export const PriceCoverage = Strict({
  from: Day,
  /** The last day that it counts; null without an end. */
  until: Nullable(Day),
  /** What counts afterwards: the same provider’s next version, or the general prices; null where nothing does. */
  next: Nullable(Strict({ id: Id, name: Type.String(), effectiveFrom: Day })),
  /** Worth a look before it is published; none of them stands in the way. */
  gaps: Type.Array(
    Strict({
      /** It ends and no price follows · priced until then and no more · counted by the catalogue and without a price. */
      kind: OneOf(['ends', 'dropped', 'unpriced']),
      text: Strict({ zh: Type.String(), en: Type.String() }),
    }),
    { maxItems: 500 },
  ),
  /** More gaps than are listed. */
  moreGaps: Type.Integer({ minimum: 0 }),
  offerings: Type.Array(
    Strict({
      code: Code,
      title: Bilingual,
      /** What its plans count, and for how many of them there is a monthly price. */
      dimensions: Type.Array(
        Strict({ dimension: OneOf(DIMENSIONS), plans: Type.Integer(), priced: Type.Integer() }),
        { maxItems: DIMENSIONS.length },
      ),
    }),
    { maxItems: 1000 },
  ),
})
export type PriceCoverage = Static<typeof PriceCoverage>
