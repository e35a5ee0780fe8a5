/** SQL on comparisons that are under way behind the call that asked for them. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'

/** Asked for twice, it is done once. */
export async function insertComparison(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await sql`insert into statement_comparison (statement_id, asked_at, asked_by) values (${id}, ${at}, ${by})
    on conflict do nothing`.execute(tx)
}

/** How far it is; undefined where none is under way. */
export async function findComparison(db: Db, id: string): Promise<{ readonly step: number } | undefined> {
  const { rows } = await sql<{
    step: number
  }>`select step from statement_comparison where statement_id = ${id}`.execute(db)
  return rows[0]
}

export async function saveStep(tx: Tx, id: string, step: number): Promise<void> {
  await sql`update statement_comparison set step = ${step} where statement_id = ${id}`.execute(tx)
}

export async function removeComparison(tx: Tx, id: string): Promise<void> {
  await sql`delete from statement_comparison where statement_id = ${id}`.execute(tx)
}

export async function listComparisons(db: Db, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ statement_id: string }>`select statement_id from statement_comparison
    order by asked_at limit ${limit}`.execute(db)
  return rows.map((row) => row.statement_id)
}
