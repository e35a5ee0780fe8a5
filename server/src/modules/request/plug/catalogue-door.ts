import type { Dimension } from '@yunheng/contract'
import { joined } from '../../../platform/http/index.ts'
import {
  agreeTerm,
  amountsOf,
  chosenResources,
  DIMENSION_WORDS,
  dateTerm,
  estimateCost,
  fillParameters,
  findPlans,
  findPricesInForce,
  heldCost,
  judgeSpec,
  type PlanInOffering,
  renewTerm,
  renewTermAlone,
  unpinOthers,
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
    if (belowMinimum.length > 0) return { ok: false, problems: [], why: tooLittle(belowMinimum) }
    const { parameters } = filled
    return {
      ok: true,
      parameters,
      dimensions: amountsOf(plan, parameters),
      aboveRecommended,
      chosen: chosenResources(plan.parameters, parameters),
    }
  },
  estimate: (ctx, tx, input, held) => estimateCost(joined(ctx, tx), input, held),
  agreeTerm,
  unpinOthers,
  dateTerm,
  findVersion: findPricesInForce,
  heldCost,
  renewTermAlone,
  renewTerm,
}

function tooLittle(dimensions: readonly Dimension[]) {
  const words = dimensions.map((dimension) => DIMENSION_WORDS[dimension])
  return {
    zh: `${words.map(({ zh }) => zh).join('、')}低于该规格的下限`,
    en: `below the minimum: ${words.map(({ en }) => en).join(', ')}`,
  }
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
