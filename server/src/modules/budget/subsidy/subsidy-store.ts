import type { SubsidyGround } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'
import { isWithinBody } from '../../organisation/index.ts'

export type SubsidyRow = Selectable<Tables['subsidy']> & {
  readonly body_name: string
  readonly system_name: string
  readonly budget_no: string | null
  readonly maintenance_left: string
}

export interface SubsidyFilter {
  readonly bodyId?: string
  readonly systemId?: string
  readonly fiscalYear?: number
  readonly state?: SubsidyRow['state']
  readonly ground?: SubsidyGround
}

/** What is left of the maintenance funds that come first (R271). */
const maintenanceLeft = sql<string>`coalesce((select sum(b.amount_minor - coalesce(s.committed_minor + s.actual_minor, 0))
  from budget b left join budget_line_sum s on s.budget_id = b.id
  where b.body_id = subsidy.body_id and b.fiscal_year = subsidy.fiscal_year and b.state = 'active'
    and b.fund_source = 'maintenance' and b.purpose in ('cloud', 'migration')
    and (b.system_id is null or b.system_id = subsidy.system_id)), 0)::bigint`

const select = (db: Db) =>
  db
    .selectFrom('subsidy')
    .innerJoin('body_directory as owner', 'owner.id', 'subsidy.body_id')
    .innerJoin('system', 'system.id', 'subsidy.system_id')
    .leftJoin('budget', 'budget.id', 'subsidy.budget_id')
    .selectAll('subsidy')
    .select([
      'owner.name as body_name',
      'system.name as system_name',
      'budget.no as budget_no',
      maintenanceLeft.as('maintenance_left'),
    ])

export async function findSubsidy(db: Db, id: string): Promise<SubsidyRow | undefined> {
  return select(db).where('subsidy.id', '=', id).executeTakeFirst()
}

export async function loadSubsidyForUpdate(tx: Tx, id: string): Promise<SubsidyRow | undefined> {
  return select(tx).where('subsidy.id', '=', id).forUpdate('subsidy').executeTakeFirst()
}

/** Newest first. */
export async function listSubsidies<W>(
  db: Db,
  filter: SubsidyFilter,
  page: PageRequest,
  toWire: (row: SubsidyRow) => W,
) {
  let query = select(db)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('subsidy.body_id', filter.bodyId))
  if (filter.systemId !== undefined) query = query.where('subsidy.system_id', '=', filter.systemId)
  if (filter.fiscalYear !== undefined) query = query.where('subsidy.fiscal_year', '=', filter.fiscalYear)
  if (filter.state !== undefined) query = query.where('subsidy.state', '=', filter.state)
  if (filter.ground !== undefined) query = query.where('subsidy.ground', '=', filter.ground)
  return readPage(
    query,
    page,
    { sort: 'subsidy.applied_at', id: 'subsidy.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.applied_at.toISOString(), row.id],
    toWire,
  )
}

/** `BZ2026-000003`. */
export async function nextSubsidyNo(tx: Tx, year: number): Promise<string> {
  const result = await sql<{ n: string }>`select nextval('subsidy_no')::text as n`.execute(tx)
  return `BZ${year}-${(result.rows[0]?.n ?? '').padStart(6, '0')}`
}

/** @returns false when the system has one for the year. */
export async function insertSubsidy(tx: Tx, row: Insertable<Tables['subsidy']>): Promise<boolean> {
  const result = await tx
    .insertInto('subsidy')
    .values(row)
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** The row is locked; null: whatever its version. @returns false when the version is stale. */
export function updateSubsidy(
  tx: Tx,
  id: string,
  version: number | null,
  change: Partial<Omit<Insertable<Tables['subsidy']>, 'id' | 'no' | 'body_id' | 'system_id' | 'version'>>,
): Promise<boolean> {
  return updateVersion(tx, 'subsidy', id, version, change)
}
