import type { RequestContent, RequestKind } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  afterKey,
  type Db,
  type PageRequest,
  pageOf,
  type Tables,
  type Tx,
} from '../../../platform/db/index.ts'

export type TemplateRow = Selectable<Tables['request_template']> & { readonly body_name: string | null }

function selectTemplate(db: Db) {
  return db
    .selectFrom('request_template')
    .leftJoin('body_directory as owner', 'owner.id', 'request_template.body_id')
    .selectAll('request_template')
    .select('owner.name as body_name')
}

export async function findTemplate(db: Db, id: string): Promise<TemplateRow | undefined> {
  return selectTemplate(db).where('request_template.id', '=', id).executeTakeFirst()
}

export async function listTemplates<W>(
  db: Db,
  filter: { readonly kind?: RequestKind },
  page: PageRequest,
  toWire: (row: TemplateRow) => W,
) {
  let query = selectTemplate(db)
  if (filter.kind !== undefined) query = query.where('request_template.kind', '=', filter.kind)
  const columns = { sort: 'request_template.name', id: 'request_template.id', cast: 'text' } as const
  const after = afterKey(page, columns, 'asc')
  if (after) query = query.where(after)
  const rows = await query
    .orderBy('request_template.name')
    .orderBy('request_template.id')
    .limit((page.pageSize ?? 50) + 1)
    .execute()
  return pageOf(rows, page, (row) => [row.name, row.id], toWire)
}

export async function insertTemplate(tx: Tx, row: Insertable<Tables['request_template']>): Promise<void> {
  await tx.insertInto('request_template').values(row).execute()
}

/** @returns false when the version is stale. */
export async function updateTemplate(
  tx: Tx,
  template: Authorised<TemplateRow, 'modify'>,
  version: number,
  change: { name: string; summary: string; content: RequestContent; updated_at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('request_template')
    .set({ ...change, content: JSON.stringify(change.content), version: sql`version + 1` })
    .where('id', '=', template.id)
    .where('version', '=', version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function removeTemplate(tx: Tx, template: Authorised<TemplateRow, 'delete'>): Promise<void> {
  await tx.deleteFrom('request_template').where('id', '=', template.id).execute()
}
