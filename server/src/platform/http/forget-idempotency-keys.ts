import { sql } from 'kysely'
import type { Job } from '../jobs/index.ts'

/** A key answers for a day: whoever repeats a call later does not repeat, but calls anew. */
export const IDEMPOTENCY_KEEP_MS = 86_400_000
/** Each batch is a transaction of its own, so that no long one holds up the vacuum of a busy table. */
const BATCH = 10_000

/** Hourly: keys older than a day go, with the answers that they kept. */
export const forgetIdempotencyKeys: Job<never> = {
  name: 'http.forget-idempotency-keys',
  maxAttempts: 3,
  cron: '25 * * * *',
  async run(ctx) {
    const before = new Date(ctx.clock.now().getTime() - IDEMPOTENCY_KEEP_MS)
    for (let removed = BATCH; removed === BATCH; ) {
      removed = await ctx.inTx(async (tx) => {
        const result = await sql`delete from idempotency_key where (person_id, key) in
          (select person_id, key from idempotency_key where created_at < ${before} order by created_at limit ${BATCH})`.execute(
          tx,
        )
        return Number(result.numAffectedRows ?? 0n)
      })
    }
  },
}
