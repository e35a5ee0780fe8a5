/** SQL on readings of counters, and on when each cloud was asked for them. */
import type { ResourceKind } from '@yunheng/contract'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { instantOf, type Window } from '../civil-month.ts'
import type { Counted } from './count-usage.ts'
import type { Reading } from './flow.ts'

interface StoredReading {
  readonly resource_id: string
  readonly begun: Date
  readonly counter: string
  readonly since: Date | null
  readonly at: Date
  readonly bytes: string
  readonly gap_ms: number | null
}

/**
 * Readings of these resources in the window, and of each counter the last one before. How long nobody may look is the rule that was in
 * force when the reading was taken.
 */
export async function readCounted(
  client: pg.ClientBase,
  resourceIds: readonly string[],
  window: Window,
): Promise<ReadonlyMap<string, Counted>> {
  if (resourceIds.length === 0) return new Map()
  const { rows } = await client.query<StoredReading>(
    `with asked as (
       select * from counter_reading where resource_id = any ($1::uuid[]) and at >= $2 and at < $3
     ), told as (
       select * from asked union all
       select p.* from (select distinct resource_id, counter, since from asked) k
         cross join lateral (select * from counter_reading c where c.resource_id = k.resource_id and c.counter = k.counter
           and c.since = k.since and c.at < $2 order by c.at desc limit 1) p)
     select t.resource_id, r.created_at as begun, t.counter, nullif(t.since, '-infinity') as since, t.at, t.bytes::text as bytes,
       case when t.at >= (select effective_from from usage_rule)
         then (extract(epoch from gap_after(t.at)) * 1000)::float8 end as gap_ms
     from told t join resource r on r.id = t.resource_id`,
    [resourceIds, instantOf(window.from), instantOf(window.to)],
  )
  const byResource = Map.groupBy(rows, (row) => row.resource_id)
  return new Map(
    [...byResource].map(([id, own]) => [
      id,
      { begun: (own[0] as StoredReading).begun.getTime(), readings: own.map(toReading) },
    ]),
  )
}

const toReading = ({ counter, since, at, bytes, gap_ms: gapMs }: StoredReading): Reading => ({
  counter,
  since: since?.getTime() ?? null,
  at: at.getTime(),
  bytes: BigInt(bytes),
  gapMs,
})

/** A thing of ours that traffic goes through. */
export interface CountedThing {
  readonly id: string
  readonly external_id: string
  readonly created_at: Date
  readonly plan_id: string
}

/** Those on a cloud that were delivered under a plan and are meant to stay. */
export async function listThingsWithCounters(
  db: Db,
  cloudId: string,
  kinds: readonly ResourceKind[],
): Promise<readonly CountedThing[]> {
  const { rows } = await sql<CountedThing>`
    select id, external_id, created_at, plan ->> 'id' as plan_id from resource
    where cloud_id = ${cloudId} and kind = any (${[...kinds]}::text[]) and presence = 'present' and external_id is not null
      and provisioned_at is not null and plan is not null`.execute(db)
  return rows
}

export async function hasReadings(db: Db, resourceId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select exists (
    select from counter_reading where resource_id = ${resourceId}) as has`.execute(db)
  return rows[0]?.has === true
}

/** A reading to keep. */
export interface NewReading {
  readonly resourceId: string
  readonly counter: string
  readonly since: Date | null
  readonly at: Date
  readonly bytes: bigint
}

/** What stands beside a reading of the same counter; null where nothing does. */
interface Neighbours {
  readonly before: bigint | null
  readonly after: bigint | null
}

const rowsOf = (readings: readonly NewReading[]) =>
  JSON.stringify(
    readings.map(({ resourceId, counter, since, at, bytes }, no) => ({
      no,
      resource_id: resourceId,
      counter,
      since: since?.toISOString() ?? '-infinity',
      at: at.toISOString(),
      bytes: bytes.toString(),
    })),
  )
const GIVEN = sql`r (no int, resource_id uuid, counter text, since timestamptz, at timestamptz, bytes numeric)`

/** In the order given. */
export async function listNeighbours(
  tx: Tx,
  readings: readonly NewReading[],
): Promise<readonly Neighbours[]> {
  const { rows } = await sql<{ before: string | null; after: string | null }>`
    select b.bytes::text as before, a.bytes::text as after from jsonb_to_recordset(${rowsOf(readings)}::jsonb) as ${GIVEN}
      left join lateral (select c.bytes from counter_reading c where c.resource_id = r.resource_id and c.counter = r.counter
        and c.since = r.since and c.at < r.at order by c.at desc limit 1) b on true
      left join lateral (select c.bytes from counter_reading c where c.resource_id = r.resource_id and c.counter = r.counter
        and c.since = r.since and c.at > r.at order by c.at limit 1) a on true
    order by r.no`.execute(tx)
  const toBytes = (text: string | null) => (text === null ? null : BigInt(text))
  return rows.map(({ before, after }) => ({ before: toBytes(before), after: toBytes(after) }))
}

/** @returns how many were not there yet: told again, a reading is the one that stands. */
export async function insertReadings(tx: Tx, readings: readonly NewReading[]): Promise<number> {
  if (readings.length === 0) return 0
  const { numAffectedRows } = await sql`insert into counter_reading (resource_id, counter, since, at, bytes)
    select resource_id, counter, since, at, bytes from jsonb_to_recordset(${rowsOf(readings)}::jsonb) as ${GIVEN}
    order by resource_id, counter, since, at on conflict do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Clouds that nobody asked since, those in use alone. */
export async function listCloudsToAsk(db: Db, before: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cloud c left join counter_look l on l.cloud_id = c.id
    where c.state <> 'suspended' and (l.looked_at is null or l.looked_at <= ${before}) order by c.id limit 200`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

export async function noteLooked(tx: Tx, cloudId: string, at: Date, isTold: boolean): Promise<void> {
  await sql`insert into counter_look (cloud_id, looked_at, is_told) values (${cloudId}, ${at}, ${isTold})
    on conflict (cloud_id) do update set looked_at = excluded.looked_at, is_told = excluded.is_told`.execute(
    tx,
  )
}
