/**
 * SQL of one scan's own session. What was seen lies in temporary tables: they belong to the session alone, are written
 * without a log, and are gone with it, however it ends.
 */
import type pg from 'pg'
import { type CopyRows, copyInto, createCopyRows } from '../../../platform/db/index.ts'
import type { Observed } from '../../cloud/index.ts'
import { writeFingerprint } from '../item/fingerprint.ts'
import type { ItemContent, ItemDifference, KnownItem } from '../item/item.ts'

/** First half of the advisory lock of a cloud's scan; the second is the cloud's id, hashed. */
const SCAN_LOCK = 4712

/** @returns false when another session scans this cloud just now. */
export async function openStaging(client: pg.ClientBase, cloudId: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    'select pg_try_advisory_lock($1::int, hashtext($2)) as held',
    [SCAN_LOCK, cloudId],
  )
  if (rows[0]?.held !== true) return false
  await client.query(`
    set statement_timeout = '10min';
    create temp table scan_seen (id uuid not null);
    create temp table scan_batch (ordinal int, kind text, external_id text collate "C", fingerprint uuid)
      on commit delete rows;
    create temp table scan_content (ordinal int, is_new boolean, id uuid, kind text, external_id text collate "C",
      fingerprint uuid, project_ref text collate "C", name text, state text, native_state text, spec jsonb,
      attributes jsonb, fault text, tag text, resource_id uuid, cloud_created_at timestamptz) on commit delete rows`)
  return true
}

/**
 * A batch has no statistics, and those of a table that is being filled are wrong: only the look-up by key is right at any
 * size of either side. The cast in the statement leaves that one index to choose from.
 */
const BY_KEY = `set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off;
  set local enable_material = off`

/** Two large sides, each read once. */
const BY_HASH = 'set local enable_nestloop = off'

export interface Differing {
  readonly ordinal: number
  /** Null when it was never seen before. */
  readonly id: string | null
}

/** Marks what is known as seen, and answers which of the batch is new or told something else than before. */
export async function compareBatch(
  client: pg.ClientBase,
  cloudId: string,
  rows: CopyRows,
): Promise<readonly Differing[]> {
  await copyInto(client, 'pg_temp.scan_batch (ordinal, kind, external_id, fingerprint)', rows)
  const found = await client.query<{ ordinal: number; id: string | null }>(
    `with compared as (
       select b.ordinal, i.id, i.fingerprint is not distinct from b.fingerprint as is_same
       from pg_temp.scan_batch b
       left join inventory_item i on i.external_id = b.external_id and i.kind = b.kind and i.cloud_id::text = $1),
     marked as (insert into pg_temp.scan_seen select id from compared where id is not null)
     select ordinal, id from compared where id is null or not is_same`,
    [cloudId],
  )
  return found.rows
}

/** Filled by {@link writeSeen}: what `compareBatch` sends. */
export const createSeenRows = createCopyRows

const fingerprint = Buffer.allocUnsafe(16)

export function writeSeen(rows: CopyRows, ordinal: number, observed: Observed): void {
  writeFingerprint(fingerprint, observed)
  rows.row(4)
  rows.int(ordinal)
  rows.text(observed.kind)
  rows.text(observed.externalId)
  rows.uuid(fingerprint)
}

function writeContent(rows: CopyRows, ordinal: number, id: string, isNew: boolean, item: ItemContent): void {
  rows.row(16)
  rows.int(ordinal)
  rows.boolean(isNew)
  rows.uuid(id)
  rows.text(item.kind)
  rows.text(item.externalId)
  rows.uuid(item.fingerprint)
  rows.text(item.projectRef)
  rows.text(item.name)
  rows.text(item.state)
  rows.text(item.nativeState)
  rows.json(item.spec)
  rows.json(item.attributes)
  rows.text(item.fault)
  rows.text(item.tag)
  rows.uuid(item.resourceId)
  rows.instant(item.createdAt)
}

const COLUMNS = `kind, external_id, fingerprint, project_ref, name, state, native_state, spec, attributes, fault, tag,
  resource_id, cloud_created_at`

export interface Arrival {
  readonly ordinal: number
  readonly id: string
  readonly isNew: boolean
  readonly content: ItemContent
}

/** What differs is sent in full. @param rows taken anew each time, so that they are allocated once a scan. */
export async function sendContents(
  client: pg.ClientBase,
  rows: CopyRows,
  arrivals: readonly Arrival[],
): Promise<void> {
  rows.reset()
  for (const { ordinal, id, isNew, content } of arrivals) writeContent(rows, ordinal, id, isNew, content)
  const columns = `ordinal, is_new, id, ${COLUMNS}`
  await copyInto(client, `pg_temp.scan_content (${columns})`, rows)
}

/** Of two that meet the same new thing at once the first one writes it. */
export async function insertArrived(
  client: pg.ClientBase,
  cloudId: string,
  asked: Date,
  now: Date,
): Promise<number> {
  const { rowCount } = await client.query(
    `insert into inventory_item (id, cloud_id, ${COLUMNS}, first_seen_at, known_since)
     select id, $1, ${COLUMNS}, $3, $2 from pg_temp.scan_content where is_new
     on conflict (cloud_id, kind, external_id) do nothing`,
    [cloudId, asked, now],
  )
  return rowCount ?? 0
}

export interface KnownRow extends KnownItem {
  readonly ordinal: number
  readonly id: string
  readonly resource_id: string | null
  readonly vanished_at: Date | null
}

/** What was known of those that differ, unless something newer than the page has become known meanwhile. Locked. */
export async function listKnownForUpdate(client: pg.ClientBase, asked: Date): Promise<readonly KnownRow[]> {
  const { rows } = await client.query<KnownRow>(
    `select c.ordinal, i.id, i.project_ref, i.name, i.state, i.native_state, i.spec, i.attributes, i.fault, i.tag,
       i.resource_id, i.vanished_at
     from pg_temp.scan_content c join inventory_item i on i.id = c.id
     where not c.is_new and i.known_since <= $1 order by i.id for update of i`,
    [asked],
  )
  return rows
}

export async function updateChanged(
  client: pg.ClientBase,
  ids: readonly string[],
  asked: Date,
): Promise<void> {
  await client.query(
    `update inventory_item i set fingerprint = c.fingerprint, project_ref = c.project_ref, name = c.name,
       state = c.state, native_state = c.native_state, spec = c.spec, attributes = c.attributes, fault = c.fault,
       tag = c.tag, resource_id = c.resource_id, cloud_created_at = c.cloud_created_at, known_since = $2,
       vanished_at = null
     from pg_temp.scan_content c where c.id = i.id and i.id = any($1::uuid[])`,
    [[...ids], asked],
  )
}

export interface NewChange {
  readonly itemId: string
  readonly sort: 'changed' | 'reappeared'
  readonly differences: readonly ItemDifference[]
}

export async function insertChanges(
  client: pg.ClientBase,
  of: { readonly cloudId: string; readonly scanId: string; readonly now: Date },
  changes: readonly NewChange[],
): Promise<void> {
  await client.query(
    `insert into inventory_change (item_id, cloud_id, sort, differences, scan_id, at)
     select item_id, $1, sort, differences, $2, $3 from unnest($4::uuid[], $5::text[], $6::jsonb[])
       as c(item_id, sort, differences)`,
    [
      of.cloudId,
      of.scanId,
      of.now,
      changes.map((one) => one.itemId),
      changes.map((one) => one.sort),
      changes.map((one) => JSON.stringify(one.differences)),
    ],
  )
}

export interface Scanned {
  readonly cloudId: string
  readonly scanId: string
  readonly kinds: readonly string[]
  readonly beganAt: Date
  readonly now: Date
}

/** Runs the statements of one batch, or of the end, as one transaction of the scan's session. */
export async function inStagingTx<T>(
  client: pg.ClientBase,
  plan: 'by-key' | 'by-hash',
  body: () => Promise<T>,
): Promise<T> {
  // One message: while a page is being read, every further round trip waits for its end.
  await client.query(`begin; ${plan === 'by-key' ? BY_KEY : BY_HASH}`)
  try {
    const result = await body()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** What stands in the inventory, and what of it a complete scan has not shown. */
export async function countUnseen(
  client: pg.ClientBase,
  { cloudId, kinds, beganAt }: Scanned,
): Promise<{ readonly standing: number; readonly gone: number }> {
  const { rows } = await client.query<{ standing: string; gone: string }>(
    `select count(*) as standing, count(*) filter (where s.id is null and i.known_since < $3) as gone
     from inventory_item i left join (select distinct id from pg_temp.scan_seen) s on s.id = i.id
     where i.cloud_id = $1 and i.kind = any($2::text[]) and i.vanished_at is null`,
    [cloudId, [...kinds], beganAt],
  )
  return { standing: Number(rows[0]?.standing), gone: Number(rows[0]?.gone) }
}

/**
 * Only after a complete scan (F9). What became known after the scan began is left alone: its page may have passed by
 * before it was made. @returns ids out of the tags of what is gone.
 */
export async function markVanished(
  client: pg.ClientBase,
  { cloudId, scanId, kinds, beganAt, now }: Scanned,
): Promise<{ readonly count: number; readonly resourceIds: readonly string[] }> {
  const { rows } = await client.query<{ resource_id: string | null }>(
    `with gone as (
       update inventory_item i set fingerprint = null, vanished_at = $5, known_since = $4
       where i.cloud_id = $1 and i.kind = any($3::text[]) and i.vanished_at is null and i.known_since < $4
         and not exists (select from pg_temp.scan_seen s where s.id = i.id)
       returning i.id, i.resource_id),
     told as (
       insert into inventory_change (item_id, cloud_id, sort, differences, scan_id, at)
       select id, $1, 'vanished', '[]', $2, $5 from gone)
     select resource_id from gone`,
    [cloudId, scanId, [...kinds], beganAt, now],
  )
  return { count: rows.length, resourceIds: rows.flatMap((row) => row.resource_id ?? []) }
}
