import type { BodyOf, ProviderComparison, requestOperations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { amountsOf, fitsIn } from './amounts.ts'
import { dayOf } from './days.ts'
import type { Doors, PoolRoom } from './doors.ts'
import { sumOf } from './form/form.ts'

type Input = BodyOf<typeof requestOperations.compare>

/** R7: the same lines with each provider that has pools for them: room, price, cheapest first. */
export async function compareProviders(doors: Doors, ctx: Ctx, input: Input): Promise<ProviderComparison> {
  ctx.authz.require(ctx, 'list', 'request')
  return ctx.inTx(async (tx) => {
    const { bodyId, poolClass, networkZone, atEdge, atRecovery = false, lines, term } = input
    const plans = await doors.catalogue.findPlans(
      tx,
      lines.map((line) => line.planId),
    )
    const wanted = sumOf(
      lines.flatMap((line) => {
        const plan = plans.get(line.planId)
        const unit = plan && doors.catalogue.unitOf(plan, line.parameters)
        return unit?.ok ? [{ amounts: amountsOf(unit.dimensions, line.quantity) }] : []
      }),
    )
    const pools = await doors.room.listPools(tx, { bodyId, poolClass, networkZone, atEdge, atRecovery })
    const items: ProviderComparison['items'] = []
    for (const [providerId, own] of Map.groupBy(pools, (pool) => pool.provider.id)) {
      const estimate = await doors.catalogue.estimate(ctx, tx, {
        lines: [...lines],
        term,
        providerBodyId: providerId,
        onDay: dayOf(ctx.clock.now()),
      })
      items.push({
        provider: (own[0] as PoolRoom).provider,
        pools: own.length,
        fits: own.some((pool) => fitsIn(wanted, pool.free)),
        isSimulated: own.every((pool) => pool.cloud.isSimulated),
        total: estimate.priceVersion === null ? null : estimate.total,
        perMonth: estimate.priceVersion === null ? null : estimate.perMonth,
        isPriceComplete: estimate.isComplete,
      })
    }
    items.sort((a, b) => (a.total?.amountMinor ?? Infinity) - (b.total?.amountMinor ?? Infinity))
    return { items: items.slice(0, 50) }
  })
}
