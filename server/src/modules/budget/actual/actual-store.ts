/** SQL on what was spent of the budget: entries of bills, and the commitments that they use up. */
import type { ActualKind } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../../platform/db/index.ts'
import { isWithinBody } from '../../organisation/index.ts'
import { type Held, inOrderOfLines } from '../commitment-store.ts'
import { isForNewLine, type NewLine } from '../paying-lines-store.ts'
import { type Opening, type Part, sourceOfLine, sourceOfRenewals } from './allot.ts'

export type ActualRow = Selectable<Tables['budget_actual']> & {
  readonly body_name: string
  readonly system_name: string
  readonly budget_no: string | null
  readonly budget_name: string | null
}

/**
 * Lines in force of a year that may pay for these systems of a body: nobody commits of them meanwhile. In the order of their ids, as
 * approvals do.
 *
 * @param closed the month that is closed with it: lines that hold something for it are locked as well.
 */
export async function lockLinesAbove(
  tx: Tx,
  { bodyId, systemIds }: { readonly bodyId: string; readonly systemIds: readonly string[] },
  fiscalYear: number,
  closed: string | null,
): Promise<void> {
  const holding = closed === null ? sql`false` : holdsFor({ bodyId, month: closed })
  await sql`select from budget where (state = 'active' and fiscal_year = ${fiscalYear}
      and (system_id is null or system_id = any (${[...systemIds]}::uuid[])) and body_id in (
      select payer.id from body_directory payer join body_directory me on me.id = ${bodyId}
      where me.path like payer.path || '%')) or ${holding} order by id for no key update`.execute(tx)
}

/** Those that hold something for a month of a body, likewise. */
export async function lockLinesHolding(
  tx: Tx,
  of: { readonly bodyId: string; readonly month: string },
): Promise<void> {
  await sql`select from budget where ${holdsFor(of)} order by id for no key update`.execute(tx)
}

const holdsFor = ({ bodyId, month }: { readonly bodyId: string; readonly month: string }) =>
  sql`id in (select budget_id from budget_commitment where body_id = ${bodyId} and month = ${month}::date
      and fiscal_year = extract(year from ${month}::date))`

export type HeldOpening = Opening & { readonly held: Held }

/** What these sources have committed for a fiscal year, with what is used up: the line that carried it is told even so. */
export async function listOpenings(
  tx: Tx,
  of: {
    readonly billId: string
    readonly fiscalYear: number
    readonly lines: readonly { readonly requestId: string; readonly number: number }[]
    readonly resourceIds: readonly string[]
  },
): Promise<readonly HeldOpening[]> {
  const requestIds = of.lines.map(({ requestId }) => requestId)
  const numbers = of.lines.map(({ number }) => number)
  const { rows } = await sql<Held & { readonly used: string }>`
    with named as (
      select c.* from budget_commitment c
        join unnest(${requestIds}::uuid[], ${numbers}::int[]) as line (request_id, number)
          on line.request_id = c.request_id and line.number = c.line_number
      where c.fiscal_year = ${of.fiscalYear}
      union all
      select c.* from budget_commitment c
      where c.resource_id = any (${[...of.resourceIds]}::uuid[]) and c.fiscal_year = ${of.fiscalYear})
    select budget_id, body_id, system_id, request_id, request_no, line_number, resource_id, resource_name, renewal,
      month, fiscal_year, sum(amount_minor)::bigint::text as amount_minor,
      coalesce(-sum(amount_minor) filter (where kind = 'spend' and bill_id = ${of.billId}), 0)::bigint::text as used
    from named group by budget_id, body_id, system_id, request_id, request_no, line_number, resource_id, resource_name,
      renewal, month, fiscal_year
    order by month, request_no, line_number, resource_id, renewal, budget_id`.execute(tx)
  return rows.map(({ used, ...held }) => ({
    held,
    source: sourceOf(held),
    request:
      held.request_id === null || held.request_no === null
        ? null
        : { id: held.request_id, no: held.request_no },
    budgetId: held.budget_id,
    month: held.month,
    heldMinor: BigInt(held.amount_minor),
    usedMinor: BigInt(used),
  }))
}

const sourceOf = ({ request_id, line_number, resource_id }: Held): string =>
  request_id !== null && line_number !== null
    ? sourceOfLine(request_id, line_number)
    : sourceOfRenewals(resource_id ?? '')

/** What the entries of a bill are by now. */
export async function sumOfBill(tx: Tx, billId: string): Promise<readonly Part[]> {
  const rows = await tx
    .selectFrom('budget_actual')
    .select([
      'system_id',
      'request_id',
      'request_no',
      'budget_id',
      sql<string>`sum(amount_minor)::bigint`.as('amount'),
    ])
    .where('bill_id', '=', billId)
    .groupBy(['system_id', 'request_id', 'request_no', 'budget_id'])
    .having(sql<boolean>`sum(amount_minor) <> 0`)
    .execute()
  return rows.map((row) => ({
    systemId: row.system_id,
    request: row.request_id === null ? null : { id: row.request_id, no: row.request_no ?? '' },
    budgetId: row.budget_id,
    amountMinor: BigInt(row.amount),
  }))
}

export type NewActual = Insertable<Tables['budget_actual']>
const ROWS_AT_ONCE = 1000

export async function insertActuals(tx: Tx, rows: readonly NewActual[]): Promise<void> {
  const sorted = inOrderOfLines(rows)
  for (let at = 0; at < sorted.length; at += ROWS_AT_ONCE)
    await tx
      .insertInto('budget_actual')
      .values(sorted.slice(at, at + ROWS_AT_ONCE))
      .execute()
}

/** Written before its entries. @returns whether it is the first time. */
export async function saveBill(
  tx: Tx,
  bill: {
    readonly billId: string
    readonly bodyId: string
    readonly month: string
    readonly amountMinor: bigint
    readonly isFinal: boolean
    readonly at: Date
  },
): Promise<boolean> {
  const { rows } = await sql<{ is_new: boolean }>`
    insert into budget_bill as b (bill_id, body_id, month, amount_minor, is_final, at)
    values (${bill.billId}, ${bill.bodyId}, ${bill.month}::date, ${bill.amountMinor.toString()}::bigint,
      ${bill.isFinal}, ${bill.at})
    on conflict (bill_id) do update set amount_minor = excluded.amount_minor, is_final = b.is_final or excluded.is_final
    returning xmax = 0 as is_new`.execute(tx)
  return rows[0]?.is_new === true
}

/** Of these bills those that are not charged, or were closed since. */
export async function listUncharged(
  db: Db,
  bills: readonly { readonly id: string; readonly isFinal: boolean }[],
): Promise<readonly string[]> {
  const ids = bills.map(({ id }) => id)
  const finals = bills.map(({ isFinal }) => isFinal)
  const { rows } = await sql<{ id: string }>`select bill.id
    from unnest(${ids}::uuid[], ${finals}::boolean[]) as bill (id, is_final)
    where not exists (select from budget_bill b where b.bill_id = bill.id and (b.is_final or not bill.is_final))`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** Months of bodies that hold something yet, and were billed for good or not at all: then the bill is null. */
export async function listMonthsToClose(
  db: Db,
  span: { readonly from: string; readonly until: string },
  bodyId: string | null,
): Promise<readonly { readonly body_id: string; readonly month: string; readonly bill_id: string | null }[]> {
  const { rows } = await sql<{ body_id: string; month: string; bill_id: string | null }>`
    select held.body_id, to_char(held.month, 'YYYY-MM') as month, b.bill_id
    from (select distinct body_id, month from (select body_id, month from budget_commitment
        where month >= ${span.from}::date and month < ${span.until}::date and body_id = coalesce(${bodyId}::uuid, body_id)
        group by body_id, month, budget_id, system_id, request_id, line_number, resource_id, renewal
        having sum(amount_minor) > 0) as each) as held
      left join budget_bill b on b.body_id = held.body_id and b.month = held.month
    where b.bill_id is null or b.is_final order by held.month, held.body_id`.execute(db)
  return rows
}

const OF_BILL = [
  'e.bill_id',
  'e.body_id',
  'e.system_id',
  'e.request_id',
  'e.request_no',
  'e.month',
  'e.fiscal_year',
] as const

/** What was billed before there was a line, and this one would pay for. */
export async function listUnbudgetedActuals(tx: Tx, line: NewLine) {
  return tx
    .selectFrom('budget_actual as e')
    .select(OF_BILL)
    .select(sql<string>`sum(e.amount_minor)::bigint`.as('amount_minor'))
    .where(isForNewLine(line))
    .groupBy(OF_BILL)
    .having(sql<boolean>`sum(e.amount_minor) <> 0`)
    .orderBy('e.month')
    .execute()
}

export async function sumActualByMonth(db: Db, budgetId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('budget_actual')
    .select(['month', sql<string>`sum(amount_minor)::bigint`.as('amount')])
    .where('budget_id', '=', budgetId)
    .groupBy('month')
    .execute()
  return new Map(rows.map(({ month, amount }) => [month, Number(amount)]))
}

export interface ActualFilter {
  readonly budgetId?: string
  readonly bodyId?: string
  readonly payerBodyId?: string
  readonly spenderBodyId?: string
  readonly systemId?: string
  readonly requestId?: string
  readonly billId?: string
  readonly fiscalYear?: number
  readonly month?: string
  readonly kind?: ActualKind
  readonly unbudgeted?: boolean
}

/** Newest first. */
export async function listActuals<W>(
  db: Db,
  filter: ActualFilter,
  page: PageRequest,
  toWire: (row: ActualRow) => W,
) {
  let query = db
    .selectFrom('budget_actual as a')
    .innerJoin('body_directory as owner', 'owner.id', 'a.body_id')
    .leftJoin('system_directory as system', 'system.id', 'a.system_id')
    .leftJoin('budget', 'budget.id', 'a.budget_id')
    .selectAll('a')
    .select([
      'owner.name as body_name',
      sql<string>`coalesce(system.name, '')`.as('system_name'),
      'budget.no as budget_no',
      'budget.name as budget_name',
    ])
  if (filter.budgetId !== undefined) query = query.where('a.budget_id', '=', filter.budgetId)
  if (filter.payerBodyId !== undefined) query = query.where('budget.body_id', '=', filter.payerBodyId)
  if (filter.spenderBodyId !== undefined) query = query.where('a.body_id', '=', filter.spenderBodyId)
  if (filter.systemId !== undefined) query = query.where('a.system_id', '=', filter.systemId)
  if (filter.requestId !== undefined) query = query.where('a.request_id', '=', filter.requestId)
  if (filter.billId !== undefined) query = query.where('a.bill_id', '=', filter.billId)
  if (filter.fiscalYear !== undefined) query = query.where('a.fiscal_year', '=', filter.fiscalYear)
  if (filter.month !== undefined) query = query.where('a.month', '=', `${filter.month}-01`)
  if (filter.kind !== undefined) query = query.where('a.kind', '=', filter.kind)
  if (filter.unbudgeted !== undefined)
    query = query.where('a.budget_id', filter.unbudgeted ? 'is' : 'is not', null)
  if (filter.bodyId !== undefined) query = query.where(isWithinBody('a.body_id', filter.bodyId))
  return readPage(
    query,
    page,
    { sort: 'a.at', id: 'a.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.at.toISOString(), row.id],
    toWire,
  )
}
