/** SQL of folding. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { windowOfMonth } from '../civil-month.ts'

/** Of these months those of which hours stand one by one. */
export async function listUnfolded(db: Db, months: readonly string[]): Promise<readonly string[]> {
  const windows = months.map(windowOfMonth)
  const { rows } = await sql<{ month: string }>`select m.month
    from unnest(${[...months]}::text[], ${windows.map(({ from }) => from)}::int[], ${windows.map(({ to }) => to)}::int[])
      as m (month, from_hour, to_hour)
    where exists (select from usage u where u.hour >= m.from_hour and u.hour < m.to_hour) order by 1`.execute(
    db,
  )
  return rows.map((row) => row.month)
}

export interface Folded {
  readonly hours: number
  readonly spans: number
}

/** A hundred thousand resources are some seventy million hours: minutes. */
export async function foldMonth(tx: Tx, month: string): Promise<Folded> {
  await sql`set local statement_timeout = '30min'`.execute(tx)
  const { rows } = await sql<{
    hours: string
    spans: string
  }>`select * from fold_usage_month(${`${month}-01`}::date)`.execute(tx)
  return { hours: Number(rows[0]?.hours ?? 0), spans: Number(rows[0]?.spans ?? 0) }
}
