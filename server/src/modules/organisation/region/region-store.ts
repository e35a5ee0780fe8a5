import type { Region } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import {
  afterKey,
  type Db,
  type PageRequest,
  pageOf,
  type Tables,
  type Tx,
} from '../../../platform/db/index.ts'

export type RegionRow = Selectable<Tables['region']>

export interface RegionFilter {
  readonly parentId?: string
  readonly level?: RegionRow['level']
}

/** Regions by code, which keeps each parent before its children. */
export async function listRegions(db: Db, filter: RegionFilter, page: PageRequest) {
  let query = db.selectFrom('region').selectAll()
  if (filter.parentId !== undefined) query = query.where('parent_id', '=', filter.parentId)
  if (filter.level !== undefined) query = query.where('level', '=', filter.level)
  const after = afterKey(page, { sort: 'code', id: 'id', cast: 'text' }, 'asc')
  if (after) query = query.where(after)
  const rows = await query
    .orderBy('code')
    .orderBy('id')
    .limit((page.pageSize ?? 50) + 1)
    .execute()
  return pageOf(rows, page, (row) => [row.code, row.id], toRegion)
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

export function toRegion(row: RegionRow): Region {
  return {
    id: row.id,
    parentId: row.parent_id,
    level: row.level,
    code: row.code,
    name: row.name,
    version: row.version,
  }
}
