import type { Insertable, Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../platform/db/index.ts'

export type NoticeRow = Selectable<Tables['notice']>

/** Newest first; the caller's scope shows only his own. */
export async function listNotices<W>(
  db: Db,
  personId: string,
  filter: { readonly unread?: boolean },
  page: PageRequest,
  toWire: (row: NoticeRow) => W,
) {
  let query = db.selectFrom('notice').selectAll().where('person_id', '=', personId)
  if (filter.unread === true) query = query.where('read_at', 'is', null)
  if (filter.unread === false) query = query.where('read_at', 'is not', null)
  return readPage(
    query,
    page,
    { sort: 'at', id: 'id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.at.toISOString(), row.id],
    toWire,
  )
}

/** Counted up to `limit`: nobody needs to know whether it is 100 or 3,000. */
export async function countUnread(db: Db, personId: string, limit: number): Promise<number> {
  const result = await sql<{ count: number }>`select count(*)::int as count from (
    select from notice where person_id = ${personId} and read_at is null limit ${limit}) unread`.execute(db)
  return result.rows[0]?.count ?? 0
}

export async function insertNotices(tx: Tx, rows: readonly Insertable<Tables['notice']>[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insertInto('notice')
      .values([...rows])
      .execute()
}

export async function updateRead(
  tx: Tx,
  personId: string,
  ids: readonly string[] | null,
  now: Date,
): Promise<number> {
  let query = tx
    .updateTable('notice')
    .set({ read_at: now })
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
  if (ids !== null) query = query.where('id', 'in', [...ids])
  return Number((await query.executeTakeFirst()).numUpdatedRows)
}

export async function removeOldNotices(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('notice').where('at', '<', before).execute()
}
