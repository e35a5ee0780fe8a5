import { sql } from 'kysely'
import type { Db, Tx } from '../db/index.ts'

export interface Lease {
  readonly id: string
  readonly token: string
  readonly nudges: number
  readonly failures: number
}

/** Asks for a look at one thing, at the latest at `dueAt`. Many nudges collapse into one row. */
/** Of one or of many, in one statement and always in the same order, so that two who nudge the same never wait for each other. */
export async function insertNudge(
  tx: Tx,
  reconciler: string,
  ids: string | readonly string[],
  dueAt: Date,
): Promise<void> {
  const each = [...new Set(typeof ids === 'string' ? [ids] : ids)].sort()
  if (each.length === 0) return
  await sql`insert into reconcile_item (reconciler, id, due_at)
    select ${reconciler}, id, ${dueAt} from unnest(${each}::uuid[]) id
    on conflict (reconciler, id) do update
      set nudges = reconcile_item.nudges + 1, due_at = least(reconcile_item.due_at, excluded.due_at)`.execute(
    tx,
  )
}

/** Leases what is due, skipping what others hold. A lease that ran out belongs to a process that died. */
export async function leaseDue(
  tx: Tx,
  reconciler: string,
  now: Date,
  limit: number,
  lease: { readonly until: Date; readonly token: string },
): Promise<readonly Lease[]> {
  const rows = await sql<{ id: string; nudges: number; failures: number }>`
    update reconcile_item set leased_until = ${lease.until}, lease_token = ${lease.token}
    where (reconciler, id) in (
      select reconciler, id from reconcile_item
      where reconciler = ${reconciler} and due_at <= ${now} and (leased_until is null or leased_until < ${now})
      order by due_at limit ${limit} for update skip locked)
    returning id, nudges, failures`.execute(tx)
  return rows.rows.map((row) => ({ ...row, token: lease.token }))
}

/** Nothing left to do: the row goes, unless a nudge came in meanwhile. */
export async function removeDone(tx: Tx, reconciler: string, lease: Lease): Promise<void> {
  const gone = await tx
    .deleteFrom('reconcile_item')
    .where('reconciler', '=', reconciler)
    .where('id', '=', lease.id)
    .where('lease_token', '=', lease.token)
    .where('nudges', '=', lease.nudges)
    .executeTakeFirst()
  if (gone.numDeletedRows === 0n)
    await updateDue(tx, reconciler, lease, { dueAt: null, failures: 0, error: null })
}

/** Look again at `dueAt`; null keeps the instant that a nudge has set. */
export async function updateDue(
  tx: Tx,
  reconciler: string,
  lease: Lease,
  next: { readonly dueAt: Date | null; readonly failures: number; readonly error: string | null },
): Promise<void> {
  await sql`update reconcile_item set leased_until = null, lease_token = null, failures = ${next.failures},
      last_error = ${next.error?.slice(0, 500) ?? null},
      due_at = case when nudges <> ${lease.nudges} then due_at else coalesce(${next.dueAt}::timestamptz, due_at) end
    where reconciler = ${reconciler} and id = ${lease.id} and lease_token = ${lease.token}`.execute(tx)
}

export async function extendLeases(db: Db, token: string, until: Date): Promise<void> {
  await db
    .updateTable('reconcile_item')
    .set({ leased_until: until })
    .where('lease_token', '=', token)
    .execute()
}
