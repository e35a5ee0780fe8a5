import type { Reconciler } from '../../../platform/reconcile/index.ts'
import type { Doors } from '../doors.ts'
import { listMoving, listWaiting, loadRequestForUpdate } from '../request-store.ts'
import { advanceDelivery } from './advance-delivery.ts'
import { allocateWaiting } from './allocate.ts'
import { RECONCILER } from './names.ts'

const BATCH = 200
const EVERYBODY = { personId: null, seesDrafts: true }

/** Tries again, longest waiting first, what was approved and found no room. */
export function createAllocationReconciler(doors: Doors): Reconciler {
  return {
    name: RECONCILER.allocation,
    // One after another: whoever has waited longest comes first.
    concurrency: 1,
    sweepEveryMs: 60_000,
    async reconcile(ctx, id) {
      const state = await ctx.inTx(async (tx) => {
        const before = await loadRequestForUpdate(tx, id, EVERYBODY)
        if (before?.state !== 'approved') return null
        await allocateWaiting(doors, ctx, tx, before, null)
        return (await loadRequestForUpdate(tx, id, EVERYBODY))?.state ?? null
      })
      return state === 'approved' ? { done: false, againMs: 60_000 } : { done: true }
    },
    sweep: (ctx) => listWaiting(ctx.db, BATCH),
  }
}

/** Follows the resources of approved requests. Events of resources make it quick; the sweep makes it certain. */
export function createDeliveryReconciler(doors: Doors): Reconciler {
  return {
    name: RECONCILER.delivery,
    concurrency: 4,
    sweepEveryMs: 30_000,
    reconcile: async (ctx, id) =>
      (await advanceDelivery(doors, ctx, id)) ? { done: true } : { done: false, againMs: 5_000 },
    sweep: (ctx) => listMoving(ctx.db, BATCH),
  }
}
