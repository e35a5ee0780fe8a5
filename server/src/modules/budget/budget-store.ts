import type { BudgetCreate, BudgetPurpose, FundSource } from '@yunheng/contract'
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

export type BudgetRow = Selectable<Tables['budget']> & {
  readonly body_name: string
  readonly system_name: string | null
  readonly filing_no: string | null
  readonly filing_name: string | null
  readonly committed_minor: string
  readonly actual_minor: string
  readonly permitted_minor: string
  readonly pending_by: string | null
}
export type VersionRow = Selectable<Tables['budget_version']>
export type PermitRow = Selectable<Tables['budget_permit']>

export interface BudgetFilter {
  readonly bodyId?: string
  readonly systemId?: string
  readonly q?: string
  readonly fiscalYear?: number
  readonly state?: BudgetRow['state']
  readonly purpose?: BudgetPurpose
  readonly fundSource?: FundSource
  readonly pending?: boolean
  readonly overspent?: boolean
}

/** The sums of a line's entries, which the database keeps (migration 1480). */
const committed = sql<string>`coalesce((select s.committed_minor from budget_line_sum s
  where s.budget_id = budget.id), 0)`
const actual = sql<string>`coalesce((select s.actual_minor from budget_line_sum s
  where s.budget_id = budget.id), 0)`
const permitted = sql<string>`coalesce((select sum(p.amount_minor) from budget_permit p
  where p.budget_id = budget.id), 0)::bigint`
const pendingBy = sql<string | null>`(select v.proposed_by from budget_version v
  where v.budget_id = budget.id and v.state = 'proposed')`

const select = (db: Db) =>
  db
    .selectFrom('budget')
    .innerJoin('body_directory as owner', 'owner.id', 'budget.body_id')
    .leftJoin('system', 'system.id', 'budget.system_id')
    .leftJoin('project_filing as filing', 'filing.id', 'budget.filing_id')
    .selectAll('budget')
    .select([
      'owner.name as body_name',
      'system.name as system_name',
      'filing.no as filing_no',
      'filing.name as filing_name',
      committed.as('committed_minor'),
      actual.as('actual_minor'),
      permitted.as('permitted_minor'),
      pendingBy.as('pending_by'),
    ])

export async function findBudget(db: Db, id: string): Promise<BudgetRow | undefined> {
  return select(db).where('budget.id', '=', id).executeTakeFirst()
}

export async function loadBudgetForUpdate(tx: Tx, id: string): Promise<BudgetRow | undefined> {
  return select(tx).where('budget.id', '=', id).forUpdate('budget').executeTakeFirst()
}

/** Newest first. */
export async function listBudgets<W>(
  db: Db,
  filter: BudgetFilter,
  page: PageRequest,
  toWire: (row: BudgetRow) => W,
) {
  let query = select(db)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('budget.body_id', filter.bodyId))
  if (filter.systemId !== undefined) query = query.where('budget.system_id', '=', filter.systemId)
  if (filter.q !== undefined) {
    const part = containing(filter.q)
    query = query.where((eb) =>
      eb.or([
        eb('budget.name', 'ilike', part),
        eb('budget.no', 'ilike', part),
        eb('budget.budget_code', 'ilike', part),
      ]),
    )
  }
  if (filter.fiscalYear !== undefined) query = query.where('budget.fiscal_year', '=', filter.fiscalYear)
  if (filter.state !== undefined) query = query.where('budget.state', '=', filter.state)
  if (filter.purpose !== undefined) query = query.where('budget.purpose', '=', filter.purpose)
  if (filter.fundSource !== undefined) query = query.where('budget.fund_source', '=', filter.fundSource)
  if (filter.pending !== undefined)
    query = query.where(sql<boolean>`(${pendingBy} is not null) = ${filter.pending}`)
  if (filter.overspent !== undefined)
    query = query.where(
      sql<boolean>`(${committed} + ${actual} > budget.amount_minor + ${permitted}) = ${filter.overspent}`,
    )
  return readPage(
    query,
    page,
    { sort: 'budget.created_at', id: 'budget.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    toWire,
  )
}

/** `YS2026-000012`: the year is the fiscal one. */
export async function nextBudgetNo(tx: Tx, year: number): Promise<string> {
  const result = await sql<{ n: string }>`select nextval('budget_no')::text as n`.execute(tx)
  return `YS${year}-${(result.rows[0]?.n ?? '').padStart(6, '0')}`
}

export type Content = Pick<BudgetCreate, 'name' | 'amount' | 'fundSource' | 'budgetCode' | 'sourceDocument'>

export const columnsOf = (content: Content) => ({
  name: content.name.trim(),
  amount_minor: String(content.amount.amountMinor),
  fund_source: content.fundSource,
  budget_code: content.budgetCode.trim(),
  source_document: content.sourceDocument.trim(),
})

export async function insertBudget(tx: Tx, row: Insertable<Tables['budget']>): Promise<void> {
  await tx.insertInto('budget').values(row).execute()
}

/** @returns false when the version is stale. */
export async function updateBudget(
  tx: Tx,
  budget: Authorised<BudgetRow, 'modify' | 'approve'>,
  version: number,
  change: Partial<ReturnType<typeof columnsOf>> & { readonly state?: BudgetRow['state'] },
): Promise<boolean> {
  return updateVersion(tx, 'budget', budget.id, version, change)
}

/** The newest first. */
export async function listVersions(db: Db, budgetId: string): Promise<readonly VersionRow[]> {
  return db
    .selectFrom('budget_version')
    .selectAll()
    .where('budget_id', '=', budgetId)
    .orderBy('number', 'desc')
    .limit(200)
    .execute()
}

export async function insertVersion(
  tx: Tx,
  row: Omit<Insertable<Tables['budget_version']>, 'number' | 'state'>,
): Promise<void> {
  const number = sql<number>`(select coalesce(max(number), 0) + 1 from budget_version where budget_id = ${row.budget_id})`
  await tx
    .insertInto('budget_version')
    .values({ ...row, number, state: 'proposed' })
    .execute()
}

/** Decides on what waits; what was in force before is superseded by what comes into force. */
export async function decideVersion(
  tx: Tx,
  budget: Authorised<BudgetRow, 'modify' | 'approve'>,
  decision: Pick<VersionRow, 'decided_by' | 'decided_by_name' | 'decided_at' | 'comment'> & {
    readonly state: 'in-force' | 'declined'
  },
): Promise<VersionRow> {
  if (decision.state === 'in-force')
    await tx
      .updateTable('budget_version')
      .set({ state: 'superseded' })
      .where('budget_id', '=', budget.id)
      .where('state', '=', 'in-force')
      .execute()
  return tx
    .updateTable('budget_version')
    .set(decision)
    .where('budget_id', '=', budget.id)
    .where('state', '=', 'proposed')
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function insertPermit(tx: Tx, row: Insertable<Tables['budget_permit']>): Promise<void> {
  await tx.insertInto('budget_permit').values(row).execute()
}

export async function listPermits(db: Db, budgetId: string): Promise<readonly PermitRow[]> {
  return db
    .selectFrom('budget_permit')
    .selectAll()
    .where('budget_id', '=', budgetId)
    .orderBy('at', 'desc')
    .limit(200)
    .execute()
}
