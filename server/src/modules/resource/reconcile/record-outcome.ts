import type { ResourceSpec } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { addAmounts, excessOf, isNothing, NOTHING } from '../amounts.ts'
import { hasBuilding, listGroundForUpdate } from '../ground-store.ts'
import { insertHistory } from '../history-store.ts'
import { listNeighbours } from '../link-store.ts'
import type { ResourcePorts } from '../ports.ts'
import { recordStep } from '../record-step.ts'
import { isSettled, type ResourceRow } from '../resource.ts'
import { emitResource } from '../resource-events.ts'
import {
  hasUnreleased,
  loadResourceForUpdate,
  loadResourcesForUpdate,
  updateFacts,
  updateIntent,
} from '../resource-store.ts'
import { historyOf, type NextRow, nextRow, type Outcome } from './outcome.ts'

export const RESOURCE_RECONCILER = 'resource'

/**
 * Writes what a pass found out, in one transaction: the facts, what follows for capacity and quota, the events, and a
 * nudge to whoever waited for it. Nothing is written that was only hoped for.
 *
 * @returns the row as it stands now, and whether its intent changed while the cloud was asked.
 */
export async function recordOutcome(
  tx: Tx,
  ctx: Ctx,
  ports: ResourcePorts,
  read: ResourceRow,
  outcome: Outcome,
): Promise<{ readonly row: ResourceRow; readonly isOvertaken: boolean }> {
  const row = await loadResourceForUpdate(tx, read.id)
  if (row === undefined) throw new Error(`assertion: resource ${read.id} is never removed`)
  const isOvertaken = row.generation !== read.generation || row.presence !== read.presence
  // The decision was about another intent: only the facts of the pass are kept.
  const kept = isOvertaken ? { ...outcome, action: null } : outcome
  const next = nextRow(row, kept, ctx.clock.now())
  const held = isOvertaken ? {} : await settleHoldings(tx, ctx, ports, row, next)
  const after: ResourceRow = { ...row, ...next, ...held }
  await updateFacts(tx, row.id, { ...next, ...held })
  await insertHistory(tx, ctx, row, historyOf(row, next))
  await tell(tx, ctx, row, after)
  for (const step of stepsBetween(row, after)) await recordStep(tx, ctx, after, step)
  if (row.released_at === null && after.released_at !== null) await finish(tx, ctx, ports, after)
  const { action } = kept
  if (action?.do === 'wait' && action.for === 'burden') await leaveRouter(tx, ctx, after)
  return { row: after, isOvertaken }
}

/** Capacity and quota follow the facts: promised becomes delivered when it works, and is given back when it is gone. */
async function settleHoldings(
  tx: Tx,
  ctx: Ctx,
  { holdings }: ResourcePorts,
  row: ResourceRow,
  next: NextRow,
) {
  const holder = { poolId: row.pool_id, bodyId: row.body_id }
  if (next.released_at !== null && row.released_at === null) {
    const { reserved, allocated } = row
    if (!isNothing(addAmounts(reserved, allocated)))
      await holdings.release(tx, ctx, holder, { reserved, allocated })
    return { reserved: NOTHING, allocated: NOTHING }
  }
  if (next.settled_generation === row.settled_generation) return {}
  if (!isNothing(row.reserved)) await holdings.allocate(tx, ctx, holder, row.reserved)
  const held = addAmounts(row.allocated, row.reserved)
  const surplus = excessOf(held, row.wanted)
  if (!isNothing(surplus)) await holdings.release(tx, ctx, holder, { reserved: NOTHING, allocated: surplus })
  return { reserved: NOTHING, allocated: excessOf(held, surplus), ...changeArrived(ctx, row) }
}

function changeArrived(ctx: Ctx, row: ResourceRow) {
  const isUnderWay = row.change_line_id !== null && row.change_settled_at === null
  return isUnderWay ? { change_settled_at: ctx.clock.now() } : {}
}

/** What happened to it in this pass: it works for the first time, a change has arrived, it is gone. */
function stepsBetween(before: ResourceRow, after: ResourceRow) {
  const isNew = before.provisioned_at === null && after.provisioned_at !== null
  const isGone = before.released_at === null && after.released_at !== null
  const hasArrived = before.settled_generation !== after.settled_generation
  return [
    ...(isNew ? (['resource.provisioned'] as const) : []),
    ...(hasArrived && !isNew && !isGone ? (['resource.settled'] as const) : []),
    ...(isGone ? (['resource.released'] as const) : []),
  ]
}

async function tell(tx: Tx, ctx: Ctx, before: ResourceRow, after: ResourceRow): Promise<void> {
  const isNew = before.provisioned_at === null && after.provisioned_at !== null
  if (isNew) await emitResource(tx, ctx, after, 'provisioned')
  if (before.change_settled_at === null && after.change_settled_at !== null)
    await emitResource(tx, ctx, after, 'changed')
  if (before.released_at === null && after.released_at !== null)
    await emitResource(tx, ctx, after, 'released')
  const hasTurned = after.ground !== null && isSettled(before) !== isSettled(after)
  if (before.state !== after.state || hasTurned) await emitResource(tx, ctx, after, 'progressed')
  const cameUp = before.observed_state !== 'ready' && after.observed_state === 'ready'
  const changedId = before.external_id !== after.external_id
  const isGone = before.released_at === null && after.released_at !== null
  if (!cameUp && !changedId && !isGone) return
  const { foundation, burden } = await listNeighbours(tx, after)
  // What stands on it can go on when it came up; what it stood on can go when it has gone.
  const waiting = isGone ? foundation : burden
  await ctx.nudge(
    tx,
    RESOURCE_RECONCILER,
    waiting.map((one) => one.id),
  )
}

/** The last one out puts out the light: ground that carries nothing any more is taken away as well. */
async function finish(tx: Tx, ctx: Ctx, ports: ResourcePorts, row: ResourceRow): Promise<void> {
  if (row.placement_id !== null && !(await hasUnreleased(tx, row.placement_id)))
    await ports.closePlacement(tx, ctx, row.placement_id)
  await letGo(tx, ctx, row)
  // Never made, so it never waited for its router, which still counts on it.
  await leaveRouter(tx, ctx, row)
  if (row.project_id === null || row.ground !== null) return
  const ground = await listGroundForUpdate(tx, { cloudId: row.cloud_id, systemId: row.system_id })
  // The ground's own project: what was taken in may stand in another one, which is not ours to take away.
  const own = ground.find((part) => part.ground === 'project')
  if (own === undefined || (await hasBuilding(tx, own.id))) return
  for (const part of ground.filter((one) => one.presence === 'present')) {
    await updateIntent(tx, part, { presence: 'absent', cooling_until: null, intended_at: ctx.clock.now() })
    await ctx.nudge(tx, RESOURCE_RECONCILER, part.id)
  }
}

/** What was attached to a server that is gone is free from now on, and no balancer sends to it any more. */
async function letGo(tx: Tx, ctx: Ctx, server: ResourceRow): Promise<void> {
  if (server.kind !== 'server') return
  const { burden } = await listNeighbours(tx, server)
  for (const held of await loadResourcesForUpdate(tx, { ids: burden.map((one) => one.id) })) {
    const spec = without(held.spec, server.id)
    if (spec === null) continue
    await updateIntent(tx, held, { spec, intended_at: ctx.clock.now() })
    await ctx.nudge(tx, RESOURCE_RECONCILER, held.id)
  }
}

function without(spec: ResourceSpec, serverId: string): ResourceSpec | null {
  if (spec.kind === 'volume' || spec.kind === 'floating-ip') return { ...spec, serverId: null }
  if (spec.kind !== 'load-balancer') return null
  const listeners = spec.listeners.map((one) => ({
    ...one,
    serverIds: one.serverIds.filter((id) => id !== serverId),
  }))
  return { ...spec, listeners }
}

/**
 * A network of a system's own hangs on the system's router, which stays as long as anything does: once nothing else
 * stands in the subnet, the router lets go of it. Else each would wait for the other for ever.
 */
async function leaveRouter(tx: Tx, ctx: Ctx, subnet: ResourceRow): Promise<void> {
  if (subnet.kind !== 'subnet') return
  const { burden } = await listNeighbours(tx, subnet)
  if (burden.some((one) => one.kind !== 'router')) return
  for (const router of await loadResourcesForUpdate(tx, { ids: burden.map((one) => one.id) })) {
    if (router.spec.kind !== 'router' || router.presence === 'absent') continue
    const subnetIds = router.spec.subnetIds.filter((id) => id !== subnet.id)
    await updateIntent(tx, router, { spec: { ...router.spec, subnetIds }, intended_at: ctx.clock.now() })
    await ctx.nudge(tx, RESOURCE_RECONCILER, router.id)
    if (subnet.released_at === null) await ctx.nudge(tx, RESOURCE_RECONCILER, subnet.id)
  }
}
