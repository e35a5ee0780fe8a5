import type { FilingItemInput, Text } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../platform/authz/index.ts'
import {
  containing,
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../platform/db/index.ts'
import { isWithinBody } from '../organisation/index.ts'

export type FilingRow = Selectable<Tables['project_filing']> & {
  readonly body_name: string
  readonly region_level: Selectable<Tables['region']>['level']
}
export type FilingItemRow = Selectable<Tables['project_filing_item']> & {
  readonly offering_title: Text | null
}

export interface FilingFilter {
  readonly bodyId?: string
  readonly coversBodyId?: string
  readonly q?: string
  readonly state?: FilingRow['state']
  readonly nature?: FilingRow['nature']
  readonly connection?: FilingRow['connection']
}

const select = (db: Db) =>
  db
    .selectFrom('project_filing')
    .innerJoin('body_directory as owner', 'owner.id', 'project_filing.body_id')
    .innerJoin('region', 'region.id', 'owner.region_id')
    .selectAll('project_filing')
    .select(['owner.name as body_name', 'region.level as region_level'])

export async function findFiling(db: Db, id: string): Promise<FilingRow | undefined> {
  return select(db).where('project_filing.id', '=', id).executeTakeFirst()
}

export async function loadFilingForUpdate(tx: Tx, id: string): Promise<FilingRow | undefined> {
  return select(tx).where('project_filing.id', '=', id).forUpdate('project_filing').executeTakeFirst()
}

export async function listItems(db: Db, filingId: string): Promise<readonly FilingItemRow[]> {
  return db
    .selectFrom('project_filing_item as item')
    .leftJoin('offering_directory as offering', 'offering.code', 'item.offering_code')
    .selectAll('item')
    .select(sql<Text | null>`offering.title`.as('offering_title'))
    .where('item.filing_id', '=', filingId)
    .orderBy('item.number')
    .execute()
}

/** Of the region of a body; a body that is not seen counts as one of the province, which has the fewest rules. */
export async function findLevel(db: Db, bodyId: string): Promise<FilingRow['region_level']> {
  const row = await db
    .selectFrom('body_directory as owner')
    .innerJoin('region', 'region.id', 'owner.region_id')
    .select('region.level')
    .where('owner.id', '=', bodyId)
    .executeTakeFirst()
  return row?.level ?? 'province'
}

/** The published services. */
export async function listCarriers(
  db: Db,
): Promise<readonly { readonly code: string; readonly title: Text }[]> {
  const { rows } = await sql<{ code: string; title: Text }>`
    select code, title from offering_directory order by code`.execute(db)
  return rows
}

/** Of these services the first that the catalogue does not have, or has not published. */
export async function findUnknownOffering(db: Db, codes: readonly string[]): Promise<string | null> {
  const { rows } = await sql<{ code: string }>`select code from unnest(${[...codes]}::text[]) as named (code)
    where not exists (select from offering_directory o where o.code = named.code) limit 1`.execute(db)
  return rows[0]?.code ?? null
}

/** Newest first. */
export async function listFilings<W>(
  db: Db,
  filter: FilingFilter,
  page: PageRequest,
  toWire: (row: FilingRow) => W,
) {
  let query = select(db)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('project_filing.body_id', filter.bodyId))
  if (filter.coversBodyId !== undefined)
    query = query.where(
      sql<boolean>`exists (select from body_directory asked
        where asked.id = ${filter.coversBodyId} and asked.path like owner.path || '%')`,
    )
  if (filter.q !== undefined) {
    const part = containing(filter.q)
    query = query.where((eb) =>
      eb.or([eb('project_filing.name', 'ilike', part), eb('project_filing.no', 'ilike', part)]),
    )
  }
  if (filter.state !== undefined) query = query.where('project_filing.state', '=', filter.state)
  if (filter.nature !== undefined) query = query.where('project_filing.nature', '=', filter.nature)
  if (filter.connection !== undefined)
    query = query.where('project_filing.connection', '=', filter.connection)
  return readPage(
    query,
    page,
    { sort: 'project_filing.created_at', id: 'project_filing.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    toWire,
  )
}

/** `XM2026-000012`. */
export async function nextFilingNo(tx: Tx, year: string): Promise<string> {
  const result = await sql<{ n: string }>`select nextval('project_filing_no')::text as n`.execute(tx)
  return `XM${year}-${(result.rows[0]?.n ?? '').padStart(6, '0')}`
}

export async function insertFiling(
  tx: Tx,
  row: Insertable<Tables['project_filing']>,
  items: readonly FilingItemInput[],
): Promise<void> {
  await tx.insertInto('project_filing').values(row).execute()
  await insertItems(tx, row.id, items)
}

/** As they are filled in anew; what was approved of the old ones holds no longer. */
export async function replaceItems(
  tx: Tx,
  filing: Authorised<FilingRow, 'modify'>,
  items: readonly FilingItemInput[],
): Promise<void> {
  await tx.deleteFrom('project_filing_item').where('filing_id', '=', filing.id).execute()
  await insertItems(tx, filing.id, items)
}

async function insertItems(tx: Tx, filingId: string, items: readonly FilingItemInput[]): Promise<void> {
  await tx
    .insertInto('project_filing_item')
    .values(
      items.map((item, index) => ({
        filing_id: filingId,
        number: index + 1,
        kind: item.kind,
        name: item.name.trim(),
        cost_minor: item.cost === null ? null : String(item.cost.amountMinor),
        requirement_document: item.stateRequirement?.document.trim() ?? null,
        requirement_clause: item.stateRequirement?.clause.trim() ?? null,
        offering_code: item.offeringCode ?? null,
        own_reason: item.ownReason?.trim() ?? null,
      })),
    )
    .execute()
}

/** @returns false when nothing of this item waits for approval. */
export async function approveItem(
  tx: Tx,
  filing: Authorised<FilingRow, 'approve'>,
  item: number,
  by: { readonly name: string; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('project_filing_item')
    .set({ approved_by_name: by.name, approved_at: by.at })
    .where('filing_id', '=', filing.id)
    .where('number', '=', item)
    .where((eb) => eb.or([eb('requirement_document', 'is not', null), eb('own_reason', 'is not', null)]))
    .where('approved_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** @returns false when the version is stale. */
export function updateFiling(
  tx: Tx,
  filing: Authorised<FilingRow, 'modify' | 'approve'>,
  version: number,
  change: Partial<
    Omit<Insertable<Tables['project_filing']>, 'id' | 'no' | 'body_id' | 'version' | 'created_at'>
  >,
): Promise<boolean> {
  return updateVersion(tx, 'project_filing', filing.id, version, change)
}
