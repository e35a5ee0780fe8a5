/** The only SQL on `calendar` and `calendar_version`. */
import { type Selectable, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'
import { type CalendarContent, toWorkCalendar, type WorkCalendar } from '../../../platform/worktime/index.ts'

type VersionRow = Omit<Selectable<Tables['calendar_version']>, 'content'> & {
  readonly content: CalendarContent
}
export type CalendarRow = Selectable<Tables['calendar']> & { readonly current: VersionRow }

/** The calendar that terms of approvals run under. */
export const DEFAULT_CALENDAR = 'china'

function toRow(row: Selectable<Tables['calendar_version']>): VersionRow {
  return { ...row, content: row.content as CalendarContent }
}

async function withCurrent(db: Db, calendar: Selectable<Tables['calendar']>): Promise<CalendarRow> {
  return { ...calendar, current: await getVersion(db, calendar.id, calendar.version) }
}

async function getVersion(db: Db, calendarId: string, number: number): Promise<VersionRow> {
  const row = await db
    .selectFrom('calendar_version')
    .selectAll()
    .where('calendar_id', '=', calendarId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  return toRow(row)
}

export async function listCalendars(db: Db): Promise<readonly CalendarRow[]> {
  const rows = await db.selectFrom('calendar').selectAll().orderBy('code').limit(200).execute()
  return Promise.all(rows.map((row) => withCurrent(db, row)))
}

export async function findCalendar(db: Db, id: string): Promise<CalendarRow | undefined> {
  const row = await db.selectFrom('calendar').selectAll().where('id', '=', id).executeTakeFirst()
  return row && withCurrent(db, row)
}

export async function findCalendarVersion(
  db: Db,
  id: string,
  number: number,
): Promise<VersionRow | undefined> {
  const row = await db
    .selectFrom('calendar_version')
    .selectAll()
    .where('calendar_id', '=', id)
    .where('number', '=', number)
    .executeTakeFirst()
  return row && toRow(row)
}

export async function listCalendarVersions(db: Db, id: string): Promise<readonly VersionRow[]> {
  const rows = await db
    .selectFrom('calendar_version')
    .selectAll()
    .where('calendar_id', '=', id)
    .orderBy('number', 'desc')
    .limit(200)
    .execute()
  return rows.map(toRow)
}

export async function loadCalendarForUpdate(tx: Tx, id: string): Promise<CalendarRow | undefined> {
  const row = await tx.selectFrom('calendar').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row && withCurrent(tx, row)
}

interface NewVersion {
  readonly content: CalendarContent
  readonly hoursSource: string
  readonly isProductDefault: boolean
  readonly note: string
  readonly createdBy: string | null
  readonly at: Date
}

/** Adds the next version. The row is locked and its version was compared before. */
export async function insertNextVersion(
  tx: Tx,
  calendar: Authorised<CalendarRow, 'modify'>,
  next: NewVersion,
): Promise<void> {
  await insertVersion(tx, calendar.id, calendar.version + 1, next)
  await tx.updateTable('calendar').set({ version: sql`version + 1` }).where('id', '=', calendar.id).execute()
}

async function insertVersion(tx: Tx, calendarId: string, number: number, next: NewVersion): Promise<void> {
  await tx
    .insertInto('calendar_version')
    .values({
      calendar_id: calendarId,
      number,
      content: JSON.stringify(next.content),
      hours_source: next.hoursSource,
      is_product_default: next.isProductDefault,
      note: next.note,
      created_by: next.createdBy,
      created_at: next.at,
    })
    .execute()
}

/** @returns false when a calendar of this code is there already. */
export async function insertCalendar(
  tx: Tx,
  calendar: { readonly id: string; readonly code: string; readonly name: { zh: string; en: string } },
  first: NewVersion,
): Promise<boolean> {
  const { code, id, name } = calendar
  const result = await tx
    .insertInto('calendar')
    .values({ id, code, name_zh: name.zh, name_en: name.en, created_at: first.at })
    .onConflict((oc) => oc.column('code').doNothing())
    .executeTakeFirst()
  if (result.numInsertedOrUpdatedRows !== 1n) return false
  await insertVersion(tx, id, 1, first)
  return true
}

/** The calendar that clocks run under now; null before the first start has put it in. */
export async function loadWorkCalendar(db: Db, code = DEFAULT_CALENDAR): Promise<WorkCalendar | null> {
  const row = await db
    .selectFrom('calendar')
    .innerJoin('calendar_version as v', (join) =>
      join.onRef('v.calendar_id', '=', 'calendar.id').onRef('v.number', '=', 'calendar.version'),
    )
    .select(['v.content', 'v.number'])
    .where('calendar.code', '=', code)
    .executeTakeFirst()
  return row ? toWorkCalendar(row.content as CalendarContent, row.number) : null
}

/** A calendar as it was: for explaining a due time that was worked out under an older version. */
export async function loadWorkCalendarVersion(db: Db, number: number): Promise<WorkCalendar | null> {
  const row = await db
    .selectFrom('calendar_version as v')
    .innerJoin('calendar', 'calendar.id', 'v.calendar_id')
    .select(['v.content', 'v.number'])
    .where('calendar.code', '=', DEFAULT_CALENDAR)
    .where('v.number', '=', number)
    .executeTakeFirst()
  return row ? toWorkCalendar(row.content as CalendarContent, row.number) : null
}
