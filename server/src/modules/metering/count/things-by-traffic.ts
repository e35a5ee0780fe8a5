import type { ResourceKind } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { amountsOf, findPlans } from '../../catalogue/index.ts'
import { goesByTraffic } from '../metered-amounts.ts'
import { type CountedThing, listThingsWithCounters } from './reading-store.ts'

/** Of a kind on a cloud, those whose plans go by traffic, by the cloud's identifiers: nobody pays for what flows through the others. */
export async function listThingsByTraffic(
  ctx: Ctx,
  cloudId: string,
  kind: ResourceKind,
): Promise<ReadonlyMap<string, CountedThing>> {
  const things = await listThingsWithCounters(ctx.db, cloudId, [kind])
  const plans = await findPlans(ctx.db, [...new Set(things.map(({ plan_id }) => plan_id))])
  // What is expected of it does not matter here.
  const byTraffic = new Set(
    plans.filter((plan) => goesByTraffic(kind, amountsOf(plan, {}))).map((plan) => plan.id),
  )
  return new Map(
    things.filter(({ plan_id }) => byTraffic.has(plan_id)).map((thing) => [thing.external_id, thing]),
  )
}
