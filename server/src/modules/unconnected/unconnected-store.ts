import type { PlatformFigures, QueryOf, unconnectedPlatformOperations } from '@yunheng/contract'
import { type Insertable, type Selectable, type SqlBool, sql } from 'kysely'
import type { Authorised } from '../../platform/authz/index.ts'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../platform/db/index.ts'
import { LOOKED_BACK_DAYS } from './unconnected-platform.ts'

/** As a row of JSON: the numbers stay below 2⁵³ by the contract's bound. */
export interface ReportJson {
  readonly day: string
  readonly clouds: number
  readonly vcpus: number
  readonly memory_gib: number
  readonly storage_gib: number
  readonly systems: number
  readonly resources: number
  readonly source: string
  readonly entered_by: string
  readonly received_at: string
  readonly revision: number
}

export interface PlatformRow extends Selectable<Tables['unconnected_platform']> {
  readonly region_name: string
  readonly body_name: string
  readonly latest: ReportJson | null
  /** Of the last fortnight. */
  readonly told_days: readonly string[]
}

/** What the answers depend on beside the rows. */
export interface Calendar {
  readonly today: string
  /** How long figures count, by the rules in force. */
  readonly reportedDays: number
  readonly countedDays: number
}

export type PlatformFilter = Omit<QueryOf<typeof unconnectedPlatformOperations.list>, keyof PageRequest>

const isCounted = sql<SqlBool>`p.network_type = 'government-intranet'`
const latestDay = sql`(select max(u.day) from unconnected_report u where u.platform_id = p.id)`

/** It owes a report: nothing current, and it had time since it was registered. */
const isMissing = ({
  today,
  reportedDays,
}: Calendar) => sql<SqlBool>`(p.revoked_at is null and not ${isCounted}
  and coalesce(${latestDay}, (p.created_at at time zone 'Asia/Shanghai')::date) < ${today}::date - ${reportedDays}::int)`

function select(db: Db, { today }: Calendar) {
  return db
    .selectFrom('unconnected_platform as p')
    .innerJoin('region as r', 'r.id', 'p.region_id')
    .innerJoin('body_directory as b', 'b.id', 'p.body_id')
    .selectAll('p')
    .select(['r.name as region_name', 'b.name as body_name'])
    .select([
      sql<ReportJson | null>`(select to_jsonb(u) from unconnected_report u where u.platform_id = p.id
        order by u.day desc limit 1)`.as('latest'),
      sql<string[]>`(select coalesce(array_agg(u.day::text), '{}') from unconnected_report u
        where u.platform_id = p.id and u.day >= ${today}::date - ${LOOKED_BACK_DAYS}::int)`.as('told_days'),
    ])
}

export async function findPlatform(db: Db, id: string, calendar: Calendar): Promise<PlatformRow | undefined> {
  return select(db, calendar).where('p.id', '=', id).executeTakeFirst()
}

export async function loadPlatformForUpdate(
  tx: Tx,
  id: string,
  calendar: Calendar,
): Promise<PlatformRow | undefined> {
  return select(tx, calendar).where('p.id', '=', id).forUpdate('p').executeTakeFirst()
}

/** By the digest of its credential, under lock. */
export async function loadPlatformByToken(
  tx: Tx,
  tokenHash: string,
  calendar: Calendar,
): Promise<PlatformRow | undefined> {
  return select(tx, calendar).where('p.token_hash', '=', tokenHash).forUpdate('p').executeTakeFirst()
}

/** By name. */
export async function listPlatforms<W>(
  db: Db,
  filter: PlatformFilter,
  page: PageRequest,
  calendar: Calendar,
  toWire: (row: PlatformRow) => W,
) {
  let query = select(db, calendar)
  if (filter.kind !== undefined) query = query.where('p.kind', '=', filter.kind)
  if (filter.networkType !== undefined) query = query.where('p.network_type', '=', filter.networkType)
  if (filter.revoked !== undefined)
    query = query.where('p.revoked_at', filter.revoked ? 'is not' : 'is', null)
  if (filter.missing !== undefined)
    query = query.where(filter.missing ? isMissing(calendar) : sql<SqlBool>`not ${isMissing(calendar)}`)
  return readPage(
    query,
    page,
    { sort: 'p.name', id: 'p.id', cast: 'text', direction: 'asc' },
    (row) => [row.name, row.id],
    toWire,
  )
}

export async function countMissing(db: Db, calendar: Calendar): Promise<number> {
  const row = await db
    .selectFrom('unconnected_platform as p')
    .select(sql<number>`count(*)::int`.as('count'))
    .where(isMissing(calendar))
    .executeTakeFirstOrThrow()
  return row.count
}

export interface SumRow {
  readonly heap: 'reported' | 'counted' | 'old'
  readonly platforms: number
  readonly oldest_day: string | null
  readonly clouds: string
  readonly vcpus: string
  readonly memory_gib: string
  readonly storage_gib: string
  readonly systems: string
  readonly resources: string
}

/** The latest figures of everything that is not revoked, in heaps that are never added to each other. */
export async function sumPlatforms(db: Db, calendar: Calendar): Promise<readonly SumRow[]> {
  const { today, reportedDays, countedDays } = calendar
  const result = await sql<SumRow>`select
      case when ${isCounted} then (case when u.day >= ${today}::date - ${countedDays}::int then 'counted' else 'old' end)
        else (case when u.day >= ${today}::date - ${reportedDays}::int then 'reported' else 'old' end) end as heap,
      count(*)::int as platforms, min(u.day)::text as oldest_day,
      sum(u.clouds)::text as clouds, sum(u.vcpus)::text as vcpus, sum(u.memory_gib)::text as memory_gib,
      sum(u.storage_gib)::text as storage_gib, sum(u.systems)::text as systems, sum(u.resources)::text as resources
    from unconnected_platform p
    cross join lateral (select * from unconnected_report r where r.platform_id = p.id order by r.day desc limit 1) u
    where p.revoked_at is null group by 1`.execute(db)
  return result.rows
}

/** Newest day first. */
export async function listReports<W>(
  db: Db,
  platformId: string,
  page: PageRequest,
  toWire: (row: ReportJson) => W,
) {
  const query = db
    .selectFrom('unconnected_report')
    .select(sql<ReportJson>`to_jsonb(unconnected_report)`.as('report'))
    .where('platform_id', '=', platformId)
  return readPage(
    query,
    page,
    { sort: 'day', id: 'platform_id', cast: 'timestamptz', direction: 'desc' },
    ({ report }) => [report.day, platformId],
    ({ report }) => toWire(report),
  )
}

export async function insertPlatform(tx: Tx, row: Insertable<Tables['unconnected_platform']>): Promise<void> {
  await tx.insertInto('unconnected_platform').values(row).execute()
}

/** @returns false when the version is stale. */
export function updatePlatform(
  tx: Tx,
  platform: Authorised<PlatformRow, 'modify' | 'operate' | 'manage-access'>,
  version: number,
  change: Partial<Insertable<Tables['unconnected_platform']>>,
): Promise<boolean> {
  return updateVersion(tx, 'unconnected_platform', platform.id, version, change)
}

/** Not a person's change, so the version stays. */
export async function noteTokenUsed(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('unconnected_platform').set({ token_used_at: now }).where('id', '=', id).execute()
}

export interface Told {
  readonly day: string
  readonly figures: PlatformFigures
  readonly source: string
  readonly enteredBy: string
  readonly receivedAt: Date
}

export async function findReport(db: Db, platformId: string, day: string): Promise<ReportJson | undefined> {
  const row = await db
    .selectFrom('unconnected_report')
    .select(sql<ReportJson>`to_jsonb(unconnected_report)`.as('report'))
    .where('platform_id', '=', platformId)
    .where('day', '=', day)
    .executeTakeFirst()
  return row?.report
}

/** One row for a day: what was told before of the same day gives way. The caller holds the platform's lock. */
export async function putReport(tx: Tx, platformId: string, told: Told): Promise<void> {
  const { figures } = told
  const values = {
    clouds: String(figures.clouds),
    vcpus: String(figures.vcpus),
    memory_gib: String(figures.memoryGiB),
    storage_gib: String(figures.storageGiB),
    systems: String(figures.systems),
    resources: String(figures.resources),
    source: told.source,
    entered_by: told.enteredBy,
    received_at: told.receivedAt,
  }
  await tx
    .insertInto('unconnected_report')
    .values({ platform_id: platformId, day: told.day, ...values })
    .onConflict((oc) =>
      oc
        .columns(['platform_id', 'day'])
        .doUpdateSet({ ...values, revision: sql`unconnected_report.revision + 1` }),
    )
    .execute()
}
