/** The only SQL on `decision_table` and `decision_table_version`. */
import type { DecisionTableContent } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'

export type TableRow = Selectable<Tables['decision_table']> & { readonly published_number: number | null }
export type TableVersionRow = Omit<Selectable<Tables['decision_table_version']>, 'content'> & {
  readonly content: DecisionTableContent
  readonly table_key: string
}

function selectTable(db: Db) {
  return db
    .selectFrom('decision_table as t')
    .leftJoin('decision_table_version as p', (join) =>
      join.onRef('p.table_id', '=', 't.id').on('p.state', '=', 'published'),
    )
    .selectAll('t')
    .select('p.number as published_number')
}

export async function listTables(db: Db): Promise<readonly TableRow[]> {
  return selectTable(db).orderBy('t.key').limit(200).execute()
}

export async function findTable(db: Db, id: string): Promise<TableRow | undefined> {
  return selectTable(db).where('t.id', '=', id).executeTakeFirst()
}

export async function findTableByKey(db: Db, key: string): Promise<TableRow | undefined> {
  return selectTable(db).where('t.key', '=', key).executeTakeFirst()
}

export async function loadTableForUpdate(tx: Tx, id: string): Promise<TableRow | undefined> {
  await tx.selectFrom('decision_table').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  return findTable(tx, id)
}

function selectVersion(db: Db) {
  return db
    .selectFrom('decision_table_version as v')
    .innerJoin('decision_table as t', 't.id', 'v.table_id')
    .selectAll('v')
    .select('t.key as table_key')
}

const toVersion = (row: { content: unknown } & Omit<TableVersionRow, 'content'>): TableVersionRow => ({
  ...row,
  content: row.content as DecisionTableContent,
})

export async function listTableVersions(db: Db, tableId: string): Promise<readonly TableVersionRow[]> {
  const rows = await selectVersion(db)
    .where('v.table_id', '=', tableId)
    .orderBy('v.number', 'desc')
    .limit(200)
    .execute()
  return rows.map(toVersion)
}

export async function findTableVersion(db: Db, id: string): Promise<TableVersionRow | undefined> {
  const row = await selectVersion(db).where('v.id', '=', id).executeTakeFirst()
  return row && toVersion(row)
}

export async function loadTableVersionForUpdate(tx: Tx, id: string): Promise<TableVersionRow | undefined> {
  const row = await selectVersion(tx).where('v.id', '=', id).forUpdate('v').executeTakeFirst()
  return row && toVersion(row)
}

export async function findPublishedTable(db: Db, key: string): Promise<TableVersionRow | undefined> {
  const row = await selectVersion(db)
    .where('t.key', '=', key)
    .where('v.state', '=', 'published')
    .executeTakeFirst()
  return row && toVersion(row)
}

export async function insertTable(tx: Tx, table: Insertable<Tables['decision_table']>): Promise<boolean> {
  const result = await tx
    .insertInto('decision_table')
    .values(table)
    .onConflict((oc) => oc.column('key').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

interface NewTableVersion {
  readonly id: string
  readonly tableId: string
  readonly content: DecisionTableContent
  readonly source: string
  readonly isProductDefault: boolean
  readonly note: string
  readonly createdBy: string | null
  readonly at: Date
}

export async function insertTableDraft(tx: Tx, next: NewTableVersion): Promise<void> {
  await tx
    .insertInto('decision_table_version')
    .values({
      id: next.id,
      table_id: next.tableId,
      number: sql`(select coalesce(max(number), 0) + 1 from decision_table_version where table_id = ${next.tableId})`,
      state: 'draft',
      content: JSON.stringify(next.content),
      source: next.source,
      is_product_default: next.isProductDefault,
      note: next.note,
      created_by: next.createdBy,
      created_at: next.at,
    })
    .execute()
}

export async function updateTableDraft(
  tx: Tx,
  row: Authorised<TableVersionRow, 'modify'>,
  change: { readonly content: DecisionTableContent; readonly source: string; readonly note: string },
): Promise<void> {
  await tx
    .updateTable('decision_table_version')
    .set({ ...change, content: JSON.stringify(change.content), version: sql`version + 1` })
    .where('id', '=', row.id)
    .execute()
}

export async function updateTablePublished(
  tx: Tx,
  row: Pick<TableVersionRow, 'id' | 'table_id'>,
  by: string,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('decision_table_version')
    .set({ state: 'retired', version: sql`version + 1` })
    .where('table_id', '=', row.table_id)
    .where('state', '=', 'published')
    .execute()
  await tx
    .updateTable('decision_table_version')
    .set({ state: 'published', published_by: by, published_at: at, version: sql`version + 1` })
    .where('id', '=', row.id)
    .execute()
}
