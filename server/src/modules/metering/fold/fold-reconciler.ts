import type { Reconciler } from '../../../platform/reconcile/index.ts'
import type { ClosedUntil } from '../ports.ts'
import { findFoldable, foldUsage } from './fold-usage.ts'

/** There is one thing to look at: usage as a whole. */
const USAGE = '00000000-0000-7000-8000-000000004714'

/** Folds months that are billed for everybody, one after another. */
export function createFoldReconciler(closedUntil: ClosedUntil): Reconciler {
  return {
    name: 'usage-fold',
    concurrency: 1,
    sweepEveryMs: 3_600_000,
    async reconcile(ctx) {
      const month = await findFoldable(ctx, closedUntil)
      if (month === null) return { done: true }
      await foldUsage(ctx, month)
      return { done: false, againMs: 0 }
    },
    sweep: async (ctx) => ((await findFoldable(ctx, closedUntil)) === null ? [] : [USAGE]),
  }
}
