import type { CommitmentKind, CommitmentSource } from '@yunheng/contract'
import { type Insertable, type Selectable, sql } from 'kysely'
import { type Db, type PageRequest, readPage, type Tables, type Tx } from '../../platform/db/index.ts'
import { isForNewLine, type NewLine } from './paying-lines-store.ts'
import { yearOf } from './spread.ts'

export type CommitmentRow = Selectable<Tables['budget_commitment']> & {
  readonly body_name: string
  readonly system_name: string
  readonly budget_no: string | null
  readonly budget_name: string | null
}

/**
 * A line that comes into force takes over what is committed without one: nobody commits for its year meanwhile. Approvals do not wait
 * for each other.
 */
export async function holdYear(tx: Tx, fiscalYear: number, how: 'to-commit' | 'to-take-over'): Promise<void> {
  const take = sql.raw(how === 'to-commit' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  await sql`select ${take}(4721, ${fiscalYear}::int)`.execute(tx)
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
  const sorted = inOrderOfLines(rows)
  for (let at = 0; at < sorted.length; at += ROWS_AT_ONCE)
    await tx
      .insertInto('budget_commitment')
      .values(sorted.slice(at, at + ROWS_AT_ONCE))
      .execute()
}

/** Each statement holds the kept sums of its lines (migration 1480): in the order in which lines are locked, however many statements. */
export const inOrderOfLines = <Row extends { readonly budget_id?: string | null | undefined }>(
  rows: readonly Row[],
): readonly Row[] => rows.toSorted((a, b) => compare(a.budget_id ?? '', b.budget_id ?? ''))

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

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

const HELD = [
  'e.budget_id',
  'e.body_id',
  'e.system_id',
  'e.request_id',
  'e.request_no',
  'e.line_number',
  'e.resource_id',
  'e.resource_name',
  'e.renewal',
  'e.month',
  'e.fiscal_year',
] as const

const held = (tx: Tx) =>
  tx
    .selectFrom('budget_commitment as e')
    .select(HELD)
    .select(sql<string>`sum(e.amount_minor)::bigint`.as('amount_minor'))
    .groupBy(HELD)
    .having(sql<boolean>`sum(e.amount_minor) <> 0`)
    .orderBy('e.month')
    .orderBy('e.line_number')

/** The lines that carry a request: no bill is charged to them meanwhile. */
export async function lockLinesOf(tx: Tx, requestId: string): Promise<void> {
  await sql`select from budget where id in (select budget_id from budget_commitment where request_id = ${requestId})
    order by id for no key update`.execute(tx)
}

/** What a request still holds of its commitment. */
export async function listHeldOfRequest(
  tx: Tx,
  requestId: string,
  part: { readonly lines: readonly number[] | null; readonly fromMonth: string | null },
): Promise<readonly Held[]> {
  let query = held(tx).where('e.request_id', '=', requestId)
  if (part.lines !== null) query = query.where('e.line_number', 'in', [...part.lines])
  if (part.fromMonth !== null) query = query.where('e.month', '>=', part.fromMonth)
  return query.execute()
}

/** What is set aside for one month of a body, and not charged. */
export async function listHeldOfMonth(
  tx: Tx,
  of: { readonly bodyId: string; readonly month: string },
): Promise<readonly Held[]> {
  return held(tx)
    .where('e.body_id', '=', of.bodyId)
    .where('e.fiscal_year', '=', yearOf(of.month))
    .where('e.month', '=', of.month)
    .having(sql<boolean>`sum(e.amount_minor) > 0`)
    .execute()
}

/** What the renewals of these resources, which came by themselves, still hold from a month on. */
export async function listHeldOfRenewals(
  tx: Tx,
  resourceIds: readonly string[],
  fromMonth: string,
): Promise<readonly Held[]> {
  if (resourceIds.length === 0) return []
  return held(tx)
    .where('e.resource_id', 'in', [...resourceIds])
    .where('e.month', '>=', fromMonth)
    .orderBy('e.resource_id')
    .execute()
}

/** What a change has freed of the commitments of other requests, and not taken back. */
export async function listCausedBy(tx: Tx, causeRequestId: string): Promise<readonly Held[]> {
  return held(tx).where('e.cause_request_id', '=', causeRequestId).execute()
}

/**
 * What is free of lines of requests, and of the renewals of a resource, because of what was given back since then, and not held again.
 * Below nothing: as it was freed. What a change brought about is not among it.
 */
export async function listFreedSince(
  tx: Tx,
  of: {
    readonly parts: readonly { readonly requestId: string; readonly lines: readonly number[] }[]
    readonly resourceId: string
    readonly since: Date
    readonly fromMonth: string
  },
): Promise<readonly Held[]> {
  return (
    held(tx)
      // What was held again names nothing; what was carried to a line that came later names the line.
      .where((eb) =>
        eb.or([eb('e.kind', '=', 'release'), eb.and([eb('e.kind', '=', 'carry'), eb('e.note', '=', '')])]),
      )
      .where('e.cause_request_id', 'is', null)
      .where('e.at', '>=', of.since)
      .where('e.month', '>=', of.fromMonth)
      .where((eb) =>
        eb.or([
          eb('e.resource_id', '=', of.resourceId),
          ...of.parts.map(({ requestId, lines }) =>
            eb.and([eb('e.request_id', '=', requestId), eb('e.line_number', 'in', [...lines])]),
          ),
        ]),
      )
      .having(sql<boolean>`sum(e.amount_minor) < 0`)
      .execute()
  )
}

/** What was approved before there was a line, and this one would pay for. */
export async function listUnbudgeted(tx: Tx, line: NewLine): Promise<readonly Held[]> {
  return held(tx).where(isForNewLine(line)).execute()
}

/** Of the same what bills have used up, bill by bill. */
export async function listUsedUnbudgeted(
  tx: Tx,
  line: NewLine,
): Promise<readonly (Held & { readonly bill_id: string })[]> {
  return tx
    .selectFrom('budget_commitment as e')
    .select(HELD)
    .select([
      sql<string>`e.bill_id`.as('bill_id'),
      sql<string>`(-sum(e.amount_minor))::bigint`.as('amount_minor'),
    ])
    .where('e.kind', '=', 'spend')
    .where(isForNewLine(line))
    .groupBy(HELD)
    .groupBy('e.bill_id')
    .having(sql<boolean>`sum(e.amount_minor) <> 0`)
    .orderBy('e.month')
    .orderBy('e.line_number')
    .execute()
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
