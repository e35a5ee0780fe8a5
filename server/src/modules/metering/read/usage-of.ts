import type { QueryOf, UsageOfResource, UsagePhase, UsageSeries, usageOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { findResource, type ResourceRow } from '../../resource/index.ts'
import { findSystem } from '../../system/index.ts'
import { hourOf, instantOf } from '../civil-month.ts'
import { hasReadings } from '../count/reading-store.ts'
import { goesByTraffic, isObserved, meteredAmounts, TRAFFIC_KINDS } from '../metered-amounts.ts'
import { type OrderedUnits, orderedUnitsOf } from '../ordered-units.ts'
import { beginningOf } from './beginning.ts'
import { toDecimal } from './quantity.ts'
import { listPhases, type ShownPhase } from './read-store.ts'
import { seriesOf } from './usage-series.ts'

type Query = QueryOf<typeof usageOperations.ofResource>
const PHASES_MAX = 100

/** What a resource used, and what it was while it did: each phase with what began it. */
export async function usageOfResource(ctx: Ctx, id: string, query: Query): Promise<UsageOfResource> {
  return ctx.inTx(async (tx) => {
    const resource = ctx.authz.authorised(ctx, 'view', 'usage', await findResource(tx, id))
    const { window, ...series } = await seriesOf(tx, { resourceId: id }, query, hourOf(ctx.clock.now()))
    const shown = { from: instantOf(window.from), to: instantOf(window.to) }
    const phases = await listPhases(tx, id, shown, PHASES_MAX + 2)
    // What was ordered is told to whoever sees the resource: the provider too, who does not see the request.
    const units = await elevated(tx, () => orderedUnitsOf(tx, phases))
    const within = phases
      .map((phase, index) => ({ phase, before: phases[index - 1] ?? null }))
      .filter(({ phase }) => phase.until === null || phase.until > shown.from)
    return {
      ...series,
      phases: within.slice(-PHASES_MAX).map(({ phase, before }) => toPhase(phase, before, units)),
      hasEarlierPhases: within.length > PHASES_MAX,
      unmeasured: await unmeasuredOf(tx, resource, phases.at(-1), units),
    }
  })
}

/** What is not counted is said, and never shown as nought. */
async function unmeasuredOf(
  tx: Tx,
  { id, kind }: Pick<ResourceRow, 'id' | 'kind'>,
  now: ShownPhase | undefined,
  units: OrderedUnits,
): Promise<UsageOfResource['unmeasured']> {
  if (!TRAFFIC_KINDS.includes(kind)) return []
  const ordered = now === undefined ? null : units.of(now)
  if (ordered !== null && !goesByTraffic(kind, ordered)) return ['traffic-by-plan']
  const isRead = ordered !== null && (await elevated(tx, () => hasReadings(tx, id)))
  return isRead ? [] : ['traffic']
}

/** What all of a system used. */
export async function usageOfSystem(ctx: Ctx, id: string, query: Query): Promise<UsageSeries> {
  ctx.authz.authorised(ctx, 'view', 'usage', await findSystem(ctx.db, id))
  const { window: _, ...series } = await seriesOf(ctx.db, { systemId: id }, query, hourOf(ctx.clock.now()))
  return series
}

function toPhase(phase: ShownPhase, before: ShownPhase | null, units: OrderedUnits): UsagePhase {
  const isHeld = phase.condition !== 'missing' && phase.condition !== 'over'
  const amounts = isHeld ? meteredAmounts(phase.kind, phase.spec, units.of(phase)) : []
  return {
    from: phase.at.toISOString(),
    until: phase.until?.toISOString() ?? null,
    condition: phase.condition,
    beginning: beginningOf(before, phase),
    plan: phase.plan === null ? null : { code: phase.plan.code, title: phase.plan_title },
    pool: { id: phase.pool_id, name: phase.pool_name ?? '' },
    amounts: amounts.map(({ dimension, amount }) => ({
      dimension,
      amount: toDecimal(BigInt(amount)),
      basis: isObserved(phase.kind, phase.spec, dimension) ? 'observed' : 'ordered',
    })),
  }
}
