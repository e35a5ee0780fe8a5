/** SQL that reads usage, under the sight of whoever asks. Quantities come as whole thousandths of a unit × seconds. */
import type { USAGE_BY } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'
import { type Window, windowOfMonth } from '../civil-month.ts'
import type { StoredPhase } from '../phase-store.ts'
import { usageHours } from './usage-hours.ts'

/** Held, by how; and what was corrected after the month was closed. */
export interface HeldRow {
  readonly meter: number
  readonly serving: string
  readonly stopped: string
  readonly unseen: string
  readonly adjusted: string
}

const HELD = sql.raw(`coalesce(sum(quantity) filter (where holding = 1 and not is_later), 0)::text as serving,
  coalesce(sum(quantity) filter (where holding = 2 and not is_later), 0)::text as stopped,
  coalesce(sum(quantity) filter (where holding = 3 and not is_later), 0)::text as unseen,
  coalesce(sum(quantity) filter (where is_later), 0)::text as adjusted`)

export async function isBehind(db: Db, end: number): Promise<boolean> {
  const { rows } = await sql<{ behind: boolean }>`select exists (select from usage_due)
    or exists (select from resource_phase) and not exists (select from usage_mark where hour >= ${end}) as behind`.execute(
    db,
  )
  return rows[0]?.behind === true
}

/** @returns the hour up to which usage is derived. */
export async function findMeteredHour(db: Db): Promise<number | null> {
  const row = await db.selectFrom('usage_mark').select('hour').executeTakeFirst()
  return row?.hour ?? null
}

export interface UsageFilter {
  readonly by: (typeof USAGE_BY)[number]
  readonly month: string
  readonly bodyId?: string | undefined
  readonly systemId?: string | undefined
  readonly providerBodyId?: string | undefined
  readonly meter?: number | undefined
  /** The last line of the page before: of what, and of which meter. */
  readonly after: { readonly id: string; readonly meter: number } | null
  readonly limit: number
}

export interface ListedUsage extends HeldRow {
  readonly id: string
  readonly name: string | null
}

const KEY = {
  body: 'body_id',
  system: 'system_id',
  resource: 'resource_id',
  provider: 'provider_body_id',
} as const satisfies Record<(typeof USAGE_BY)[number], string>
const NAMES = {
  body: 'body_directory',
  system: 'system_directory',
  resource: 'resource',
  provider: 'body_directory',
} as const satisfies Record<(typeof USAGE_BY)[number], string>

/** A month of everything in sight, out of the sums that are kept by month, and the later corrections of its hours. */
export async function listUsage(db: Db, filter: UsageFilter): Promise<readonly ListedUsage[]> {
  const key = sql.ref(`s.${KEY[filter.by]}`)
  const hours = windowOfMonth(filter.month)
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (filter.bodyId !== undefined) conditions.push(sql`s.body_id = ${filter.bodyId}`)
  if (filter.systemId !== undefined) conditions.push(sql`s.system_id = ${filter.systemId}`)
  if (filter.providerBodyId !== undefined) conditions.push(sql`s.provider_body_id = ${filter.providerBodyId}`)
  if (filter.meter !== undefined) conditions.push(sql`u.meter = ${filter.meter}`)
  if (filter.after !== null)
    conditions.push(sql`(${key}, u.meter) > (${filter.after.id}::uuid, ${filter.after.meter}::smallint)`)
  const { rows } = await sql<ListedUsage>`
    select p.*, n.name from (
      select ${key} as id, u.meter, ${HELD} from (
        select subject_id, meter, holding, quantity, false as is_later from usage_month where month = ${`${filter.month}-01`}::date
        union all
        select subject_id, meter, holding, quantity, true from usage_adjustment where hour >= ${hours.from} and hour < ${hours.to}
      ) as u join usage_subject s on s.id = u.subject_id
      where ${sql.join(conditions, sql` and `)} group by 1, 2 order by 1, 2 limit ${filter.limit}
    ) as p left join ${sql.table(NAMES[filter.by])} n on n.id = p.id order by p.id, p.meter`.execute(db)
  return rows
}

/** Whose usage: of one resource, or of all of a system. */
export type Owned = { readonly resourceId: string } | { readonly systemId: string }

export interface BucketRow extends HeldRow {
  /** `2026-11`, `2026-11-21`, or the hour's number. */
  readonly bucket: string
}

const subjectsOf = (owned: Owned) =>
  'resourceId' in owned
    ? sql`select id from usage_subject where resource_id = ${owned.resourceId}`
    : sql`select id from usage_subject where system_id = ${owned.systemId}`

/** Month by month, the latest so many. */
export async function sumMonths(db: Db, owned: Owned, from: string): Promise<readonly BucketRow[]> {
  const hours = windowOfMonth(from)
  const { rows } = await sql<BucketRow>`
    select bucket, meter, ${HELD} from (
      select to_char(month, 'YYYY-MM') as bucket, meter, holding, quantity, false as is_later from usage_month
      where subject_id in (${subjectsOf(owned)}) and month >= ${`${from}-01`}::date
      union all
      select to_char(to_timestamp(hour * 3600.0) at time zone 'Asia/Shanghai', 'YYYY-MM'), meter, holding, quantity, true
      from usage_adjustment where subject_id in (${subjectsOf(owned)}) and hour >= ${hours.from}
    ) as u group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

/** Day by day or hour by hour, within a window of a month at most. */
export async function sumHours(
  db: Db,
  owned: Owned,
  { from, to }: Window,
  by: 'day' | 'hour',
): Promise<readonly BucketRow[]> {
  const bucket =
    by === 'hour' ? sql`hour::text` : sql`to_char(date '1970-01-01' + (hour + 8) / 24, 'YYYY-MM-DD')`
  const { rows } = await sql<BucketRow>`
    select ${bucket} as bucket, meter, ${HELD} from (
      select hour, meter, holding, quantity, false as is_later
      from ${usageHours({ from, to }, sql`subject_id in (${subjectsOf(owned)})`)} as hours
      union all
      select hour, meter, holding, quantity, true from usage_adjustment
      where subject_id in (${subjectsOf(owned)}) and hour >= ${from} and hour < ${to}
    ) as u group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

export interface ShownPhase extends StoredPhase {
  readonly until: Date | null
  readonly pool_name: string | null
  readonly plan_title: { readonly zh: string; readonly en: string } | null
}

/** The latest phases that reach into the window, each after the one before it; one more before the first, to tell what changed. */
export async function listPhases(
  db: Db,
  resourceId: string,
  window: { readonly from: Date; readonly to: Date },
  limit: number,
): Promise<readonly ShownPhase[]> {
  const { rows } = await sql<ShownPhase>`
    select p.*, d.name as pool_name, p.plan -> 'title' as plan_title from (
      select *, lead(at) over (order by at, ordinal) as until, lead(at, 2) over (order by at, ordinal) as beyond
      from resource_phase where resource_id = ${resourceId}
    ) as p left join pool_directory d on d.id = p.pool_id
    where p.at < ${window.to} and (p.until is null or p.beyond is null or p.beyond > ${window.from})
    order by p.at desc, p.ordinal desc limit ${limit}`.execute(db)
  return rows.toReversed()
}
