/** SQL on `power_schedule`, its changes and `power_schedule_server`. */
import type { PowerScheduleState, PowerWindow } from '@yunheng/contract'
import { type Insertable, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  afterKey,
  type Db,
  limitOf,
  type PageRequest,
  pageOf,
  type Tables,
  type Tx,
} from '../../../platform/db/index.ts'
import { LOOK_MS_MAX, type Schedule } from './windows.ts'

/** Other hours, from a day on. */
interface ChangeRow {
  readonly number: number
  readonly windows: readonly PowerWindow[]
  readonly from: string
  readonly validUntil: string | null
  readonly estimateFen: string | null
  readonly reason: string
  readonly by: string
  readonly at: string
}

export interface ScheduleRow extends Omit<Selectable<Tables['power_schedule']>, 'windows'> {
  /** As it was made. */
  readonly windows: readonly PowerWindow[]
  /** In their order; a hundred at most. */
  readonly changes: readonly ChangeRow[]
  readonly body_name: string
  readonly system_name: string
  readonly server_count: number
}

export interface ScheduleFilter {
  readonly state?: PowerScheduleState
  readonly bodyId?: string
  readonly systemId?: string
  readonly resourceId?: string
}

export const toSchedule = (row: ScheduleRow): Schedule => ({
  windows: row.windows,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
  isEnded: row.ended_at !== null,
  changes: row.changes,
})

const changes = sql<readonly ChangeRow[]>`coalesce((select jsonb_agg(jsonb_build_object(
    'number', c.number, 'windows', c.windows, 'from', c.from_day, 'validUntil', c.valid_until,
    'estimateFen', c.estimate_fen::text, 'reason', c.reason, 'by', c.made_by, 'at', c.made_at) order by c.number)
  from power_schedule_change c where c.schedule_id = p.id), '[]'::jsonb)`

const select = (db: Db) =>
  db
    .selectFrom('power_schedule as p')
    .innerJoin('body_directory as b', 'b.id', 'p.body_id')
    .innerJoin('system_directory as s', 's.id', 'p.system_id')
    .selectAll('p')
    .select([
      'b.name as body_name',
      's.name as system_name',
      sql<number>`(select count(*)::int from power_schedule_server m where m.schedule_id = p.id)`.as(
        'server_count',
      ),
      changes.as('changes'),
    ])

const toRow = (row: unknown) => row as ScheduleRow

/** The change whose hours count on a day, or will count first; undefined: those that it was made with. */
export const changeOn = ({ changes, valid_from }: ScheduleRow, day: string): ChangeRow | undefined =>
  changes.findLast(({ from }) => from <= (day < valid_from ? valid_from : day))

export async function findSchedule(db: Db, id: string): Promise<ScheduleRow | undefined> {
  const row = await select(db).where('p.id', '=', id).executeTakeFirst()
  return row && toRow(row)
}

export async function loadScheduleForUpdate(tx: Tx, id: string): Promise<ScheduleRow | undefined> {
  const row = await select(tx).where('p.id', '=', id).forUpdate('p').executeTakeFirst()
  return row && toRow(row)
}

/** Newest first. */
export async function listSchedules<W>(
  db: Db,
  filter: ScheduleFilter,
  page: PageRequest,
  toWire: (row: ScheduleRow) => W,
) {
  let query = select(db)
  if (filter.state !== undefined)
    query = query.where('p.ended_at', filter.state === 'active' ? 'is' : 'is not', null)
  if (filter.bodyId !== undefined) query = query.where('p.body_id', '=', filter.bodyId)
  if (filter.systemId !== undefined) query = query.where('p.system_id', '=', filter.systemId)
  if (filter.resourceId !== undefined)
    query = query.where(sql<SqlBool>`exists (select from power_schedule_server m
      where m.schedule_id = p.id and m.resource_id = ${filter.resourceId})`)
  const after = afterKey(page, { sort: 'p.created_at', id: 'p.id', cast: 'timestamptz' }, 'desc')
  if (after) query = query.where(after)
  const rows = await query
    .orderBy('p.created_at', 'desc')
    .orderBy('p.id', 'desc')
    .limit(limitOf(page))
    .execute()
  return pageOf(rows.map(toRow), page, (row) => [row.created_at.toISOString(), row.id], toWire)
}

export interface ScheduleSums {
  readonly schedules: number
  readonly servers: number
  readonly estimate: string
}

/** Of those that have not ended. What they save is of those whose hours count on this day, by these hours. */
export async function sumSchedules(db: Db, today: string): Promise<ScheduleSums> {
  const { rows } = await sql<ScheduleSums>`
    select count(*)::int as schedules,
      coalesce(sum(now.estimate_fen) filter (where p.valid_from <= ${today}::date
        and (now.valid_until is null or now.valid_until >= ${today}::date)), 0)::text as estimate,
      (select count(*)::int from power_schedule_server m where m.left_at is null) as servers
    from power_schedule p cross join lateral (select * from (
        select c.number, c.estimate_fen, c.valid_until from power_schedule_change c
        where c.schedule_id = p.id and c.from_day <= ${today}::date
        union all select 1, p.estimate_fen, p.valid_until) version order by number desc limit 1) now
    where p.ended_at is null`.execute(db)
  return rows[0] as ScheduleSums
}

export async function insertSchedule(
  tx: Tx,
  row: Omit<Insertable<Tables['power_schedule']>, 'windows'> & { readonly windows: readonly PowerWindow[] },
  resourceIds: readonly string[],
): Promise<void> {
  await tx
    .insertInto('power_schedule')
    .values({ ...row, windows: JSON.stringify(row.windows) })
    .execute()
  await tx
    .insertInto('power_schedule_server')
    .values(
      [...resourceIds].sort().map((resource_id) => ({
        schedule_id: row.id,
        resource_id,
        body_id: row.body_id,
      })),
    )
    .execute()
}

/** Of these servers of one system the first that follows another schedule. Who makes one at the same time waits here. */
export async function findTaken(
  tx: Tx,
  systemId: string,
  resourceIds: readonly string[],
): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended('power schedules of ' || ${systemId}, 0))`.execute(
    tx,
  )
  const row = await tx
    .selectFrom('power_schedule_server')
    .select('resource_id')
    .where('resource_id', 'in', [...resourceIds])
    .where('left_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row?.resource_id
}

/** Looked at anew at once. */
export async function insertChange(
  tx: Tx,
  schedule: Authorised<ScheduleRow, 'operate'>,
  change: Insertable<Tables['power_schedule_change']>,
): Promise<void> {
  await tx.insertInto('power_schedule_change').values(change).execute()
  await tx
    .updateTable('power_schedule')
    .set({ look_at: change.made_at, version: sql`version + 1` })
    .where('id', '=', schedule.id)
    .execute()
}

export async function endScheduleRow(
  tx: Tx,
  schedule: Authorised<ScheduleRow, 'operate'>,
  ended: { readonly by: string; readonly at: Date },
): Promise<void> {
  const { id } = schedule
  await tx
    .updateTable('power_schedule')
    .set({ ended_at: ended.at, ended_by: ended.by, look_at: ended.at, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
  await tx
    .updateTable('power_schedule_server')
    .set({ left_at: ended.at })
    .where('schedule_id', '=', id)
    .execute()
}

/** Due, or due impossibly late: a clock that has been set back must not let one sleep. */
export async function listToLook(db: Db, now: Date, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('power_schedule')
    .select('id')
    .where('settled_at', 'is', null)
    .where((eb) =>
      eb.or([eb('look_at', '<=', now), eb('look_at', '>', new Date(now.getTime() + 2 * LOOK_MS_MAX))]),
    )
    .orderBy('look_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export async function noteLook(db: Db, id: string, lookAt: Date): Promise<void> {
  await db.updateTable('power_schedule').set({ look_at: lookAt }).where('id', '=', id).execute()
}

export async function settleSchedule(db: Db, id: string, at: Date): Promise<void> {
  await db
    .updateTable('power_schedule')
    .set({ settled_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is not', null)
    .execute()
}

/** Whether a schedule has switched this server of it off yet. */
export const hasSwitchedOff = (scheduleId: RawBuilder<unknown>, resourceId: RawBuilder<unknown>) =>
  sql<SqlBool>`exists (select from power_schedule_server m join resource_history h on h.resource_id = m.resource_id
    where m.schedule_id = ${scheduleId} and m.resource_id = ${resourceId} and h.code = 'power-schedule.stop'
      and h.details ->> 'scheduleId' = ${scheduleId}::text)`

/** The schedule in force that answers a notice, once it has switched the server off for the first time. */
export async function findFollowedSchedule(
  db: Db,
  notice: { readonly id: string; readonly resource_id: string },
): Promise<ScheduleRow | undefined> {
  const row = await select(db)
    .where('p.saving_notice_id', '=', notice.id)
    .where('p.ended_at', 'is', null)
    .where(hasSwitchedOff(sql.ref('p.id'), sql`${notice.resource_id}::uuid`))
    .orderBy('p.created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toRow(row)
}
