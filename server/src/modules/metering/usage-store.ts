/** SQL of the metering session besides phases and subjects: one connection of its own, for COPY and its temporary tables. */
import { sql } from 'kysely'
import type pg from 'pg'
import { type CopyRows, copyInto, createCopyRows, type Tx } from '../../platform/db/index.ts'
import { monthOf, type Window, windowOfMonth } from './civil-month.ts'
import type { UsageRow } from './derive-usage.ts'
import { HOLDINGS, meterNumber } from './meter.ts'

/** Held by the one session that meters, and by its second connection; whoever closes a month takes both, for the transaction that closes. */
const METERING_LOCK = 4713
const LANE_LOCK = 4714

/** @returns false when another session meters just now. */
export const openMetering = (client: pg.ClientBase): Promise<boolean> => open(client, METERING_LOCK)

/** For a second connection of the same session. @returns false when that of another still writes. */
export const openSecondLane = (client: pg.ClientBase): Promise<boolean> => open(client, LANE_LOCK)

async function open(client: pg.ClientBase, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lock])
  if (rows[0]?.held !== true) return false
  await client.query(`set statement_timeout = '10min';
    create temp table usage_derived (subject_id int, hour int, meter smallint, holding smallint, quantity bigint,
      of_day bigint) on commit delete rows;
    create temp table usage_shut (subject_id int primary key, until int) on commit delete rows`)
  return true
}

/** For whoever closes hours: until the transaction ends nobody meters. @returns false when somebody meters just now. */
export async function holdMetering(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{
    held: boolean
  }>`select pg_try_advisory_xact_lock(${METERING_LOCK}) and pg_try_advisory_xact_lock(${LANE_LOCK}) as held`.execute(
    tx,
  )
  return rows[0]?.held === true
}

/** @returns the hour up to which usage is derived; null before the first time. */
export async function findMark(client: pg.ClientBase): Promise<number | null> {
  const { rows } = await client.query<{ hour: number }>('select hour from usage_mark')
  return rows[0]?.hour ?? null
}

export async function saveMark(client: pg.ClientBase, hour: number): Promise<void> {
  await client.query(
    'insert into usage_mark (hour) values ($1) on conflict (is_only) do update set hour = excluded.hour',
    [hour],
  )
}

/** Usage of a month needs its partition. */
export async function ensureMonth(client: pg.ClientBase, window: Window): Promise<void> {
  await client.query('select ensure_usage_month($1::date)', [`${monthOf(window.from)}-01`])
}

/** In the order of {@link USAGE_COLUMNS}. */
export function writeUsage(
  rows: CopyRows,
  { subject, hour, dimension, holding, quantity, ofDay }: UsageRow,
): void {
  rows.row(6)
  rows.int(subject)
  rows.int(hour)
  rows.smallint(meterNumber(dimension))
  rows.smallint(HOLDINGS[holding])
  rows.bigint(quantity)
  if (ofDay === undefined) rows.null()
  else rows.bigint(ofDay)
}

export const USAGE_COLUMNS = 'subject_id, hour, meter, holding, quantity, of_day'

export interface Batch {
  readonly resourceIds: readonly string[]
  /** Within one month. */
  readonly window: Window
  readonly derived: readonly UsageRow[]
  /** Hours of a body before this one are billed and closed. */
  readonly closed?: { readonly until: ReadonlyMap<string, number>; readonly knownAt: Date }
}

const kept = new WeakMap<pg.ClientBase, CopyRows>()

/** Filled anew for every batch of a session: a third of the time went into making room for them. */
function rowsFor(client: pg.ClientBase): CopyRows {
  const rows = kept.get(client) ?? createCopyRows()
  kept.set(client, rows)
  rows.reset()
  return rows
}

/**
 * Makes the usage of these resources in the window what was derived, and nothing else: what is the same is not written,
 * what is derived no more is taken away; where an hour is closed, the difference is noted beside it. In a transaction of the
 * caller's.
 *
 * @returns rows written or taken away: 0 when it is done again.
 */
export async function mergeUsage(client: pg.ClientBase, batch: Batch): Promise<number> {
  const rows = rowsFor(client)
  for (const row of batch.derived) writeUsage(rows, row)
  const isShut = await noteClosed(client, batch)
  // The ordinary case by far: nobody has derived this window of theirs before.
  if (!isShut && !(await hasUsage(client, batch))) return addAll(client, batch, rows)
  await copyInto(client, `usage_derived (${USAGE_COLUMNS})`, rows)
  const adjusted = isShut ? await adjust(client, batch) : 0
  const changed = await change(client, batch)
  if (changed > 0) await sumMonth(client, batch)
  return adjusted + changed
}

async function noteClosed(client: pg.ClientBase, { closed, resourceIds, window }: Batch): Promise<boolean> {
  if (closed === undefined || closed.until.size === 0) return false
  const { rowCount } = await client.query(
    `insert into usage_shut (subject_id, until)
     select s.id, c.until from usage_subject s join unnest($2::uuid[], $3::int[]) as c (body_id, until) on c.body_id = s.body_id
     where s.resource_id = any ($1::uuid[]) and c.until > $4`,
    [resourceIds, [...closed.until.keys()], [...closed.until.values()], window.from],
  )
  return (rowCount ?? 0) > 0
}

/** Looked up subject by subject: what was never counted yet has no statistics, and would be read as a whole. */
async function hasUsage(client: pg.ClientBase, { resourceIds, window }: Batch): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from usage_subject s cross join lateral (select from usage u
       where u.subject_id = s.id and u.hour >= $2 and u.hour < $3 limit 1) found
     where s.resource_id = any ($1::uuid[]) limit 1`,
    [resourceIds, window.from, window.to],
  )
  return rowCount === 1
}

const INSERT = `insert into usage (${USAGE_COLUMNS}) select ${USAGE_COLUMNS} from usage_derived d`
/** Of what is written or taken away: what is not closed. */
const openOf = (row: string) =>
  `not exists (select from usage_shut c where c.subject_id = ${row}.subject_id and ${row}.hour < c.until)`

/** Straight into the partition: row-level security knows no COPY, and nobody else meters while we do. */
async function addAll(client: pg.ClientBase, { window, derived }: Batch, rows: CopyRows): Promise<number> {
  if (rows.count === 0) return 0
  await copyInto(client, `usage_${monthOf(window.from).replace('-', '')} (${USAGE_COLUMNS})`, rows)
  const { subjects, places, quantities } = sumsOf(derived)
  await client.query(
    `insert into usage_month (month, subject_id, meter, holding, quantity)
     select $1::date, subject, place >> 4, place & 15, quantity
     from unnest($2::int[], $3::int[], $4::bigint[]) as s (subject, place, quantity)
     on conflict (month, subject_id, meter, holding) do update set quantity = usage_month.quantity + excluded.quantity`,
    [firstDayOf(window), subjects, places, quantities],
  )
  return rows.count
}

/** Over all the hours, by subject and place: meter and holding in one small number. The hours of one subject stand together. */
function sumsOf(derived: readonly UsageRow[]) {
  const bySubject = new Map<number, Map<number, number>>()
  let last = Number.NaN
  let sums = new Map<number, number>()
  for (const { subject, dimension, holding, quantity } of derived) {
    // What counts of its day alone.
    if (quantity === 0) continue
    if (subject !== last) {
      sums = bySubject.get(subject) ?? new Map()
      bySubject.set(subject, sums)
      last = subject
    }
    const place = meterNumber(dimension) * 16 + HOLDINGS[holding]
    sums.set(place, (sums.get(place) ?? 0) + quantity)
  }
  const subjects: number[] = []
  const places: number[] = []
  const quantities: number[] = []
  for (const [subject, of] of bySubject)
    for (const [place, quantity] of of) {
      subjects.push(subject)
      places.push(place)
      quantities.push(quantity)
    }
  return { subjects, places, quantities }
}

/**
 * The hours of these resources in the window, looked up subject by subject as well: `offset 0` keeps the planner from joining them
 * otherwise. Without statistics of a month that has just been filled it read all of it for a handful of resources.
 */
const HOURS_OF_BATCH = `usage_subject s cross join lateral (${hoursOf('s.id', '$2', '$3')} offset 0) u
     where s.resource_id = any ($1::uuid[])`

/** Of one subject within one month: those that stand one by one, and those of a closed month that are folded. */
function hoursOf(subject: string, from: string, to: string): string {
  return `select subject_id, hour, meter, holding, quantity, of_day from usage
      where subject_id = ${subject} and hour >= ${from} and hour < ${to}
    union all
    select subject_id, f.hour, meter, holding, quantity, of_day from usage_span
      cross join lateral generate_series(greatest(from_hour, ${from}), least(to_hour, ${to}) - 1) as f (hour)
      where subject_id = ${subject} and from_hour < ${to} and to_hour > ${from}`
}

async function change(client: pg.ClientBase, batch: Batch): Promise<number> {
  const gone = await removeGone(client, batch)
  const come = await client.query(
    `${INSERT} where ${openOf('d')}
     on conflict (subject_id, hour, meter, holding) do update
       set quantity = excluded.quantity, of_day = excluded.of_day
       where (usage.quantity, usage.of_day) is distinct from (excluded.quantity, excluded.of_day)`,
  )
  return gone + (come.rowCount ?? 0)
}

/** What is derived no more: seldom anything. */
async function removeGone(client: pg.ClientBase, { resourceIds, window }: Batch): Promise<number> {
  const { rows } = await client.query<Record<'subject_id' | 'hour' | 'meter' | 'holding', number>>(
    `select u.subject_id, u.hour, u.meter, u.holding from ${HOURS_OF_BATCH} and ${openOf('u')}
       and not exists (select from usage_derived d where d.subject_id = u.subject_id and d.hour = u.hour
         and d.meter = u.meter and d.holding = u.holding)`,
    [resourceIds, window.from, window.to],
  )
  if (rows.length === 0) return 0
  const { rowCount } = await client.query(
    `delete from usage u using unnest($1::int[], $2::int[], $3::smallint[], $4::smallint[]) as g (subject_id, hour, meter, holding)
     where u.subject_id = g.subject_id and u.hour = g.hour and u.meter = g.meter and u.holding = g.holding
       and u.hour >= $5 and u.hour < $6`,
    [
      rows.map((row) => row.subject_id),
      rows.map((row) => row.hour),
      rows.map((row) => row.meter),
      rows.map((row) => row.holding),
      window.from,
      window.to,
    ],
  )
  return rowCount ?? 0
}

/** What is derived now, less what was billed and what was noted before: nothing where it is the same. */
async function adjust(client: pg.ClientBase, { window, closed }: Batch): Promise<number> {
  const { rowCount } = await client.query(
    `insert into usage_adjustment (subject_id, hour, meter, holding, quantity, of_day, known_at)
     select subject_id, hour, meter, holding, sum(quantity), nullif(sum(of_day), 24 * sum(quantity)), $3 from (
       select d.subject_id, d.hour, d.meter, d.holding, d.quantity, coalesce(d.of_day, 24 * d.quantity) as of_day
       from usage_derived d join usage_shut c using (subject_id) where d.hour < c.until
       union all ${takenFrom(hoursOf('c.subject_id', '$1', 'least($2, c.until)'))}
       union all ${takenFrom(`select * from usage_adjustment a
         where a.subject_id = c.subject_id and a.hour >= $1 and a.hour < least($2, c.until)`)}) as parts
     group by subject_id, hour, meter, holding having sum(quantity) <> 0 or sum(of_day) <> 0
     order by subject_id, hour, meter, holding`,
    [window.from, window.to, closed?.knownAt],
  )
  return rowCount ?? 0
}

/** Of closed subjects, one by one as above. */
const takenFrom = (hours: string) =>
  `select c.subject_id, t.hour, t.meter, t.holding, -t.quantity, -coalesce(t.of_day, 24 * t.quantity)
     from usage_shut c cross join lateral (${hours} offset 0) t`

async function sumMonth(client: pg.ClientBase, { resourceIds, window }: Batch): Promise<void> {
  const month = windowOfMonth(monthOf(window.from))
  await client.query(
    `delete from usage_month m using usage_subject s
     where s.resource_id = any ($1::uuid[]) and m.month = $2::date and m.subject_id = s.id`,
    [resourceIds, firstDayOf(window)],
  )
  await client.query(
    `insert into usage_month (month, subject_id, meter, holding, quantity)
     select $4::date, u.subject_id, u.meter, u.holding, sum(u.quantity) from ${HOURS_OF_BATCH} and u.quantity > 0
     group by u.subject_id, u.meter, u.holding`,
    [resourceIds, month.from, month.to, firstDayOf(window)],
  )
}

const firstDayOf = (window: Window) => `${monthOf(window.from)}-01`

/** From when on it counts as a gap that nobody looked. Before, the sample's story is told in leaps. */
export async function judgeGapsFrom(owner: pg.Pool, at: Date | 'infinity' | '-infinity'): Promise<void> {
  await owner.query('update usage_rule set effective_from = $1', [at])
}
