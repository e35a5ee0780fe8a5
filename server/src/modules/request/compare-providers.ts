import type { BodyOf, ProviderComparison, requestOperations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { amountsOf, fitsIn } from './amounts.ts'
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
    const place = { bodyId, poolClass, networkZone, atEdge, atRecovery }
    const offers = await pricesOfProviders(doors, ctx, tx, { place, lines, term })
    const items = offers.map(({ provider, pools, estimate }) => ({
      provider,
      pools: pools.length,
      fits: pools.some((pool) => fitsIn(wanted, pool.free)),
      isSimulated: pools.every((pool) => pool.cloud.isSimulated),
      total: estimate.priceVersion === null ? null : estimate.total,
      perMonth: estimate.priceVersion === null ? null : estimate.perMonth,
      isPriceComplete: estimate.isComplete,
    }))
    items.sort((a, b) => (a.total?.amountMinor ?? Infinity) - (b.total?.amountMinor ?? Infinity))
    return { items: items.slice(0, 50) }
  })
}

interface Offer {
  readonly provider: PoolRoom['provider']
  readonly pools: readonly PoolRoom[]
  readonly estimate: Awaited<ReturnType<Doors['catalogue']['estimate']>>
}

/** What each provider that has pools there would charge at the prices of today. */
export async function pricesOfProviders(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  {
    place,
    lines,
    term,
  }: {
    readonly place: Parameters<Doors['room']['listPools']>[1]
    readonly lines: Input['lines']
    readonly term: Input['term']
  },
): Promise<readonly Offer[]> {
  const pools = await doors.room.listPools(tx, place)
  const offers: Offer[] = []
  for (const own of Map.groupBy(pools, (pool) => pool.provider.id).values()) {
    const { provider } = own[0] as PoolRoom
    const onDay = dayInChina(ctx.clock.now())
    // Where the provider has but one pool for it, that pool's own prices count.
    const inPool = own.length === 1 ? { poolId: (own[0] as PoolRoom).id } : {}
    const input = { lines: [...lines], term, providerBodyId: provider.id, onDay, ...inPool }
    offers.push({ provider, pools: own, estimate: await doors.catalogue.estimate(ctx, tx, input) })
  }
  return offers
}
