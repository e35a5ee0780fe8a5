import type { RequestContent, RequestKind } from '@yunheng/contract'
import type { Insertable, Selectable } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
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
  return readPage(
    query,
    page,
    { sort: 'request_template.name', id: 'request_template.id', cast: 'text', direction: 'asc' },
    (row) => [row.name, row.id],
    toWire,
  )
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
  return updateVersion(tx, 'request_template', template.id, version, {
    ...change,
    content: JSON.stringify(change.content),
  })
}

export async function removeTemplate(tx: Tx, template: Authorised<TemplateRow, 'delete'>): Promise<void> {
  await tx.deleteFrom('request_template').where('id', '=', template.id).execute()
}
