import type { Reconciler } from '../../platform/reconcile/index.ts'
import { endOf, type MeteringParts, meterUsage } from './meter-usage.ts'
import { isBehind } from './read/read-store.ts'

/** There is one thing to look at: usage as a whole. */
const USAGE = '00000000-0000-7000-8000-000000004713'

/**
 * Derives what is behind: every hour when it is over, at once after a start however long the platform stood still, and
 * whatever came to be known late. Two workers never do it at once; what one has left another goes on with.
 */
export function createMeteringReconciler(parts: MeteringParts): Reconciler {
  return {
    name: 'metering',
    concurrency: 1,
    sweepEveryMs: 60_000,
    async reconcile(ctx, _id, signal) {
      const done = await meterUsage(ctx, parts, signal)
      return done === null ? { done: false, againMs: 30_000 } : { done: true }
    },
    sweep: async (ctx) => ((await isBehind(ctx.db, endOf(ctx.clock.now()))) ? [USAGE] : []),
  }
}
