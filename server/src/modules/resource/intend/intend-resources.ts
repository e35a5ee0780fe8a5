import type { Amounts } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { listLacks } from '../../cloud/index.ts'
import { keepLine, type Site } from '../../placement/index.ts'
import { addAmounts, amountsOfSpec, excessOf, isNothing, NOTHING, timesAmounts } from '../amounts.ts'
import { insertHistory } from '../history-store.ts'
import { RESOURCE_RECONCILER } from '../reconcile/record-outcome.ts'
import { recordStep } from '../record-step.ts'
import { referencesOf } from '../resource.ts'
import { countOwn, findResource, insertResource, updateIntent } from '../resource-store.ts'
import { blueprintOf, type GroundIds, type Planned } from './blueprint.ts'
import { ensureGround } from './ground.ts'
import { amountsOfUnit, fulfilmentThere, type LineToIntend } from './line.ts'
import { nameUnits } from './naming.ts'
import { newResource } from './new-resource.ts'

export interface IntendResources {
  readonly line: LineToIntend & { readonly systemCode: string }
  readonly site: Site
  /** How many of the line's units go to this site, and the number of the first of them, from 1. */
  readonly count: number
  readonly firstNumber: number
  /** The server of the same request that a unit's volume is attached to; written before it. */
  readonly serverIdOf?: (unit: number) => string | null
}

/**
 * Writes what should be for units of an approved line: their own resources and the ground they stand on. Capacity and
 * quota were claimed for them (`placement`) in the same transaction; each row keeps the part that it holds. What is written now is all that is needed: the reconciler
 * does the rest.
 *
 * @returns ids of the line's own resources.
 */
export async function intendResources(tx: Tx, ctx: Ctx, input: IntendResources): Promise<readonly string[]> {
  const { site, count, firstNumber } = input
  // As it was approved: elsewhere it may be delivered in another way.
  await keepLine(tx, site.placementId, input.line)
  const lacks = input.line.fulfilment.by === 'work-order' ? [] : await listLacks(tx, site.cloudId)
  const line = { ...input.line, fulfilment: fulfilmentThere(input.line.fulfilment, lacks) }
  const isOrder = line.fulfilment.by === 'work-order'
  const owner = { systemId: line.systemId, systemCode: line.systemCode, bodyId: line.bodyId }
  const ground = isOrder ? null : await ensureGround(tx, ctx, owner, site, lacks)
  const names = await nameUnits(tx, line, input)
  const ids: string[] = []
  let total: Amounts = NOTHING
  for (let number = firstNumber; number < firstNumber + count; number++) {
    const name = names[number - firstNumber] as string
    const serverId = input.serverIdOf?.(number) ?? null
    const kit = { line, site, ground: ground as GroundIds, nextId: () => ctx.ids.next(), name, serverId }
    const planned = blueprintOf(kit)
    if (planned.some(({ spec }) => lacks.includes(spec.kind))) refuse('resource.kind_not_there')
    await refuseForeign(tx, line, site, planned, ground)
    for (const [index, one] of planned.entries()) {
      const wanted = amountsOfPlanned(line, planned, index)
      total = addAmounts(total, wanted)
      await write(tx, ctx, input, ground, number, one, wanted)
      ids.push(one.id)
    }
    if (ground?.routerId != null) await joinRouter(tx, ctx, ground.routerId, planned)
  }
  const claimed = timesAmounts(amountsOfUnit(line), count)
  const balanced = isNothing(excessOf(claimed, total)) && isNothing(excessOf(total, claimed))
  assert(balanced, `line ${line.lineId} claims ${JSON.stringify(claimed)}, intends ${JSON.stringify(total)}`)
  return ids
}

/**
 * What the applicant refers to must be of the same system on the same cloud: an approval is decided with more in sight
 * than the applicant has, so an id of somebody else would otherwise be taken as it is (R41).
 */
async function refuseForeign(
  tx: Tx,
  line: LineToIntend,
  site: Site,
  planned: readonly Planned[],
  ground: GroundIds | null,
): Promise<void> {
  const own = new Set([...planned.map((one) => one.id), ...Object.values(ground ?? {})])
  const others = [...new Set(planned.flatMap((one) => referencesOf(one.spec)))].filter((id) => !own.has(id))
  if (others.length === 0) return
  const found = await countOwn(tx, others, { systemId: line.systemId, cloudId: site.cloudId })
  if (found !== others.length) refuse('resource.elsewhere')
}

/** What each resource of a unit holds. Things without a size of their own (cards) are held by the first of the unit. */
function amountsOfPlanned(line: LineToIntend, planned: readonly Planned[], index: number): Amounts {
  const own = amountsOfSpec((planned[index] as Planned).spec)
  if (index > 0) return own
  const all = planned.map((one) => amountsOfSpec(one.spec)).reduce(addAmounts, NOTHING)
  return addAmounts(own, excessOf(amountsOfUnit(line), all))
}

async function write(
  tx: Tx,
  ctx: Ctx,
  { line, site }: IntendResources,
  ground: GroundIds | null,
  unit: number,
  planned: Planned,
  wanted: Amounts,
): Promise<void> {
  const row = newResource(ctx, {
    id: planned.id,
    name: planned.name,
    body_id: line.bodyId,
    system_id: line.systemId,
    provider_body_id: site.providerBodyId,
    cloud_id: site.cloudId,
    pool_id: site.poolId,
    network_zone: site.networkZone,
    project_id: ground?.projectId ?? null,
    request_id: line.requestId,
    request_line_id: line.lineId,
    placement_id: site.placementId,
    unit,
    plan: line.plan,
    expires_at: line.expiresAt,
    spec: planned.spec,
    wanted,
  })
  await insertResource(tx, row)
  await insertHistory(tx, ctx, row, [{ sort: 'intent', code: 'resource.intended' }])
  await recordStep(tx, ctx, row, 'resource.intended')
  await ctx.nudge(tx, RESOURCE_RECONCILER, row.id)
}

/** A network of its own is joined to the system's router, so that it has the same way out. */
async function joinRouter(tx: Tx, ctx: Ctx, routerId: string, planned: readonly Planned[]): Promise<void> {
  const subnets = planned.filter((one) => one.spec.kind === 'subnet').map((one) => one.id)
  if (subnets.length === 0) return
  const router = await findResource(tx, routerId)
  assert(router?.spec.kind === 'router', 'the ground has a router')
  await updateIntent(tx, router, {
    spec: { ...router.spec, subnetIds: [...router.spec.subnetIds, ...subnets] },
    intended_at: ctx.clock.now(),
  })
  await ctx.nudge(tx, RESOURCE_RECONCILER, router.id)
}
