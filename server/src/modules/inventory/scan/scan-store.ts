import { type Selectable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'
import type { ScanFailure, ScanSort, ScansSoFar } from './scan.ts'

export type ScanRow = Selectable<Tables['inventory_scan']>

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

/** How far it has come, for whoever waits for it. */
export async function updateScanProgress(tx: Tx, id: string, counts: ScanCounts): Promise<void> {
  await tx
    .updateTable('inventory_scan')
    .set({ ...counts })
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

export async function listScans<W>(db: Db, cloudId: string, page: PageRequest, toWire: (row: ScanRow) => W) {
  const query = db.selectFrom('inventory_scan').selectAll().where('cloud_id', '=', cloudId)
  return readPage(
    query,
    page,
    { sort: 'began_at', id: 'id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.began_at.toISOString(), row.id],
    toWire,
  )
}

export async function insertWish(
  tx: Tx,
  wish: { readonly cloudId: string; readonly now: Date; readonly lossReason: string | null },
): Promise<void> {
  const wanted = { cloud_id: wish.cloudId, wanted_at: wish.now, loss_reason: wish.lossReason }
  await tx
    .insertInto('inventory_wish')
    .values(wanted)
    .onConflict((oc) => oc.column('cloud_id').doUpdateSet(wanted))
    .execute()
}

export interface CloudScansRow {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly last_full: Date | null
  readonly last_any: Date | null
  readonly scans: string
  readonly failed: string
  readonly is_scanning: boolean
  readonly is_wanted: boolean
  readonly running_sort: ScanRow['sort'] | null
  readonly running_seen: number | null
  /** What the last complete full scan read. */
  readonly full_seen: number | null
  readonly last_state: ScanRow['state'] | null
  readonly last_reason: string | null
  readonly last_details: unknown
}

const CLOUDS_MAX = 1000

/** How the scans of each cloud in sight went; `since` bounds what is counted. */
export async function listCloudScans(
  db: Db,
  since: Date,
  cloudId: string | null = null,
): Promise<readonly CloudScansRow[]> {
  const found = await sql<CloudScansRow>`
    select c.id, c.name, c.state, full_scan.began_at as last_full, any_scan.began_at as last_any, day.scans, day.failed,
      coalesce(last_scan.state = 'running', false) as is_scanning, last_scan.sort as running_sort,
      last_scan.seen as running_seen, full_scan.seen as full_seen,
      exists (select from inventory_wish w where w.cloud_id = c.id) as is_wanted, ended.state as last_state, ended.reason as last_reason,
      ended.details as last_details
    from cloud c
    left join lateral (select began_at, seen from inventory_scan s where s.cloud_id = c.id and s.state = 'complete'
      and s.sort = 'full' order by began_at desc limit 1) full_scan on true
    left join lateral (select began_at from inventory_scan s where s.cloud_id = c.id and s.state = 'complete'
      order by began_at desc limit 1) any_scan on true
    left join lateral (select state, sort, seen from inventory_scan s where s.cloud_id = c.id
      order by began_at desc, id desc limit 1) last_scan on true
    left join lateral (select state, reason, details from inventory_scan s where s.cloud_id = c.id
      and s.state <> 'running' order by began_at desc, id desc limit 1) ended on true
    left join lateral (select count(*) as scans, count(*) filter (where s.state = 'failed') as failed
      from inventory_scan s where s.cloud_id = c.id and s.began_at >= ${since}) day on true
    where ${cloudId}::uuid is null or c.id = ${cloudId}
    order by c.name, c.id limit ${CLOUDS_MAX}`.execute(db)
  return found.rows
}
