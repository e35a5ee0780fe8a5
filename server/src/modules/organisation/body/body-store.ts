import { type Insertable, type Selectable, type SqlBool, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  containing,
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'

export type BodyRow = Selectable<Tables['body']> & {
  readonly region_name: string
  readonly region_path: string
  readonly parent_name: string | null
}

export interface BodyFilter {
  readonly search?: string
  readonly kind?: BodyRow['kind']
  readonly regionId?: string
  readonly parentId?: string
}

function selectBody(db: Db) {
  return db
    .selectFrom('body')
    .innerJoin('region', 'region.id', 'body.region_id')
    .leftJoin('body_directory as parent', 'parent.id', 'body.parent_id')
    .selectAll('body')
    .select(['region.name as region_name', 'region.path as region_path', 'parent.name as parent_name'])
}

export async function findBody(db: Db, id: string): Promise<BodyRow | undefined> {
  return selectBody(db).where('body.id', '=', id).executeTakeFirst()
}

/** Locks the body, so that what is decided about it (may it be closed?) stays true until the end of the transaction. */
export async function loadBodyForUpdate(tx: Tx, id: string): Promise<BodyRow | undefined> {
  return selectBody(tx).where('body.id', '=', id).forUpdate('body').executeTakeFirst()
}

export async function listBodies<W>(
  db: Db,
  filter: BodyFilter,
  page: PageRequest,
  toWire: (row: BodyRow) => W,
) {
  let query = selectBody(db)
  if (filter.search !== undefined) query = query.where('body.name', 'like', containing(filter.search))
  if (filter.kind !== undefined) query = query.where('body.kind', '=', filter.kind)
  if (filter.regionId !== undefined) query = query.where('body.region_id', '=', filter.regionId)
  if (filter.parentId !== undefined) query = query.where('body.parent_id', '=', filter.parentId)
  return readPage(
    query,
    page,
    { sort: 'body.short_name', id: 'body.id', cast: 'text', direction: 'asc' },
    (row) => [row.short_name, row.id],
    toWire,
  )
}

export async function insertBody(
  tx: Tx,
  body: Omit<Insertable<Tables['body']>, 'path'>,
  parentPath: string | null,
): Promise<void> {
  await tx
    .insertInto('body')
    .values({ ...body, path: `${parentPath ?? ''}/${body.id}` })
    .execute()
}

/** @returns false when the version is stale. */
export function updateBody(
  tx: Tx,
  body: Authorised<BodyRow, 'modify' | 'delete'>,
  version: number,
  change: Partial<Pick<BodyRow, 'name' | 'short_name' | 'credit_code' | 'closed_at' | 'is_security_lead'>>,
): Promise<boolean> {
  return updateVersion(tx, 'body', body.id, version, change)
}

/** Whether anything still stands on the body: open bodies below it, or posts in force. */
export async function hasOpenParts(tx: Tx, id: string, now: Date): Promise<boolean> {
  const result = await sql<{ open: boolean }>`select
      exists (select from body where parent_id = ${id} and closed_at is null)
      or exists (select from post where body_id = ${id} and ended_at is null and coalesce(valid_to > ${now}, true)) as open`.execute(
    tx,
  )
  return result.rows[0]?.open ?? true
}

/** Names of bodies are known throughout the government. */
export async function listBodyNames(
  db: Db,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string; readonly kind: BodyRow['kind'] }[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('body_directory')
    .select(['id', 'name', 'kind'])
    .where('id', 'in', [...ids])
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as BodyRow['kind'] }))
}

/** Whether the body that a column names is this one, or stands below it: what a list is filtered by. */
export const isWithinBody = (column: string, bodyId: string) => sql<SqlBool>`${sql.ref(column)} in (
  select below.id from body_directory below join body_directory top on top.id = ${bodyId}
  where below.path like top.path || '%')`
