import type { Estimate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Doors } from '../doors.ts'
import { addedCosts } from '../form/added-costs.ts'
import { costsOf, NO_TERM } from '../form/budget-of-form.ts'
import { addedAt } from '../form/ceiling-of-form.ts'
import { termOf } from '../form/load-form.ts'
import { listLines } from '../line-store.ts'
import type { RequestRow } from '../request-store.ts'

/**
 * An approval that no contract has room for is none, where the rule blocks (R299). Asked once it is committed: of a change or a renewal the
 * ledger says where it stands; something new is placed only then, and asked of once more with where it stands ({@link holdPlaced}).
 */
export async function holdCeiling(doors: Doors, ctx: Ctx, tx: Tx, request: RequestRow): Promise<void> {
  const how = { isEmergency: request.purpose === 'emergency' }
  if (request.kind !== 'new') {
    const lines = await listLines(tx, request.id)
    const asked = addedAt(request.body_id, await addedCosts(doors, ctx, tx, { ...request, lines }))
    if (asked.parts.length > 0) await doors.ceiling.hold(ctx, tx, { ...asked, ...how, isCommitted: true })
    return
  }
  const providers = await lockCeilings(doors, ctx, tx, request)
  const named = request.preferred_provider_id
  const asked = askedAt(ctx, request, named === null ? providers : [named], named !== null)
  if (asked !== null) await doors.ceiling.hold(ctx, tx, { ...asked, ...how, isCommitted: false })
}

/**
 * Waits for the contracts before anything waits for room (docs/conventions.md, locks): with all providers that may supply it, since
 * placement may go elsewhere than the applicant would like.
 * @returns the providers that may supply it.
 */
export async function lockCeilings(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: RequestRow,
): Promise<readonly string[]> {
  if (request.kind !== 'new') return []
  const providers = await providersFor(doors, tx, request)
  const asked = askedAt(ctx, request, providers, false)
  // An emergency is never refused: it waits for no contract.
  if (asked !== null && request.purpose !== 'emergency') await doors.ceiling.lock(ctx, tx, asked)
  return providers
}

/** Once the pools are known: what was placed stands in the ledger with its providers. What does not fit waits, as for room. */
export async function holdPlaced(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: RequestRow,
  providerIds: readonly string[],
): Promise<void> {
  const asked = askedAt(ctx, request, providerIds, true)
  const isEmergency = request.purpose === 'emergency'
  if (asked !== null) await doors.ceiling.hold(ctx, tx, { ...asked, isEmergency, isCommitted: true })
}

function askedAt(ctx: Ctx, request: RequestRow, providerIds: readonly string[], isNamed: boolean) {
  const estimate = request.estimate as Estimate | null
  if (estimate === null || providerIds.length === 0) return null
  const term = termOf({ termMonths: request.term_months, until: request.until }, ctx.clock.now()) ?? NO_TERM
  const lines = costsOf(estimate)
  const parts = providerIds.map((providerBodyId) => ({ providerBodyId, term, lines }))
  return { bodyId: request.body_id, parts, isNamed }
}

async function providersFor(doors: Doors, tx: Tx, request: RequestRow): Promise<readonly string[]> {
  const pools = await doors.room.listPools(tx, {
    bodyId: request.body_id,
    poolClass: request.pool_class,
    networkZone: request.network_zone,
    atEdge: request.at_edge,
    atRecovery: request.at_recovery,
  })
  return [...new Set(pools.map((pool) => pool.provider.id))]
}
