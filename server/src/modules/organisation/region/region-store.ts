import { type Insertable, type Selectable, sql } from 'kysely'
import type { Authorised } from '../../../platform/authz/index.ts'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'

export type RegionRow = Selectable<Tables['region']>

/** With what stands in it. */
export type RegionEntry = RegionRow & { readonly body_count: number; readonly part_count: number }

const withCounts = (db: Db) =>
  db
    .selectFrom('region')
    .selectAll('region')
    .select([
      sql<number>`(select count(*)::int from body_directory b where b.region_id = region.id and b.closed_at is null)`.as(
        'body_count',
      ),
      sql<number>`(select count(*)::int from region part where part.parent_id = region.id and part.closed_at is null)`.as(
        'part_count',
      ),
    ])

export interface RegionFilter {
  readonly parentId?: string
  readonly level?: RegionRow['level']
}

/** Regions by code, which keeps each parent before its children. */
export async function listRegions<T>(
  db: Db,
  filter: RegionFilter,
  page: PageRequest,
  present: (row: RegionEntry) => T,
) {
  let query = withCounts(db)
  if (filter.parentId !== undefined) query = query.where('parent_id', '=', filter.parentId)
  if (filter.level !== undefined) query = query.where('level', '=', filter.level)
  return readPage(
    query,
    page,
    { sort: 'code', id: 'id', cast: 'text', direction: 'asc' },
    (row) => [row.code, row.id],
    present,
  )
}

export async function getRegionEntry(db: Db, id: string): Promise<RegionEntry> {
  return withCounts(db).where('region.id', '=', id).executeTakeFirstOrThrow()
}

/** Locks the region: what begins in it takes the same lock. */
export async function loadRegionForUpdate(tx: Tx, id: string): Promise<RegionRow | undefined> {
  return tx.selectFrom('region').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

/** @returns false when somebody was faster. */
export function updateRegion(
  tx: Tx,
  region: Authorised<RegionRow, 'modify' | 'delete'>,
  version: number,
  change: Partial<Pick<RegionRow, 'name' | 'closed_at'>>,
): Promise<boolean> {
  return updateVersion(tx, 'region', region.id, version, change)
}

export async function findRegion(db: Db, id: string): Promise<RegionRow | undefined> {
  return db.selectFrom('region').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findRegionByCode(db: Db, code: string): Promise<RegionRow | undefined> {
  return db.selectFrom('region').selectAll().where('code', '=', code).executeTakeFirst()
}

/** From the root down to this region, itself included. */
export async function listRegionsAbove(db: Db, id: string): Promise<readonly RegionRow[]> {
  return db
    .selectFrom('region')
    .innerJoin('region as below', (join) => join.on('below.id', '=', id))
    .selectAll('region')
    .where(sql<boolean>`below.path || '/' like region.path || '/%'`)
    .orderBy(sql`length(region.path)`)
    .execute()
}

/** The region that a body stands in; names of bodies and their places are known throughout the government. */
export async function findRegionOfBody(db: Db, bodyId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('body_directory')
    .select('region_id')
    .where('id', '=', bodyId)
    .executeTakeFirst()
  return row?.region_id
}

/** @returns the path of ids from the root to the new region. */
export async function insertRegion(
  tx: Tx,
  region: Omit<Insertable<Tables['region']>, 'path'>,
  parentPath: string | null,
): Promise<string> {
  const path = `${parentPath ?? ''}/${region.id}`
  await tx
    .insertInto('region')
    .values({ ...region, path })
    .execute()
  return path
}
