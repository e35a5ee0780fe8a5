import type { Amounts } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/context.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { Job } from '../../../platform/jobs/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { fromColumns } from '../amounts.ts'

/** Enough for a trend over a year. */
const KEEP_DAYS = 400

/** Shortly before midnight in Shanghai, and once more on the same day changes the same rows. */
export const keepPoolDays: Job<never> = {
  name: 'cloud.keep-pool-days',
  maxAttempts: 5,
  cron: '50 15 * * *',
  run: (ctx) => writePoolDays(ctx),
}

export async function writePoolDays(ctx: Ctx): Promise<void> {
  const day = dayInChina(ctx.clock.now())
  await ctx.inTx((tx) => upsertPoolDays(tx, day))
}

const COLUMNS = ['vcpus', 'memory_mib', 'storage_gib', 'floating_ips', 'cards']

async function upsertPoolDays(tx: Tx, day: string): Promise<void> {
  const names = COLUMNS.flatMap((column) => [`limit_${column}`, `taken_${column}`])
  const values = COLUMNS.flatMap((column) => [`limit_${column}`, `reserved_${column} + allocated_${column}`])
  await sql`insert into pool_day (pool_id, day, ${sql.raw(names.join(', '))})
    select id, ${day}::date, ${sql.raw(values.join(', '))} from pool
    on conflict (pool_id, day) do update set ${sql.raw(names.map((name) => `${name} = excluded.${name}`).join(', '))}`.execute(
    tx,
  )
  await sql`delete from pool_day where day < ${day}::date - ${KEEP_DAYS}::int`.execute(tx)
}

export interface PoolDay {
  readonly day: string
  readonly limit: Amounts
  readonly taken: Amounts
}

/** Oldest first; bounded by how long they are kept. */
export async function listPoolDays(db: Db, poolId: string): Promise<readonly PoolDay[]> {
  const rows = await db
    .selectFrom('pool_day')
    .selectAll()
    .where('pool_id', '=', poolId)
    .orderBy('day')
    .execute()
  return rows.map((row) => ({
    day: String(row.day),
    limit: fromColumns('limit', row),
    taken: fromColumns('taken', row),
  }))
}
