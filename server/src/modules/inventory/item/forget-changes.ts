import type { Job } from '../../../platform/jobs/index.ts'
import { removeChangesBefore, removeVanishedBefore } from './item-store.ts'

/** A year and a month: longer than any yearly check asks for. Resources of ours keep their own history for good. */
const KEPT_MS = 400 * 24 * 3_600_000
const BATCH = 10_000

/** The history of what clouds show is bounded by time. */
export const forgetChanges: Job<never> = {
  name: 'inventory.forget',
  maxAttempts: 3,
  cron: '40 18 * * *',
  async run(ctx) {
    const before = new Date(ctx.clock.now().getTime() - KEPT_MS)
    for (const remove of [removeChangesBefore, removeVanishedBefore])
      while ((await ctx.inTx((tx) => remove(tx, before, BATCH))) === BATCH);
  },
}
