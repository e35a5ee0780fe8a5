import type { BudgetPurpose, CommitmentKind, CommitmentSource } from '@yunheng/contract'
import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../platform/db/index.ts'
import type { LineRoom } from './budget.ts'

export type CommitmentRow = Selectable<Tables['budget_commitment']> & {
  readonly body_name: string
  readonly system_name: string
  readonly budget_no: string | null
  readonly budget_name: string | null
}

interface Payer {
  readonly bodyId: string
  readonly systemId: string
}

/** The system's project is known, and is not the one that the line is for. */
export const ofOtherProject = (filingId: RawBuilder<unknown>, systemId: RawBuilder<unknown>) =>
  sql<boolean>`${filingId} is not null and exists (select from project_directory p
    where p.system_id = ${systemId} and p.filing_id <> ${filingId})`

/**
 * Lines in force that may pay for a system of this body in a year, in their order: the body's own before those above, for the system
 * before for its project before for all, the oldest first. A line of a project pays for no system that is known to be of another one. For a system that is yet to migrate, maintenance funds come before all others, and what is set
 * aside for migration serves it as well (R271).
 */
export async function listPayingLines(
  tx: Tx,
  { bodyId, systemId }: Payer,
  fiscalYear: number,
  how: { readonly lock: boolean },
): Promise<readonly LineRoom[]> {
  const toMigrate = sql`select from system s where s.id = ${systemId} and s.deployment = 'to-migrate'`
  const candidates = sql<{ id: string }>`select b.id from budget b
    join body_directory payer on payer.id = b.body_id
    join body_directory me on me.id = ${bodyId}
    where me.path like payer.path || '%' and b.fiscal_year = ${fiscalYear} and b.state = 'active'
      and (b.system_id is null or b.system_id = ${systemId}) and b.purpose in ('cloud', 'migration')
      and (b.purpose = 'cloud' or exists (${toMigrate}))
      and not (${ofOtherProject(sql`b.filing_id`, sql`${systemId}::uuid`)})`
  // In the order of their ids, whoever locks them; only then are they counted. What is given back of them does not wait.
  if (how.lock)
    await sql`select from budget where id in (${candidates}) order by id for no key update`.execute(tx)
  const { rows } = await sql<{
    id: string
    no: string
    name: string
    amount: string
    committed: string
    actual: string
    permitted: string
  }>`select b.id, b.no, b.name, b.amount_minor::text as amount,
      coalesce((select sum(c.amount_minor) from budget_commitment c where c.budget_id = b.id), 0)::text as committed,
      coalesce((select sum(a.amount_minor) from budget_actual a where a.budget_id = b.id), 0)::text as actual,
      coalesce((select sum(p.amount_minor) from budget_permit p where p.budget_id = b.id), 0)::text as permitted
    from budget b join body_directory payer on payer.id = b.body_id
    where b.id in (${candidates})
    order by (b.fund_source = 'maintenance' and exists (${toMigrate})) desc, length(payer.path) desc, b.system_id is null,
      exists (select from project_directory p where p.system_id = ${systemId} and p.filing_id = b.filing_id) desc, b.created_at, b.id`.execute(
    tx,
  )
  return rows.map(({ id, no, name, amount, committed, actual, permitted }) => ({
    id,
    no,
    name,
    amountMinor: Number(amount),
    committedMinor: Number(committed),
    actualMinor: Number(actual),
    permittedMinor: Number(permitted),
  }))
}

/**
 * A line that comes into force takes over what is committed without one: nobody commits for its year meanwhile. Approvals do not wait
 * for each other.
 */
export async function holdYear(tx: Tx, fiscalYear: number, how: 'to-commit' | 'to-take-over'): Promise<void> {
  const take = sql.raw(how === 'to-commit' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  await sql`select ${take}(4721, ${fiscalYear}::int)`.execute(tx)
}

/** Any line in force, of any year, that may pay for this body. */
export async function hasPayingLines(tx: Tx, { bodyId }: Pick<Payer, 'bodyId'>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from budget b
    join body_directory payer on payer.id = b.body_id join body_directory me on me.id = ${bodyId}
    where me.path like payer.path || '%' and b.state = 'active' and b.purpose in ('cloud', 'migration')) as found`.execute(
    tx,
  )
  return rows[0]?.found === true
}

/** @param as what it has committed itself, or what it brought about for other requests. */
export async function hasCommitment(
  tx: Tx,
  requestId: string,
  as: 'own' | 'caused' = 'own',
): Promise<boolean> {
  const row = await tx
    .selectFrom('budget_commitment')
    .select('id')
    .where(as === 'own' ? 'request_id' : 'cause_request_id', '=', requestId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export type NewCommitment = Insertable<Tables['budget_commitment']>
const ROWS_AT_ONCE = 1000

export async function insertCommitments(tx: Tx, rows: readonly NewCommitment[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    await tx
      .insertInto('budget_commitment')
      .values(rows.slice(at, at + ROWS_AT_ONCE))
      .execute()
}

export interface Held {
  readonly budget_id: string | null
  readonly body_id: string
  readonly system_id: string
  /** Null for a term that renewed by itself: it names its resource. */
  readonly request_id: string | null
  readonly request_no: string | null
  readonly line_number: number | null
  readonly resource_id: string | null
  readonly resource_name: string | null
  readonly renewal: number | null
  readonly month: string
  readonly fiscal_year: number
  readonly amount_minor: string
}

const held = (tx: Tx) =>
  tx
    .selectFrom('budget_commitment as c')
    .select([
      'c.budget_id',
      'c.body_id',
      'c.system_id',
      'c.request_id',
      'c.request_no',
      'c.line_number',
      'c.resource_id',
      'c.resource_name',
      'c.renewal',
      'c.month',
      'c.fiscal_year',
      sql<string>`sum(c.amount_minor)::bigint`.as('amount_minor'),
    ])
    .groupBy([
      'c.budget_id',
      'c.body_id',
      'c.system_id',
      'c.request_id',
      'c.request_no',
      'c.line_number',
      'c.resource_id',
      'c.resource_name',
      'c.renewal',
      'c.month',
      'c.fiscal_year',
    ])
    .having(sql<boolean>`sum(c.amount_minor) <> 0`)
    .orderBy('c.month')
    .orderBy('c.line_number')

/** What a request still holds of its commitment. */
export async function listHeldOfRequest(
  tx: Tx,
  requestId: string,
  part: { readonly lines: readonly number[] | null; readonly fromMonth: string | null },
): Promise<readonly Held[]> {
  let query = held(tx).where('c.request_id', '=', requestId)
  if (part.lines !== null) query = query.where('c.line_number', 'in', [...part.lines])
  if (part.fromMonth !== null) query = query.where('c.month', '>=', part.fromMonth)
  return query.execute()
}

/** What the renewals of these resources, which came by themselves, still hold from a month on. */
export async function listHeldOfRenewals(
  tx: Tx,
  resourceIds: readonly string[],
  fromMonth: string,
): Promise<readonly Held[]> {
  if (resourceIds.length === 0) return []
  return held(tx)
    .where('c.resource_id', 'in', [...resourceIds])
    .where('c.month', '>=', fromMonth)
    .orderBy('c.resource_id')
    .execute()
}

/** What a change has freed of the commitments of other requests, and not taken back. */
export async function listCausedBy(tx: Tx, causeRequestId: string): Promise<readonly Held[]> {
  return held(tx).where('c.cause_request_id', '=', causeRequestId).execute()
}

/** What was approved before there was a line, and this one would pay for. */
export async function listUnbudgeted(
  tx: Tx,
  line: {
    readonly bodyId: string
    readonly systemId: string | null
    readonly filingId: string | null
    readonly fiscalYear: number
    readonly purpose: BudgetPurpose
  },
): Promise<readonly Held[]> {
  let query = held(tx)
    .where('c.budget_id', 'is', null)
    .where('c.fiscal_year', '=', line.fiscalYear)
    .where(sql<boolean>`c.body_id in (
      select below.id from body_directory below join body_directory top on top.id = ${line.bodyId}
      where below.path like top.path || '%')`)
  if (line.systemId !== null) query = query.where('c.system_id', '=', line.systemId)
  if (line.filingId !== null)
    query = query.where(sql<boolean>`not (${ofOtherProject(sql`${line.filingId}::uuid`, sql`c.system_id`)})`)
  if (line.purpose === 'migration')
    query = query.where(
      sql<boolean>`exists (select from system s where s.id = c.system_id and s.deployment = 'to-migrate')`,
    )
  return query.execute()
}

export async function sumByMonth(db: Db, budgetId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('budget_commitment')
    .select(['month', sql<string>`sum(amount_minor)::bigint`.as('amount')])
    .where('budget_id', '=', budgetId)
    .groupBy('month')
    .execute()
  return new Map(rows.map(({ month, amount }) => [month, Number(amount)]))
}

export interface CommitmentFilter {
  readonly budgetId?: string
  readonly bodyId?: string
  readonly payerBodyId?: string
  readonly systemId?: string
  readonly requestId?: string
  readonly resourceId?: string
  readonly fiscalYear?: number
  readonly month?: string
  readonly source?: CommitmentSource
  readonly kind?: CommitmentKind
  readonly unbudgeted?: boolean
}

/** Newest first. */
export async function listCommitments<W>(
  db: Db,
  filter: CommitmentFilter,
  page: PageRequest,
  toWire: (row: CommitmentRow) => W,
) {
  let query = db
    .selectFrom('budget_commitment as c')
    .innerJoin('body_directory as owner', 'owner.id', 'c.body_id')
    .innerJoin('system', 'system.id', 'c.system_id')
    .leftJoin('budget', 'budget.id', 'c.budget_id')
    .selectAll('c')
    .select([
      'owner.name as body_name',
      'system.name as system_name',
      'budget.no as budget_no',
      'budget.name as budget_name',
    ])
  if (filter.budgetId !== undefined) query = query.where('c.budget_id', '=', filter.budgetId)
  if (filter.payerBodyId !== undefined) query = query.where('budget.body_id', '=', filter.payerBodyId)
  if (filter.systemId !== undefined) query = query.where('c.system_id', '=', filter.systemId)
  if (filter.requestId !== undefined) query = query.where('c.request_id', '=', filter.requestId)
  if (filter.resourceId !== undefined) query = query.where('c.resource_id', '=', filter.resourceId)
  if (filter.source !== undefined)
    query = query.where('c.request_id', filter.source === 'request' ? 'is not' : 'is', null)
  if (filter.fiscalYear !== undefined) query = query.where('c.fiscal_year', '=', filter.fiscalYear)
  if (filter.month !== undefined) query = query.where('c.month', '=', `${filter.month}-01`)
  if (filter.kind !== undefined) query = query.where('c.kind', '=', filter.kind)
  if (filter.unbudgeted !== undefined)
    query = query.where('c.budget_id', filter.unbudgeted ? 'is' : 'is not', null)
  if (filter.bodyId !== undefined)
    query = query.where(sql<boolean>`c.body_id in (
    select below.id from body_directory below join body_directory top on top.id = ${filter.bodyId}
    where below.path like top.path || '%')`)
  return readPage(
    query,
    page,
    { sort: 'c.at', id: 'c.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.at.toISOString(), row.id],
    toWire,
  )
}
