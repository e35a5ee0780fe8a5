/**
 * Takes away what was given back and is there again, once somebody has decided so. Nothing is removed that does not carry
 * the tag of that resource at this moment: what the inventory tells may be minutes old.
 */

import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { ReconcileResult, Reconciler } from '../../platform/reconcile/index.ts'
import { type Connections, ConnectorFault, type ResourceKind } from '../cloud/index.ts'
import { noteObserved } from '../inventory/index.ts'
import { LEFTOVER_RECONCILER } from './decide-drift.ts'
import {
  findRemoval,
  listRemovals,
  type RemovalRow,
  removeRemoval,
  updateRemovalProblem,
} from './decision-store.ts'

const LOOK_AGAIN_MS = 2_000
const TRY_AGAIN_MS = 60_000
const CALL_TIMEOUT_MS = 60_000

export function createLeftoverReconciler(connections: Pick<Connections, 'to'>): Reconciler {
  return {
    name: LEFTOVER_RECONCILER,
    concurrency: 4,
    sweepEveryMs: 30_000,
    sweep: (ctx) => listRemovals(ctx.db),
    async reconcile(ctx, id, signal) {
      const removal = await findRemoval(ctx.db, id)
      if (removal === undefined) return { done: true }
      if (!removal.is_leftover) return end(ctx, id)
      try {
        return await step(ctx, connections, removal, signal)
      } catch (error) {
        if (signal.aborted || !(error instanceof ConnectorFault || error instanceof AppError)) throw error
        const problem = { reason: 'inventory.scan_error', details: { words: error.message.slice(0, 500) } }
        await ctx.inTx((tx) => updateRemovalProblem(tx, id, problem, ctx.clock.now()))
        return { done: false, againMs: TRY_AGAIN_MS }
      }
    },
  }
}

async function end(ctx: Ctx, id: string): Promise<ReconcileResult> {
  await ctx.inTx((tx) => removeRemoval(tx, id))
  return { done: true }
}

/** Looks, and asks for the removal if it is still there. */
async function step(
  ctx: Ctx,
  connections: Pick<Connections, 'to'>,
  removal: RemovalRow,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const { item_id: id, cloud_id: cloudId, external_id: externalId, project_ref: projectRef } = removal
  const kind = removal.kind as ResourceKind
  const { connector } = await connections.to(cloudId)
  const scope = { projectRef, signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]) }
  const asked = ctx.clock.now()
  const observed = await connector.observe(kind, externalId, scope)
  await ctx.inTx(async (tx) => {
    await noteObserved(ctx, tx, { cloudId, kind, externalId, observed, asked })
    await updateRemovalProblem(tx, id, null, asked)
  })
  if (observed === null || observed.resourceId !== removal.resource_id) return end(ctx, id)
  if (observed.state !== 'removing') await connector.remove(kind, externalId, scope)
  return { done: false, againMs: LOOK_AGAIN_MS }
}
