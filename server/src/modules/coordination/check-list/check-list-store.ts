import type { CheckListItem } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'

export type GuideField = Tables['check_list']['guide_field']
export type CheckListRow = Omit<Selectable<Tables['check_list']>, 'items'> & {
  readonly items: readonly CheckListItem[]
}

const select = (db: Db) => db.selectFrom('check_list').selectAll()

export async function findCheckList(db: Db, id: string): Promise<CheckListRow | undefined> {
  return (await select(db).where('id', '=', id).executeTakeFirst()) as CheckListRow | undefined
}

/** The list of a field that applies on a day: the one that began last, of two the later number. */
export async function findListInForce(
  db: Db,
  field: GuideField,
  onDay: string,
): Promise<CheckListRow | undefined> {
  return (await select(db)
    .where('guide_field', '=', field)
    .where('effective_from', '<=', onDay)
    .orderBy('effective_from', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()) as CheckListRow | undefined
}

export async function listIdsInForce(db: Db, onDay: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('check_list')
    .distinctOn('guide_field')
    .select(['id', 'guide_field'])
    .where('effective_from', '<=', onDay)
    .orderBy('guide_field')
    .orderBy('effective_from', 'desc')
    .orderBy('number', 'desc')
    .execute()
  return new Set(rows.map(({ id }) => id))
}

export async function listCheckLists<W>(
  db: Db,
  filter: { readonly field?: GuideField; readonly ids?: readonly string[] },
  page: PageRequest,
  toWire: (row: CheckListRow) => W,
) {
  let query = select(db)
  if (filter.field !== undefined) query = query.where('guide_field', '=', filter.field)
  if (filter.ids !== undefined) query = query.where(sql<boolean>`id = any (${[...filter.ids]}::uuid[])`)
  return readPage(
    query,
    page,
    { sort: 'created_at', id: 'id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    (row) => toWire(row as CheckListRow),
  )
}

/** Numbers of one field run on without a gap: whoever takes the next one holds the others up. */
export async function nextListNumber(tx: Tx, field: GuideField): Promise<number> {
  await sql`select pg_advisory_xact_lock(4711, 6)`.execute(tx)
  const last = await select(tx)
    .where('guide_field', '=', field)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (last?.number ?? 0) + 1
}

export async function insertCheckList(tx: Tx, row: CheckListRow): Promise<void> {
  await tx
    .insertInto('check_list')
    .values({ ...row, items: JSON.stringify(row.items) })
    .execute()
}
