import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { mapAmounts } from '../../cloud/index.ts'
import {
  insertMove,
  loadPlacementForUpdate,
  type Placed,
  type PlacementRow,
  type Placing,
  refuseMove,
  type Site,
  updateQuantity,
} from '../../placement/index.ts'
import { addAmounts, excessOf, NOTHING } from '../amounts.ts'
import { intendRelease } from '../intend/intend-release.ts'
import { type IntendResources, intendResources } from '../intend/intend-resources.ts'
import { listNeighbours } from '../link-store.ts'
import type { Holdings } from '../ports.ts'
import { RESOURCE_RECONCILER } from '../reconcile/record-outcome.ts'
import type { ResourceRow } from '../resource.ts'
import { serverOf } from '../resource-rules.ts'
import { loadResourcesForUpdate, updateFacts, updateIntent } from '../resource-store.ts'

export interface MoveInput {
  readonly version: number
  readonly poolId: string
  readonly reason: string
}

export interface MoveParts {
  readonly placing: Placing
  readonly holdings: Holdings
}

/**
 * The regulator places elsewhere what is not built yet (R9). Units of which something works stay; for the others the old
 * resources are intended away — whatever an earlier call may still make in the old cloud is taken away by their own
 * reconciler — and new ones are intended on the other pool. The move is recorded with its reason.
 *
 * @returns the new placement's id.
 */
export async function movePlacement(
  ctx: Ctx,
  parts: MoveParts,
  id: string,
  input: MoveInput,
): Promise<string> {
  return ctx.inTx(async (tx) => {
    const placement = ctx.authz.authorised(ctx, 'operate', 'placement', await loadPlacementForUpdate(tx, id))
    const refusal = refuseMove(placement)
    if (refusal) refuse(refusal)
    if (placement.version !== input.version) refuse('common.version_stale')
    if (placement.pool_id === input.poolId) refuse('placement.same_pool')
    const units = unbuiltUnits(await loadResourcesForUpdate(tx, { placementId: id }))
    if (units.size === 0 || placement.line === null) return refuse('placement.built_already')
    const rows = [...units.values()].flat()
    await letGo(tx, ctx, parts.holdings, placement, rows)
    const amounts = rows.map((row) => row.wanted).reduce(addAmounts, NOTHING)
    const site = await claimThere(tx, ctx, parts.placing, placement, {
      ...input,
      amounts,
      quantity: units.size,
    })
    await intendRelease(
      tx,
      ctx,
      rows.map((row) => row.id),
      {
        act: 'resource.moved',
        reason: input.reason,
        coolingDays: 0,
      },
    )
    for (const [unit, old] of units) {
      const made = await intendResources(tx, ctx, {
        line: placement.line as IntendResources['line'],
        site,
        count: 1,
        firstNumber: unit,
        // A volume of its own line keeps its server: where that is out of reach, the move is refused by name.
        serverIdOf: () => old.map(serverOf).find((serverId) => serverId !== null) ?? null,
      })
      await hangAnew(tx, ctx, old, await loadResourcesForUpdate(tx, { ids: made }))
    }
    await updateQuantity(
      tx,
      id,
      Math.max(1, placement.quantity - units.size),
      excessOf(placement.amounts, amounts),
    )
    await record(tx, ctx, placement, site, input)
    return site.placementId
  })
}

/** Volumes of other lines that were to hang on a moved server hang on the new one, if it is on their cloud; else they are free. */
async function hangAnew(
  tx: Tx,
  ctx: Ctx,
  old: readonly ResourceRow[],
  made: readonly ResourceRow[],
): Promise<void> {
  const before = old.find((row) => row.kind === 'server')
  const server = made.find((row) => row.kind === 'server')
  if (before === undefined || server === undefined) return
  const { burden } = await listNeighbours(tx, before)
  const own = new Set(old.map((row) => row.id))
  const ids = burden.map((one) => one.id).filter((id) => !own.has(id))
  for (const volume of await loadResourcesForUpdate(tx, { ids })) {
    if (volume.spec.kind !== 'volume' || volume.presence === 'absent') continue
    const serverId = volume.project_id === server.project_id ? server.id : null
    const intent = { spec: { ...volume.spec, serverId }, intended_at: ctx.clock.now() }
    await updateIntent(tx, volume, { ...intent, agreement: 'changing' })
    await ctx.nudge(tx, RESOURCE_RECONCILER, volume.id)
  }
}

/** Units of the line of which nothing was ever of use, by number. */
function unbuiltUnits(rows: readonly ResourceRow[]): ReadonlyMap<number, readonly ResourceRow[]> {
  const present = rows.filter((row) => row.presence === 'present')
  const byUnit = Map.groupBy(present, (row) => row.unit ?? 1)
  return new Map([...byUnit].filter(([, unit]) => unit.every((row) => row.provisioned_at === null)))
}

/** What was promised there is given back now, so that a quota that is just enough is enough for a move. */
async function letGo(
  tx: Tx,
  ctx: Ctx,
  holdings: Holdings,
  placement: PlacementRow,
  rows: readonly ResourceRow[],
): Promise<void> {
  const reserved = rows.map((row) => row.reserved).reduce(addAmounts, NOTHING)
  const allocated = rows.map((row) => row.allocated).reduce(addAmounts, NOTHING)
  await holdings.release(
    tx,
    ctx,
    { poolId: placement.pool_id, bodyId: placement.body_id },
    { reserved, allocated },
  )
  for (const row of rows) await updateFacts(tx, row.id, { reserved: NOTHING, allocated: NOTHING })
}

async function claimThere(
  tx: Tx,
  ctx: Ctx,
  placing: Placing,
  placement: PlacementRow,
  to: Pick<MoveInput, 'poolId' | 'reason'> & Pick<PlacementRow, 'amounts' | 'quantity'>,
): Promise<Site> {
  const { amounts: _, imageCodes, tiers, needsExternalNetwork, kinds = [], ...wanted } = placement.wanted
  try {
    const [placed] = await placing.claim(tx, ctx, {
      requestId: placement.request_id,
      wanted: { ...wanted, cloudId: null, poolId: to.poolId, preference: null },
      parts: [
        {
          requestLineId: placement.request_line_id,
          quantity: to.quantity,
          unit: mapAmounts((field) => to.amounts[field] / to.quantity),
          imageCodes,
          tiers,
          needsExternalNetwork,
          kinds,
        },
      ],
      poolIds: null,
      override: { reason: to.reason },
    })
    return (placed as Placed).site
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== 'placement.no_fit') throw error
    throw new AppError('placement.does_not_fit', { details: error.details, cause: error })
  }
}

async function record(tx: Tx, ctx: Ctx, from: PlacementRow, to: Site, input: MoveInput): Promise<void> {
  await insertMove(tx, ctx.ids.next(), {
    placement_id: to.placementId,
    from_pool_id: from.pool_id,
    to_pool_id: to.poolId,
    reason: input.reason,
    actor: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
    at: ctx.clock.now(),
  })
  await ctx.audit(tx, {
    noun: 'placement',
    objectId: from.id,
    bodyId: from.body_id,
    before: { poolId: from.pool_id },
    after: { poolId: to.poolId, placementId: to.placementId, reason: input.reason },
  })
  await ctx.emit(tx, {
    type: 'placement.moved',
    noun: 'placement',
    id: from.id,
    bodyId: from.body_id,
    payload: { toPlacementId: to.placementId, requestId: from.request_id, reason: input.reason },
  })
}
