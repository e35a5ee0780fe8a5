/** SQL on `power_stay`: until when servers run whatever the hour. */
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'
import type { ScheduleRow } from './schedule-store.ts'

export async function insertStay(
  tx: Tx,
  schedule: Authorised<ScheduleRow, 'operate'>,
  stay: Insertable<Tables['power_stay']>,
): Promise<void> {
  await tx.insertInto('power_stay').values(stay).execute()
  await tx
    .updateTable('power_schedule')
    .set({ look_at: stay.created_at, version: sql`version + 1` })
    .where('id', '=', schedule.id)
    .execute()
}

/** @returns false when there is none that still counts. */
export async function endStayRow(
  tx: Tx,
  schedule: Authorised<ScheduleRow, 'operate'>,
  stayId: string,
  ended: { readonly by: string; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('power_stay')
    .set({ ended_by: ended.by, ended_at: ended.at })
    .where('id', '=', stayId)
    .where('schedule_id', '=', schedule.id)
    .where('ended_at', 'is', null)
    .where('until_at', '>', ended.at)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) return false
  await tx
    .updateTable('power_schedule')
    .set({ look_at: ended.at, version: sql`version + 1` })
    .where('id', '=', schedule.id)
    .execute()
  return true
}

export interface StayRow extends Selectable<Tables['power_stay']> {
  readonly resource_name: string | null
}

const STAYS = 100

/** For people: those that still count, then the latest. */
export async function listStays(db: Db, scheduleId: string, now: Date): Promise<readonly StayRow[]> {
  return db
    .selectFrom('power_stay as y')
    .leftJoin('resource_directory as r', 'r.id', 'y.resource_id')
    .selectAll('y')
    .select('r.name as resource_name')
    .where('y.schedule_id', '=', scheduleId)
    .orderBy(sql`y.ended_at is null and y.until_at > ${now}`, 'desc')
    .orderBy('y.created_at', 'desc')
    .orderBy('y.id', 'desc')
    .limit(STAYS)
    .execute()
}

/** Until when servers run whatever the hour: one of them, or all. */
export interface StayInForce {
  readonly resource_id: string | null
  readonly until_at: Date
}

/** All that count at this moment, however many are newer: for each server, and for all together, the longest. */
export async function listStaysInForce(
  db: Db,
  scheduleId: string,
  now: Date,
): Promise<readonly StayInForce[]> {
  const { rows } = await sql<StayInForce>`select resource_id, max(until_at) as until_at from power_stay
    where schedule_id = ${scheduleId} and ended_at is null and until_at > ${now} group by resource_id`.execute(
    db,
  )
  return rows
}
