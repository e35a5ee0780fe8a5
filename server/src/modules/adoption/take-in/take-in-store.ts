/** SQL of taking in: what is next, and what became of it. */
import { ADOPTABLE_KINDS, type ReasonCode } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'

export type ApprovedEntry = Selectable<Tables['adoption_entry']>

/** The next ones of one kind: what others stand on comes first. */
export async function listApproved(
  db: Db,
  listId: string,
  limit: number,
  skip: readonly string[] = [],
): Promise<readonly ApprovedEntry[]> {
  const rank = sql`array_position(${sql.val([...ADOPTABLE_KINDS])}::text[], e.kind)`
  const open = sql`e.list_id = ${listId} and e.state = 'approved' and not e.id = any(${sql.val([...skip])}::uuid[])`
  const result = await sql<ApprovedEntry>`
    select * from adoption_entry e where ${open} and e.kind = (
      select e.kind from adoption_entry e where ${open} order by ${rank} limit 1)
    order by e.id limit ${limit}`.execute(db)
  return result.rows
}

/** Only what is still approved: of two that work on the same entry, the second finds nothing left to do. */
export async function lockApproved(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('adoption_entry')
    .select('id')
    .where('id', 'in', [...ids])
    .where('state', '=', 'approved')
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Set(rows.map((row) => row.id))
}

/** @param arePriced whether those with a plan got it along. */
export async function updateTakenIn(
  tx: Tx,
  ids: readonly string[],
  now: Date,
  arePriced: boolean,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('adoption_entry')
    .set({
      state: 'taken-in',
      taken_in_at: now,
      ...(arePriced
        ? { priced_at: sql<Date | null>`case when plan is not null then ${now}::timestamptz end` }
        : {}),
    })
    .where('id', 'in', [...ids])
    .execute()
}

export async function updateLeftOut(tx: Tx, ids: readonly string[], reason: ReasonCode): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('adoption_entry')
    .set({ state: 'left-out', reason })
    .where('id', 'in', [...ids])
    .execute()
}

/** Those that were taken in before the day from which they are priced. */
export async function listToPrice(tx: Tx, listId: string, limit: number): Promise<readonly ApprovedEntry[]> {
  return tx
    .selectFrom('adoption_entry')
    .selectAll()
    .where('list_id', '=', listId)
    .where('state', '=', 'taken-in')
    .where('plan', 'is not', null)
    .where('priced_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()
}

export async function updatePriced(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await tx
    .updateTable('adoption_entry')
    .set({ priced_at: now })
    .where('id', 'in', [...ids])
    .execute()
}

export async function updateEntriesPriced(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('adoption_entry')
    .set({ state: 'priced', priced_at: now })
    .where('id', 'in', [...ids])
    .execute()
}

/** Lists with something that was taken in, and is priced from a day that has come. */
export async function listDuePrices(db: Db, today: string, limit: number): Promise<readonly string[]> {
  const result = await sql<{
    id: string
  }>`select distinct l.id from adoption_entry e join adoption_list l on l.id = e.list_id
    where e.state = 'taken-in' and e.plan is not null and e.priced_at is null and l.state = 'done'
      and (l.priced_from is null or l.priced_from <= ${today}::date) limit ${limit}`.execute(db)
  return result.rows.map((row) => row.id)
}

export async function listTakingIn(db: Db, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('adoption_list')
    .select('id')
    .where('state', '=', 'taking-in')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
