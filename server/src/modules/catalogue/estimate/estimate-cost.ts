import type { Estimate, EstimateInput, EstimateLineInput, Term } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findPlans, type PlanInOffering } from '../offering/offering-store.ts'
import { fillParameters } from '../offering/parameters.ts'
import { amountsOf, judgeSpec } from '../offering/plan.ts'
import { findPricesInForce } from '../price/price-in-force-store.ts'
import { estimate, type LineToPrice } from './estimate.ts'

/** What the lines would cost at the prices of a day. Stores nothing. @throws `offering.plan_not_found`, `offering.parameters_invalid`. */
export async function estimateCost(ctx: Ctx, input: EstimateInput): Promise<Estimate> {
  const db = ctx.authz.require(ctx, 'list', 'offering')
  const lines = await resolveLines(db, input.lines)
  const onDay = input.onDay ?? dayInChina(ctx.clock.now())
  const prices = await findPricesInForce(db, input.providerBodyId, onDay)
  return estimate(lines.map(toPrice), input.term, prices, input.poolId ?? null)
}

/** A request line checked against its plan: parameters filled in, amounts worked out. */
export interface ResolvedLine {
  readonly plan: PlanInOffering
  readonly quantity: number
  readonly parameters: Readonly<Record<string, unknown>>
  readonly amounts: ReturnType<typeof amountsOf>
  readonly aboveRecommended: ReturnType<typeof judgeSpec>['aboveRecommended']
  readonly belowMinimum: ReturnType<typeof judgeSpec>['belowMinimum']
}

export async function resolveLines(
  db: Db,
  lines: readonly EstimateLineInput[],
): Promise<readonly ResolvedLine[]> {
  const plans = new Map(
    (
      await findPlans(
        db,
        lines.map((line) => line.planId),
      )
    ).map((plan) => [plan.id, plan]),
  )
  return lines.map((line) => {
    const plan = plans.get(line.planId)
    if (!plan?.isPublished) return refuse('offering.plan_not_found')
    const filled = fillParameters(plan.parameters, line.parameters)
    if (!filled.ok)
      return refuse('offering.parameters_invalid', {
        details: { plan: plan.title.zh, why: filled.why.zh },
        detailsEn: { plan: plan.title.en, why: filled.why.en },
      })
    const { parameters } = filled
    return {
      plan,
      quantity: line.quantity,
      parameters,
      amounts: amountsOf(plan, parameters),
      ...judgeSpec(plan, parameters),
    }
  })
}

/**
 * What one unit that is held, or would be, costs over a term at the prices of a day, without what is paid once. Of any version of its
 * plan: what was taken off the catalogue goes on being held. Null where nothing of it has a price.
 */
export async function heldCost(
  db: Db,
  of: {
    readonly planId: string
    readonly parameters: Readonly<Record<string, unknown>>
    readonly term: Term
    readonly providerBodyId: string | null
    readonly onDay: string
  },
): Promise<number | null> {
  const [plan] = await findPlans(db, [of.planId])
  const filled = plan && fillParameters(plan.parameters, of.parameters)
  if (!plan || !filled?.ok) return null
  const prices = await findPricesInForce(db, of.providerBodyId, of.onDay)
  const amounts = amountsOf(plan, filled.parameters)
  const line = toPrice({ plan, quantity: 1, parameters: filled.parameters, amounts, aboveRecommended: [] })
  const [priced] = estimate([line], of.term, prices).lines
  const costs = (priced?.steps ?? []).flatMap(({ per, cost }) =>
    per === 'month' && cost !== null ? [cost.amountMinor] : [],
  )
  return costs.length === 0 ? null : costs.reduce((sum, one) => sum + one, 0)
}

function toPrice(line: Omit<ResolvedLine, 'belowMinimum'>): LineToPrice {
  const { plan } = line
  return {
    planId: plan.id,
    offeringCode: plan.offeringCode,
    planCode: plan.code,
    title: {
      zh: `${plan.offeringTitle.zh} · ${plan.title.zh}`,
      en: `${plan.offeringTitle.en} · ${plan.title.en}`,
    },
    quantity: line.quantity,
    amounts: line.amounts,
    aboveRecommended: line.aboveRecommended,
  }
}
