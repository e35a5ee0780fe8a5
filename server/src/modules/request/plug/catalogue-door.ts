import { joined } from '../../../platform/http/index.ts'
import {
  amountsOf,
  estimateCost,
  fillParameters,
  findPlans,
  judgeSpec,
  type PlanInOffering,
} from '../../catalogue/index.ts'
import type { CatalogueDoor, PlanFact } from '../doors.ts'

export const catalogueDoor: CatalogueDoor = {
  async findPlans(db, planIds) {
    const plans = await findPlans(db, planIds)
    return new Map(plans.map((plan) => [plan.id, toPlanFact(plan)]))
  },
  unitOf(fact, input) {
    const plan = fact.source as PlanInOffering
    const filled = fillParameters(plan.parameters, input)
    if (!filled.ok) return filled
    const { belowMinimum, aboveRecommended } = judgeSpec(plan, filled.parameters)
    if (belowMinimum.length > 0) return { ok: false, why: `below the minimum: ${belowMinimum.join(', ')}` }
    const dimensions = amountsOf(plan, filled.parameters)
    return { ok: true, parameters: filled.parameters, dimensions, aboveRecommended }
  },
  estimate: (ctx, tx, input) => estimateCost(joined(ctx, tx), input),
}

function toPlanFact(plan: PlanInOffering): PlanFact {
  return {
    planId: plan.id,
    offeringId: plan.offeringId,
    offeringCode: plan.offeringCode,
    offeringTitle: plan.offeringTitle,
    itemVersion: plan.itemVersion,
    isPublished: plan.isPublished,
    isCurrent: plan.isCurrent,
    planCode: plan.code,
    planTitle: plan.title,
    fulfilment: plan.fulfilment,
    computes: plan.dimensions.some((each) => each.dimension === 'vcpu'),
    source: plan,
  }
}
