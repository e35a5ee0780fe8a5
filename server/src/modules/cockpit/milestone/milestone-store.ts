import type { MilestoneFigure } from '@yunheng/contract'
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
import { DUE_DAYS, type ShippedMilestone } from './milestone.ts'

export type MilestoneRow = Selectable<Tables['milestone']> & { readonly region_name: string | null }

const select = (db: Db) =>
  db
    .selectFrom('milestone')
    .leftJoin('region', 'region.id', 'milestone.region_id')
    .selectAll('milestone')
    .select('region.name as region_name')

export async function findMilestone(db: Db, id: string): Promise<MilestoneRow | undefined> {
  return select(db).where('milestone.id', '=', id).executeTakeFirst()
}

export async function loadMilestoneForUpdate(tx: Tx, id: string): Promise<MilestoneRow | undefined> {
  return select(tx).where('milestone.id', '=', id).forUpdate('milestone').executeTakeFirst()
}

export interface MilestoneFilter {
  readonly state?: 'open' | 'due' | 'late' | 'achieved'
}

/** In the order of their days. */
export async function listMilestones(
  db: Db,
  filter: MilestoneFilter & { readonly today: string },
  page: PageRequest,
): Promise<{ readonly items: readonly MilestoneRow[]; readonly nextPageToken: string | null }> {
  let query = select(db)
  if (filter.state !== undefined) query = query.where(isIn(filter.state, filter.today))
  return readPage(
    query,
    page,
    { sort: 'milestone.due_on', id: 'milestone.id', cast: 'timestamptz', direction: 'asc' },
    (row) => [row.due_on, row.id],
    (row) => row,
  )
}

/** The same table as `stateOf`, for a filter. */
function isIn(state: NonNullable<MilestoneFilter['state']>, today: string) {
  const day = sql`${today}::date`
  switch (state) {
    case 'achieved':
      return sql<boolean>`milestone.evidence_on is not null`
    case 'late':
      return sql<boolean>`milestone.evidence_on is null and milestone.due_on < ${day}`
    case 'due':
      return sql<boolean>`milestone.evidence_on is null and milestone.due_on between ${day} and ${day} + ${DUE_DAYS}::int`
    case 'open':
      return sql<boolean>`milestone.evidence_on is null and milestone.due_on > ${day} + ${DUE_DAYS}::int`
  }
}

export async function countLate(db: Db, today: string): Promise<number> {
  const row = await db
    .selectFrom('milestone')
    .select(sql<number>`count(*)::int`.as('count'))
    .where(isIn('late', today))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function insertMilestone(tx: Tx, row: Insertable<Tables['milestone']>): Promise<void> {
  await tx.insertInto('milestone').values(row).execute()
}

/** @returns false when it is there already. */
export async function insertShipped(
  tx: Tx,
  shipped: ShippedMilestone,
  row: { readonly id: string; readonly createdAt: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto('milestone')
    .values({
      id: row.id,
      code: shipped.code,
      title_zh: shipped.title.zh,
      title_en: shipped.title.en,
      starts_on: shipped.startsOn,
      due_on: shipped.dueOn,
      source: shipped.source,
      figure: shipped.figure,
      target: shipped.target,
      is_product_default: shipped.isProductDefault,
      note: shipped.note,
      created_at: row.createdAt,
    })
    .onConflict((oc) => oc.column('code').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** @returns false when the version is stale. */
export function updateMilestone(
  tx: Tx,
  milestone: Authorised<MilestoneRow, 'modify' | 'approve'>,
  version: number,
  change: Partial<Omit<Insertable<Tables['milestone']>, 'id' | 'code' | 'version' | 'created_at'>>,
): Promise<boolean> {
  return updateVersion(tx, 'milestone', milestone.id, version, change)
}

export async function removeMilestone(tx: Tx, milestone: Authorised<MilestoneRow, 'delete'>): Promise<void> {
  await tx.deleteFrom('milestone').where('id', '=', milestone.id).execute()
}

/**
 * The figures of the ledger for the plan of a region; null is the documents', of the whole tree and its province. `db` must see
 * everything: a plan's figure is one and the same for whoever reads it.
 */
export async function readFigures(
  db: Db,
  regionId: string | null,
  today: string,
): Promise<Readonly<Record<MilestoneFigure, number | null>>> {
  const top = sql`(select id, path from region where ${
    regionId === null ? sql`parent_id is null` : sql`id = ${regionId}`
  } order by code limit 1)`
  const result = await sql<{ platforms: number; departments: number; counted: number; migrated: number }>`
    with top as ${top},
    own as (select s.deployment, s.exemption, b.id as body_id, b.kind, b.region_id from system s
      join body_directory b on b.id = s.body_id join region r on r.id = b.region_id, top
      where s.lifecycle <> 'retired' and r.path || '/' like top.path || '/%'),
    provincial as (select own.* from own, top where own.region_id = top.id
      and not (own.deployment = 'exempt' and coalesce((own.exemption->>'validUntil')::date >= ${today}::date, true)))
    select (select count(distinct provider_body_id)::int from cloud where state in ('healthy', 'degraded')) as platforms,
      (select count(distinct body_id)::int from own where kind = 'department' and deployment = 'cloud') as departments,
      (select count(*)::int from provincial) as counted,
      (select count(*)::int from provincial where deployment = 'cloud') as migrated`.execute(db)
  const row = result.rows[0]
  const { platforms = 0, departments = 0, counted = 0, migrated = 0 } = row ?? {}
  return {
    'provider-platforms': platforms,
    'departments-on-cloud': departments,
    // Rounded down, so that a target is not said to be reached before it is.
    'systems-migrated': counted === 0 ? null : Math.floor((1_000 * migrated) / counted) / 10,
  }
}
