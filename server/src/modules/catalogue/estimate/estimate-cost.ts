import type { Estimate, EstimateInput, EstimateLineInput } from '@yunheng/contract'
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

function toPrice(line: ResolvedLine): LineToPrice {
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
