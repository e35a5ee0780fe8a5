/**
 * SQL of one scan's own session. What differs from what is known lies in temporary tables: they belong to the session
 * alone, are written without a log, and are gone with it, however it ends.
 */
import type pg from 'pg'
import { type CopyRows, copyInto, createCopyRows } from '../../../platform/db/index.ts'
import type { ItemContent, ItemDifference, KnownItem } from '../item/item.ts'
import type { KnownThings } from './known-things.ts'

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
    create temp table scan_unseen (id uuid not null);
    create temp table scan_content (ordinal int, id uuid, kind text, external_id text collate "C", fingerprint uuid,
      project_ref text collate "C", name text, state text, native_state text, spec jsonb, attributes jsonb, fault text,
      tag text, resource_id uuid, cloud_created_at timestamptz) on commit delete rows`)
  return true
}

const KNOWN_AT_A_TIME = 20_000

/** Reads what is known of the cloud, in the order of one index and from it alone. */
export async function readKnown(client: pg.ClientBase, cloudId: string, into: KnownThings): Promise<void> {
  let last: string | null = '00000000-0000-0000-0000-000000000000'
  while (last !== null) {
    const page: pg.QueryResult<{ entries: Buffer | null; last: string | null }> = await client.query(
      `with known as materialized (
         select id, fingerprint from inventory_item
         where cloud_id = $1 and id > $2 and fingerprint is not null order by id limit ${KNOWN_AT_A_TIME})
       select string_agg(uuid_send(fingerprint) || uuid_send(id), '') as entries,
         (select id from known order by id desc limit 1) as last from known`,
      [cloudId, last],
    )
    const [row] = page.rows
    if (row?.entries) into.add(row.entries)
    last = row?.last ?? null
  }
}

/**
 * A batch has no statistics, and those of a table that is being filled are wrong: only the look-up by key is right at any
 * size of either side. The cast in the statement leaves that one index to choose from.
 */
const BY_KEY = `set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off;
  set local enable_material = off`

/** Same thing as in the batch, found by the index of its key. @param cloud number of the parameter. */
const sameThing = (cloud: string) =>
  `i.external_id = c.external_id and i.kind = c.kind and i.cloud_id::text = ${cloud}`

function writeContent(rows: CopyRows, { ordinal, id, content }: Arrival): void {
  rows.row(15)
  rows.int(ordinal)
  rows.uuid(id)
  rows.text(content.kind)
  rows.text(content.externalId)
  rows.uuid(content.fingerprint)
  rows.text(content.projectRef)
  rows.text(content.name)
  rows.text(content.state)
  rows.text(content.nativeState)
  rows.json(content.spec)
  rows.json(content.attributes)
  rows.text(content.fault)
  rows.text(content.tag)
  rows.uuid(content.resourceId)
  rows.instant(content.createdAt)
}

const COLUMNS = `kind, external_id, fingerprint, project_ref, name, state, native_state, spec, attributes, fault, tag,
  resource_id, cloud_created_at`

export interface Arrival {
  readonly ordinal: number
  /** Its id, should it be new. */
  readonly id: string
  readonly content: ItemContent
}

/** Filled by {@link fillContents}, sent by {@link sendContents}. */
export const createContentRows = createCopyRows

export function fillContents(rows: CopyRows, arrivals: readonly Arrival[]): void {
  rows.reset()
  for (const arrival of arrivals) writeContent(rows, arrival)
}

export async function sendContents(client: pg.ClientBase, rows: CopyRows): Promise<void> {
  await copyInto(client, `pg_temp.scan_content (ordinal, id, ${COLUMNS})`, rows)
}

/** What is not there yet. Of two that meet the same new thing at once the first one writes it. */
export async function insertArrived(
  client: pg.ClientBase,
  cloudId: string,
  asked: Date,
  now: Date,
): Promise<number> {
  const { rowCount } = await client.query(
    `insert into inventory_item (id, cloud_id, ${COLUMNS}, first_seen_at, known_since)
     select id, $1, ${COLUMNS}, $3, $2 from pg_temp.scan_content
     on conflict (cloud_id, kind, external_id) do nothing`,
    [cloudId, asked, now],
  )
  return rowCount ?? 0
}

/** Those of the batch that were there before, which therefore have been seen. @returns their ordinals. */
export async function markMet(client: pg.ClientBase, cloudId: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ ordinal: number }>(
    `with met as (
       select c.ordinal, i.id from pg_temp.scan_content c join inventory_item i on ${sameThing('$1')}
       where i.id <> c.id),
     marked as (insert into pg_temp.scan_seen select id from met)
     select ordinal from met`,
    [cloudId],
  )
  return rows.map((row) => row.ordinal)
}

export interface KnownRow extends KnownItem {
  readonly ordinal: number
  readonly id: string
  readonly fingerprint: string | null
  readonly resource_id: string | null
  readonly vanished_at: Date | null
}

/** What was known of those that differ, unless something newer than the page has become known meanwhile. Locked. */
export async function listKnownForUpdate(
  client: pg.ClientBase,
  cloudId: string,
  asked: Date,
): Promise<readonly KnownRow[]> {
  const { rows } = await client.query<KnownRow>(
    `select c.ordinal, i.id, i.fingerprint, i.project_ref, i.name, i.state, i.native_state, i.spec, i.attributes, i.fault,
       i.tag, i.resource_id, i.vanished_at
     from pg_temp.scan_content c join inventory_item i on ${sameThing('$1')}
     where i.id <> c.id and i.fingerprint is distinct from c.fingerprint and i.known_since <= $2
     order by i.id for update of i`,
    [cloudId, asked],
  )
  return rows
}

export async function updateChanged(
  client: pg.ClientBase,
  known: readonly Pick<KnownRow, 'id' | 'ordinal'>[],
  asked: Date,
): Promise<void> {
  await client.query(
    `update inventory_item i set fingerprint = c.fingerprint, project_ref = c.project_ref, name = c.name,
       state = c.state, native_state = c.native_state, spec = c.spec, attributes = c.attributes, fault = c.fault,
       tag = c.tag, resource_id = c.resource_id, cloud_created_at = c.cloud_created_at, known_since = $3,
       vanished_at = null
     from unnest($1::uuid[], $2::int[]) k(id, ordinal) join pg_temp.scan_content c on c.ordinal = k.ordinal
     where i.id = k.id`,
    [known.map((row) => row.id), known.map((row) => row.ordinal), asked],
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

/** Runs the statements of one batch as one transaction of the scan's session. */
export async function inBatchTx<T>(client: pg.ClientBase, body: () => Promise<T>): Promise<T> {
  // One message: while a page is being read, every further round trip waits for its end.
  await client.query(`begin; ${BY_KEY}`)
  try {
    const result = await body()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** Tells the session what of the known was neither seen as it was nor met in a batch. @returns how many. */
export async function sendUnseen(client: pg.ClientBase, known: KnownThings): Promise<number> {
  const rows = createCopyRows()
  for (const id of known.unseen()) {
    rows.row(1)
    rows.uuid(id)
  }
  if (rows.count === 0) return 0
  await copyInto(client, 'pg_temp.scan_unseen (id)', rows)
  await client.query('analyze pg_temp.scan_unseen; analyze pg_temp.scan_seen')
  return rows.count
}

/** What became known after the scan began is left alone: its page may have passed by before it was made. */
const GONE = `i.cloud_id = $1 and i.kind = any($2::text[]) and i.vanished_at is null and i.known_since < $3
  and not exists (select from pg_temp.scan_seen s where s.id = i.id)`

/** What stands in the inventory, and what of it a complete scan has not shown. */
export async function countGone(
  client: pg.ClientBase,
  { cloudId, kinds, beganAt }: Scanned,
): Promise<{ readonly standing: number; readonly gone: number }> {
  const { rows } = await client.query<{ standing: string; gone: string }>(
    `select (select count(*) from inventory_item i
         where i.cloud_id = $1 and i.kind = any($2::text[]) and i.vanished_at is null) as standing,
       (select count(*) from pg_temp.scan_unseen u join inventory_item i on i.id = u.id where ${GONE}) as gone`,
    [cloudId, [...kinds], beganAt],
  )
  return { standing: Number(rows[0]?.standing), gone: Number(rows[0]?.gone) }
}

/** Only after a complete scan (F9). @returns ids out of the tags of what is gone. */
export async function markVanished(
  client: pg.ClientBase,
  { cloudId, scanId, kinds, beganAt, now }: Scanned,
): Promise<{ readonly count: number; readonly resourceIds: readonly string[] }> {
  const { rows } = await client.query<{ resource_id: string | null }>(
    `with gone as (
       update inventory_item i set fingerprint = null, vanished_at = $5, known_since = $3
       from pg_temp.scan_unseen u where u.id = i.id and ${GONE}
       returning i.id, i.resource_id),
     told as (
       insert into inventory_change (item_id, cloud_id, sort, differences, scan_id, at)
       select id, $1, 'vanished', '[]', $4, $5 from gone)
     select resource_id from gone`,
    [cloudId, [...kinds], beganAt, scanId, now],
  )
  return { count: rows.length, resourceIds: rows.flatMap((row) => row.resource_id ?? []) }
}

/** Resources of which a look, not a scan, told something else since then: their items' ids, to their own. */
export async function listLookedAt(
  client: pg.ClientBase,
  cloudId: string,
  since: Date,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ id: string; resource_id: string }>(
    `select distinct i.id, i.resource_id from inventory_change c join inventory_item i on i.id = c.item_id
     where c.cloud_id = $1 and c.at >= $2 and c.scan_id is null and i.resource_id is not null`,
    [cloudId, since],
  )
  return new Map(rows.map((row) => [row.id.replaceAll('-', ''), row.resource_id]))
}
