/** SQL on comparisons behind the call that asked for them: those that are under way, and those that came to nothing. */
import type { ReasonCode } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'

export interface ComparisonRow {
  readonly step: number
  readonly asked_at: Date
  readonly asked_by: string
  /** How often it broke off. */
  readonly attempts: number
  /** Null while it is under way. */
  readonly failed_at: Date | null
  readonly reason: ReasonCode | null
}

/** Asked for twice, it is done once; what came to nothing begins anew. */
export async function insertComparison(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await sql`insert into statement_comparison as c (statement_id, asked_at, asked_by) values (${id}, ${at}, ${by})
    on conflict (statement_id) do update set asked_at = excluded.asked_at, asked_by = excluded.asked_by, step = 0, attempts = 0,
      failed_at = null, reason = null, error = null where c.failed_at is not null`.execute(tx)
}

export async function findComparison(db: Db, id: string): Promise<ComparisonRow | undefined> {
  const { rows } =
    await sql<ComparisonRow>`select step, asked_at, asked_by, attempts, failed_at, reason from statement_comparison
    where statement_id = ${id}`.execute(db)
  return rows[0]
}

export async function isBeingCompared(db: Db, id: string): Promise<boolean> {
  const found = await findComparison(db, id)
  return found !== undefined && found.failed_at === null
}

/** Whether the statement that counts in a provider's month is. */
export async function isMonthBeingCompared(db: Db, providerId: string, month: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (
    select from statement s join statement_comparison c on c.statement_id = s.id and c.failed_at is null
    where s.provider_body_id = ${providerId} and s.month = ${`${month}-01`}::date and s.state in ('received', 'compared')) as found`.execute(
    db,
  )
  return rows[0]?.found ?? false
}

export async function saveStep(tx: Tx, id: string, step: number): Promise<void> {
  await sql`update statement_comparison set step = ${step} where statement_id = ${id}`.execute(tx)
}

/** @returns how often it has broken off by now. */
export async function countAttempt(tx: Tx, id: string, error: string): Promise<number> {
  const { rows } = await sql<{ attempts: number }>`update statement_comparison
    set attempts = attempts + 1, error = ${error}, step = 0 where statement_id = ${id} returning attempts`.execute(
    tx,
  )
  return rows[0]?.attempts ?? 0
}

export async function saveFailed(tx: Tx, id: string, at: Date, reason: ReasonCode): Promise<void> {
  await sql`update statement_comparison set failed_at = ${at}, reason = ${reason} where statement_id = ${id}`.execute(
    tx,
  )
}

export async function removeComparison(tx: Tx, id: string): Promise<void> {
  await sql`delete from statement_comparison where statement_id = ${id}`.execute(tx)
}

/** Those under way; what came to nothing waits until it is asked for. */
export async function listComparisons(db: Db, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ statement_id: string }>`select statement_id from statement_comparison
    where failed_at is null order by asked_at limit ${limit}`.execute(db)
  return rows.map((row) => row.statement_id)
}
