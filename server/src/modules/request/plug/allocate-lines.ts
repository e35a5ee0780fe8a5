import type { PlacementWanted } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { chosenResources, type PlanInOffering } from '../../catalogue/index.ts'
import type { Placing, Site } from '../../placement/index.ts'
import { intendResources, listResourcesById } from '../../resource/index.ts'
import { amountsOf } from '../amounts.ts'
import type { Allocation, AllocationLine } from '../doors.ts'
import { isId } from '../form/load-form.ts'

/** Places every line and writes its resources. The caller undoes everything when one does not fit. */
export async function allocateLines(
  placing: Placing,
  ctx: Ctx,
  tx: Tx,
  allocation: Allocation,
): Promise<{ readonly providerIds: readonly string[] }> {
  const providers = new Set<string>()
  for (const line of allocation.lines) {
    for (const { site, count, firstNumber } of await placeUnits(
      placing,
      ctx,
      tx,
      allocation,
      line,
      1,
      line.quantity,
    )) {
      providers.add(site.providerBodyId)
      await intendResources(tx, ctx, { site, count, firstNumber, line: toIntend(allocation, line) })
    }
  }
  return { providerIds: [...providers] }
}

interface Placed {
  readonly site: Site
  readonly count: number
  readonly firstNumber: number
}

/**
 * All units of a line into one pool if one has room; otherwise half and half, and so on: fifty servers need not wait for
 * a pool that takes all fifty. A single unit that fits nowhere ends the attempt.
 */
async function placeUnits(
  placing: Placing,
  ctx: Ctx,
  tx: Tx,
  allocation: Allocation,
  line: AllocationLine,
  firstNumber: number,
  count: number,
): Promise<readonly Placed[]> {
  const wanted = { ...toWanted(allocation, line, count), cloudId: await cloudOfChosen(tx, line) }
  try {
    const site = await claim(placing, ctx, tx, allocation, line, wanted, count)
    return [{ site, count, firstNumber }]
  } catch (error) {
    if (count === 1 || !(error instanceof AppError) || error.reason !== 'placement.no_fit') throw error
    const half = Math.ceil(count / 2)
    const left = await placeUnits(placing, ctx, tx, allocation, line, firstNumber, half)
    const right = await placeUnits(placing, ctx, tx, allocation, line, firstNumber + half, count - half)
    return [...left, ...right]
  }
}

/** One claim, undone when it is refused: quota was taken before the pool said no. */
async function claim(
  placing: Placing,
  ctx: Ctx,
  tx: Tx,
  allocation: Allocation,
  line: AllocationLine,
  wanted: PlacementWanted,
  quantity: number,
): Promise<Site> {
  const ids = { requestId: allocation.requestId, requestLineId: line.lineId }
  let refusal: unknown
  for (const poolId of allocation.poolIds ?? [null]) {
    await sql`savepoint claim`.execute(tx)
    try {
      const site = await placing.claim(tx, ctx, { ...ids, quantity, wanted: { ...wanted, poolId } })
      await sql`release savepoint claim`.execute(tx)
      return site
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      await sql`rollback to savepoint claim`.execute(tx)
      refusal = error
    }
  }
  throw refusal
}

/** What refers to resources that exist goes to their cloud; null when it refers to none (R41). */
async function cloudOfChosen(tx: Tx, { plan, parameters }: AllocationLine): Promise<string | null> {
  const { parameters: schema } = plan.source as PlanInOffering
  const ids = chosenResources(schema, parameters).flatMap((chosen) => chosen.ids.filter(isId))
  const [first] = await listResourcesById(tx, ids)
  return first?.cloud_id ?? null
}

function toWanted(allocation: Allocation, line: AllocationLine, count: number): PlacementWanted {
  const text = (name: string) => {
    const value = line.parameters[name]
    return typeof value === 'string' && value !== '' ? [value] : []
  }
  const runs = line.plan.fulfilment.by === 'connector'
  return {
    systemId: allocation.systemId,
    bodyId: allocation.bodyId,
    amounts: amountsOf(line.dimensions, count),
    poolClass: allocation.poolClass,
    networkZone: allocation.networkZone,
    cloudId: null,
    poolId: null,
    preference: allocation.preference,
    needsExternalNetwork: line.dimensions.some((each) => each.dimension === 'public-ip' && each.amount > 0),
    atEdge: allocation.atEdge,
    imageCodes: runs ? text('image') : [],
    tiers: runs ? text('tier') : [],
  }
}

function toIntend(allocation: Allocation, line: AllocationLine) {
  const { plan } = line
  return {
    requestId: allocation.requestId,
    lineId: line.lineId,
    systemId: allocation.systemId,
    systemCode: allocation.systemCode,
    bodyId: allocation.bodyId,
    plan: { id: plan.planId, code: plan.planCode, title: plan.planTitle, offeringCode: plan.offeringCode },
    fulfilment: plan.fulfilment,
    quantity: line.quantity,
    dimensions: Object.fromEntries(line.dimensions.map((each) => [each.dimension, each.amount])),
    parameters: line.parameters,
    // Set when it is delivered: the term begins then.
    expiresAt: null,
  }
}
