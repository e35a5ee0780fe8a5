/** SQL on days of measures, on counters as they were last read, and on when each cloud was last asked. */
import type { MeasureMetric } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { Counter } from '../cloud/index.ts'
import { type MeasureDay, metricNumber, metricOfNumber, NOTHING, type Summary } from './measure.ts'
import type { LastRead } from './read-counters.ts'

/** A server of ours that a cloud may be asked about. */
export interface MeasuredServer {
  readonly id: string
  readonly external_id: string
  readonly body_id: string
  readonly provider_body_id: string
  readonly provisioned_at: Date
}

/** Servers of ours on a cloud that were delivered and are meant to stay. */
export async function listServersOf(db: Db, cloudId: string): Promise<readonly MeasuredServer[]> {
  const { rows } = await sql<MeasuredServer>`
    select id, external_id, body_id, provider_body_id, provisioned_at from resource
    where cloud_id = ${cloudId} and kind = 'server' and presence = 'present' and external_id is not null
      and provisioned_at is not null`.execute(db)
  return rows
}

/** Clouds that nobody asked since, those in use alone. */
export async function listCloudsToAsk(db: Db, before: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cloud c left join measure_look l on l.cloud_id = c.id
    where c.state <> 'suspended' and (l.looked_at is null or l.looked_at <= ${before}) order by c.id limit 200`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

export async function noteLooked(tx: Tx, cloudId: string, at: Date, isTold: boolean): Promise<void> {
  await sql`insert into measure_look (cloud_id, looked_at, is_told) values (${cloudId}, ${at}, ${isTold})
    on conflict (cloud_id) do update set looked_at = excluded.looked_at, is_told = excluded.is_told`.execute(
    tx,
  )
}

export async function listLastRead(
  tx: Tx,
  resourceIds: readonly string[],
): Promise<ReadonlyMap<string, LastRead>> {
  const { rows } = await sql<{ resource_id: string; at: Date; counters: Record<string, string> }>`
    select resource_id, at, counters from measure_read where resource_id = any (${[...resourceIds]}::uuid[])
    order by resource_id for update`.execute(tx)
  return new Map(
    rows.map(({ resource_id, at, counters }) => [
      resource_id,
      {
        at,
        counters: Object.fromEntries(Object.entries(counters).map(([name, value]) => [name, BigInt(value)])),
      },
    ]),
  )
}

export async function saveLastRead(tx: Tx, reads: ReadonlyMap<string, LastRead>): Promise<void> {
  if (reads.size === 0) return
  const rows = [...reads].map(([resource_id, { at, counters }]) => ({
    resource_id,
    at: at.toISOString(),
    counters: Object.fromEntries(
      (Object.entries(counters) as [Counter, bigint][]).map(([name, value]) => [name, value.toString()]),
    ),
  }))
  await sql`insert into measure_read (resource_id, at, counters)
    select resource_id, at, counters
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (resource_id uuid, at timestamptz, counters jsonb)
    order by resource_id
    on conflict (resource_id) do update set at = excluded.at, counters = excluded.counters
      where measure_read.at < excluded.at`.execute(tx)
}

interface DayColumns {
  readonly resource_id: string
  readonly day: string
  readonly metric: number
  readonly samples: number
  readonly sum: string
  readonly peak: string
  readonly histogram: readonly number[]
  readonly slots: Buffer
}

/** Days of these that are known, held until the transaction ends. */
export async function loadDaysForUpdate(
  tx: Tx,
  resourceIds: readonly string[],
  days: readonly string[],
): Promise<ReadonlyMap<string, readonly MeasureDay[]>> {
  const { rows } = await sql<DayColumns>`
    select resource_id, day::text as day, metric, samples, sum::text as sum, peak::text as peak, histogram, slots
    from measure_day where resource_id = any (${[...resourceIds]}::uuid[]) and day = any (${[...days]}::date[])
    order by resource_id, day, metric for update`.execute(tx)
  const known = new Map<string, MeasureDay[]>()
  for (const row of rows) {
    const list = known.get(row.resource_id) ?? []
    list.push({ ...toSummable(row), day: row.day, metric: metricOfNumber(row.metric), slots: row.slots })
    known.set(row.resource_id, list)
  }
  return known
}

const toSummable = ({
  samples,
  sum,
  peak,
  histogram,
}: Pick<DayColumns, 'samples' | 'sum' | 'peak' | 'histogram'>) => ({
  samples,
  sum: Number(sum),
  peak: Number(peak),
  histogram,
})

export interface DayToSave {
  readonly server: MeasuredServer
  readonly day: MeasureDay
}

export async function saveDays(tx: Tx, days: readonly DayToSave[]): Promise<void> {
  if (days.length === 0) return
  const rows = days.map(({ server, day }) => ({
    resource_id: server.id,
    body_id: server.body_id,
    provider_body_id: server.provider_body_id,
    day: day.day,
    metric: metricNumber(day.metric),
    samples: day.samples,
    sum: day.sum,
    peak: day.peak,
    histogram: day.histogram,
    slots: `\\x${Buffer.from(day.slots).toString('hex')}`,
  }))
  await sql`insert into measure_day (resource_id, day, metric, body_id, provider_body_id, samples, sum, peak, histogram, slots)
    select resource_id, day, metric, body_id, provider_body_id, samples, sum, peak, histogram, slots
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (resource_id uuid, day date, metric smallint, body_id uuid,
      provider_body_id uuid, samples int, sum bigint, peak bigint, histogram smallint[], slots bytea)
    order by resource_id, day, metric
    on conflict (resource_id, day, metric) do update set samples = excluded.samples, sum = excluded.sum,
      peak = excluded.peak, histogram = excluded.histogram, slots = excluded.slots`.execute(tx)
}

export async function forgetDaysBefore(tx: Tx, day: string): Promise<void> {
  await sql`delete from measure_day where day < ${day}::date`.execute(tx)
}

export interface PeriodSummary {
  readonly key: string
  readonly metric: MeasureMetric
  readonly summary: Summary
}

/** Of one resource, by day or by month. The days of a window are added up here, the buckets of their histograms one by one. */
export async function listPeriods(
  db: Db,
  resourceId: string,
  { from, to }: { readonly from: string; readonly to: string },
  by: 'day' | 'month',
): Promise<readonly PeriodSummary[]> {
  const key = by === 'day' ? sql`to_char(day, 'YYYY-MM-DD')` : sql`to_char(day, 'YYYY-MM')`
  const { rows } = await sql<SummaryColumns & { readonly key: string }>`
    select ${key} as key, ${SUMMED} from measure_day
    where resource_id = ${resourceId} and day >= ${from}::date and day <= ${to}::date group by 1, metric order by 1, metric`.execute(
    db,
  )
  return rows.map((row) => ({ key: row.key, metric: metricOfNumber(row.metric), summary: toSummary(row) }))
}

export async function findLastDay(db: Db, resourceId: string): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select max(day)::text as day from measure_day where resource_id = ${resourceId}`.execute(db)
  return rows[0]?.day ?? null
}

interface SummaryColumns {
  readonly metric: number
  readonly days: number
  readonly samples: number
  readonly sum: string
  readonly peak: string
  readonly peak_sum: string
  readonly histogram: readonly number[]
}

/** `merge` of all the days of a group, in SQL. */
const SUMMED = sql.raw(`metric, count(*)::int as days, sum(samples)::int as samples, sum(sum)::text as sum,
  max(peak)::text as peak, sum(peak)::text as peak_sum, array[${Array.from(
    { length: NOTHING.histogram.length },
    (_, bucket) => `sum(histogram[${bucket + 1}])::int`,
  ).join(', ')}] as histogram`)

const toSummary = (row: SummaryColumns): Summary => ({
  days: row.days,
  samples: row.samples,
  sum: Number(row.sum),
  peak: Number(row.peak),
  peakSum: Number(row.peak_sum),
  histogram: row.histogram,
})

/** A window for many resources at once: what rules judge by. */
export async function sumWindow(
  db: Db,
  resourceIds: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<ReadonlyMap<string, ReadonlyMap<MeasureMetric, Summary>>> {
  const { rows } = await sql<SummaryColumns & { readonly resource_id: string }>`
    select resource_id, ${SUMMED} from measure_day
    where resource_id = any (${[...resourceIds]}::uuid[]) and day >= ${from}::date and day <= ${to}::date
    group by resource_id, metric`.execute(db)
  const found = new Map<string, Map<MeasureMetric, Summary>>()
  for (const row of rows) {
    const of = found.get(row.resource_id) ?? new Map<MeasureMetric, Summary>()
    of.set(metricOfNumber(row.metric), toSummary(row))
    found.set(row.resource_id, of)
  }
  return found
}
