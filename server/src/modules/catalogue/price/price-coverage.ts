/** What of the catalogue a version prices, and what a bill would find no price for. Pure. */
import type { Dimension, PriceCoverage } from '@yunheng/contract'
import { DIMENSION_WORDS } from '../estimate/estimate-text.ts'
import { packageFor } from './packages.ts'
import { dayBefore } from './price-dates.ts'
import { isPricedInSomePool, type PriceLine, priceLineFor } from './price-in-force.ts'
import type { OfferedPlan } from './priced-plan-store.ts'

export interface CoverageFacts {
  readonly effectiveFrom: string
  /** The first day on which it does not count any more. */
  readonly beyond: string | null
  readonly lines: readonly PriceLine[]
  readonly next: PriceCoverage['next']
  /** What was in force before it. */
  readonly before: { readonly name: string; readonly lines: readonly PriceLine[] } | null
  readonly plans: readonly OfferedPlan[]
}

type Gap = PriceCoverage['gaps'][number]

const GAPS_MAX = 500

export function coverageOf(facts: CoverageFacts): PriceCoverage {
  const gaps = [...endsIn(facts), ...droppedFrom(facts), ...unpricedIn(facts)]
  return {
    from: facts.effectiveFrom,
    until: facts.beyond === null ? null : dayBefore(facts.beyond),
    next: facts.next,
    gaps: gaps.slice(0, GAPS_MAX),
    moreGaps: Math.max(0, gaps.length - GAPS_MAX),
    offerings: [...Map.groupBy(facts.plans, (plan) => plan.offeringCode)].map(([code, plans]) => ({
      code,
      title: (plans[0] as OfferedPlan).offeringTitle,
      dimensions: dimensionsOf(plans).map((dimension) => {
        const counted = plans.filter((plan) => counts(plan, dimension))
        const priced = counted.filter((plan) => hasPrice(facts.lines, plan, dimension))
        return { dimension, plans: counted.length, priced: priced.length }
      }),
    })),
  }
}

const counts = (plan: OfferedPlan, dimension: Dimension) =>
  plan.dimensions.some((each) => each.dimension === dimension)

const dimensionsOf = (plans: readonly OfferedPlan[]) => [
  ...new Set(plans.flatMap((plan) => plan.dimensions.map(({ dimension }) => dimension))),
]

/** By the month or once, wherever it stands. */
function hasPrice(lines: readonly PriceLine[], plan: OfferedPlan, dimension: Dimension): boolean {
  const { offeringCode, planCode } = plan
  const of = { offeringCode, planCode, poolId: null, dimension }
  if (packageFor({ lines }, of)?.includes.has(dimension)) return true
  return (priceLineFor({ lines }, of) ?? priceLineFor({ lines }, of, 'once')) !== null
}

function endsIn({ beyond, next }: CoverageFacts): readonly Gap[] {
  if (beyond === null || next !== null) return []
  const day = dayBefore(beyond)
  return [
    {
      kind: 'ends',
      text: {
        zh: `${day} 之后没有接续的价格，此后的用量没有价格`,
        en: `No prices follow after ${day}: what is used from then on has no price`,
      },
    },
  ]
}

/** What the version before priced, and this one does not in any way. */
function droppedFrom({ before, lines }: CoverageFacts): readonly Gap[] {
  if (before === null) return []
  return before.lines
    .filter((line) => priceLineFor({ lines }, line, line.per) === null)
    .map((line) => {
      const what = [line.offeringCode, line.planCode].filter(Boolean).join(' / ')
      const words = DIMENSION_WORDS[line.dimension]
      return {
        kind: 'dropped',
        text: {
          zh: `${what} 的${words.zh}在“${before.name}”中有价格，本版本没有`,
          en: `${what}: ${words.en} has a price in “${before.name}” and none here`,
        },
      }
    })
}

function unpricedIn({ lines, plans }: CoverageFacts): readonly Gap[] {
  return [...Map.groupBy(plans, (plan) => plan.offeringCode).values()].flatMap((own) =>
    dimensionsOf(own).flatMap((dimension) => {
      const without = own.filter((plan) => counts(plan, dimension) && !hasPrice(lines, plan, dimension))
      return without.length === 0 ? [] : [unpriced(own, without, dimension, lines)]
    }),
  )
}

function unpriced(
  plans: readonly OfferedPlan[],
  without: readonly OfferedPlan[],
  dimension: Dimension,
  lines: readonly PriceLine[],
): Gap {
  const { offeringTitle } = plans[0] as OfferedPlan
  const words = DIMENSION_WORDS[dimension]
  const isAll = without.length === plans.filter((plan) => counts(plan, dimension)).length
  const codes = without.map(({ planCode }) => planCode)
  const someZh = isAll ? '' : `（规格 ${codes.join('、')}）`
  const someEn = isAll ? '' : ` (${codes.join(', ')})`
  const inPools = without.some((plan) => isPricedInSomePool(lines, { ...plan, dimension }))
  return {
    kind: 'unpriced',
    text: {
      zh: `${offeringTitle.zh}计量${words.zh}，${inPools ? '只在部分资源池有价格' : '没有价格'}${someZh}`,
      en: `${offeringTitle.en} counts ${words.en}, ${inPools ? 'priced in some pools only' : 'without a price'}${someEn}`,
    },
  }
}
