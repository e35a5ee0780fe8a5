import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { ScanFailure, ScanSort, ScansSoFar } from './scan.ts'

export interface ScanCounts {
  readonly pages: number
  readonly seen: number
  readonly appeared: number
  readonly changed: number
  readonly vanished: number
}

export async function insertScan(
  tx: Tx,
  scan: { readonly id: string; readonly cloudId: string; readonly sort: ScanSort; readonly now: Date },
): Promise<void> {
  await tx
    .insertInto('inventory_scan')
    .values({
      id: scan.id,
      cloud_id: scan.cloudId,
      sort: scan.sort,
      state: 'running',
      details: '{}',
      began_at: scan.now,
    })
    .execute()
}

export async function updateScanComplete(tx: Tx, id: string, counts: ScanCounts, now: Date): Promise<void> {
  await tx
    .updateTable('inventory_scan')
    .set({ ...counts, state: 'complete', ended_at: now })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

export async function updateScanFailed(
  tx: Tx,
  id: string,
  counts: ScanCounts,
  failure: ScanFailure,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('inventory_scan')
    .set({
      ...counts,
      state: 'failed',
      reason: failure.reason,
      details: JSON.stringify(failure.details),
      cloud_request_id: failure.cloudRequestId,
      ended_at: now,
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

/** Whoever holds the cloud's lock knows that no other scan of it runs: what says so was killed. */
export async function updateScansInterrupted(
  tx: Tx,
  cloudId: string,
  failure: ScanFailure,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('inventory_scan')
    .set({ state: 'failed', reason: failure.reason, ended_at: now })
    .where('cloud_id', '=', cloudId)
    .where('state', '=', 'running')
    .execute()
}

export async function findScansSoFar(db: Db, cloudId: string): Promise<ScansSoFar> {
  const found = await sql<{
    last_full: Date | null
    last_any: Date | null
    failures: string
    last_failed: Date | null
    wanted: Date | null
  }>`
    with complete as (
      select max(began_at) filter (where sort = 'full') as last_full, max(began_at) as last_any
      from inventory_scan where cloud_id = ${cloudId} and state = 'complete')
    select complete.last_full, complete.last_any, count(failed.id) as failures, max(failed.ended_at) as last_failed,
      (select wanted_at from inventory_wish where cloud_id = ${cloudId}) as wanted
    from complete left join inventory_scan failed on failed.cloud_id = ${cloudId} and failed.state = 'failed'
      and (complete.last_any is null or failed.began_at > complete.last_any)
    group by complete.last_full, complete.last_any`.execute(db)
  const row = found.rows[0]
  return {
    lastFullBeganAt: row?.last_full ?? null,
    lastBeganAt: row?.last_any ?? null,
    failures: Number(row?.failures ?? 0),
    lastFailedAt: row?.last_failed ?? null,
    wantedAt: row?.wanted ?? null,
  }
}

export async function findWish(db: Db, cloudId: string) {
  return db.selectFrom('inventory_wish').selectAll().where('cloud_id', '=', cloudId).executeTakeFirst()
}

/** A wish that came in while the scan ran stays for the next one. */
export async function removeWish(tx: Tx, cloudId: string, notAfter: Date): Promise<void> {
  await tx
    .deleteFrom('inventory_wish')
    .where('cloud_id', '=', cloudId)
    .where('wanted_at', '<=', notAfter)
    .execute()
}

const SWEEP_BATCH = 100

/** Clouds in service with no complete scan that began since then, or wished for; those under way are leased anyway. */
export async function listUnscanned(db: Db, before: Date): Promise<readonly string[]> {
  const found = await sql<{ id: string }>`
    select c.id from cloud c
    where c.state <> 'suspended' and (
      exists (select from inventory_wish w where w.cloud_id = c.id)
      or not exists (select from inventory_scan s
        where s.cloud_id = c.id and s.state = 'complete' and s.began_at > ${before}))
    order by c.id limit ${SWEEP_BATCH}`.execute(db)
  return found.rows.map((row) => row.id)
}
