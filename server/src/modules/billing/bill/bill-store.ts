/** SQL on bills. Rows come as PostgreSQL prints them: whole numbers as text. */
import type { BillState } from '@yunheng/contract'
import { sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'
import {
  type BillFilter,
  conditionsOf,
  HAS_OPEN_DISPUTE,
  IS_CLOSING_PROPOSED,
  WAITS,
} from './bill-filter-store.ts'

export interface BillRow {
  readonly id: string
  readonly body_id: string
  readonly body_name: string
  /** `2026-11` */
  readonly month: string
  readonly state: BillState
  readonly amount: string
  readonly charge_count: number
  readonly unpriced_count: number
  readonly disputes: number
  readonly open_disputes: number
  readonly adjusted_up_to: string
  readonly digest: string
  readonly rated_at: Date
  readonly sent_at: Date | null
  readonly unpriced_reason: string | null
  readonly unpriced_by: string | null
  readonly due_on: string | null
  readonly reminded_at: Date | null
  readonly reminders: number
  readonly closing_reason: string | null
  readonly closing_evidence: string | null
  readonly closing_by: string | null
  readonly closing_person_id: string | null
  readonly closing_at: Date | null
  readonly is_unconfirmed: boolean
  readonly confirmed_at: Date | null
  readonly confirmed_by: string | null
  readonly closed_at: Date | null
  readonly closed_by: string | null
  readonly version: number
}

const COLUMNS = sql`bill.id, bill.body_id, coalesce(owner.name, '') as body_name, to_char(bill.month, 'YYYY-MM') as month,
  bill.state, bill.amount::text as amount, bill.charge_count, bill.unpriced_count, bill.adjusted_up_to::text as adjusted_up_to,
  bill.digest, bill.rated_at, bill.sent_at, bill.due_on, bill.reminded_at, bill.confirmed_at, bill.confirmed_by, bill.closed_at,
  bill.closed_by, bill.version, bill.reminders, bill.closing_reason, bill.closing_evidence, bill.closing_by,
  bill.closing_person_id, bill.closing_at, bill.is_unconfirmed, bill.unpriced_reason, bill.unpriced_by,
  (select count(*)::int from bill_dispute d where d.bill_id = bill.id) as disputes,
  (select count(*)::int from bill_dispute d where d.bill_id = bill.id and d.outcome is null) as open_disputes`
const FROM = sql`bill left join body_directory owner on owner.id = bill.body_id`

export async function findBill(db: Db, id: string): Promise<BillRow | undefined> {
  const { rows } = await sql<BillRow>`select ${COLUMNS} from ${FROM} where bill.id = ${id}`.execute(db)
  return rows[0]
}

export async function loadBillForUpdate(tx: Tx, id: string): Promise<BillRow | undefined> {
  await sql`select from bill where id = ${id} for update`.execute(tx)
  return findBill(tx, id)
}

/** The latest month first. */
export async function listBills<W>(
  db: Db,
  filter: BillFilter,
  page: PageRequest,
  toWire: (row: BillRow) => W,
) {
  const conditions = [...conditionsOf(filter)]
  const after = afterKey(page, { sort: 'bill.month', id: 'bill.id', cast: 'timestamptz' }, 'desc')
  if (after) conditions.push(after)
  const { rows } = await sql<BillRow>`select ${COLUMNS} from ${FROM} where ${sql.join(conditions, sql` and `)}
    order by bill.month desc, bill.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [`${row.month}-01`, row.id], toWire)
}

/** What waits for the regulator: objections, and closings without confirmation. */
export async function countToDecide(
  db: Db,
): Promise<{ readonly disputed: number; readonly closings: number }> {
  const { rows } = await sql<{ disputed: number; closings: number }>`select
    count(*) filter (where ${HAS_OPEN_DISPUTE})::int as disputed,
    count(*) filter (where ${IS_CLOSING_PROPOSED})::int as closings from bill`.execute(db)
  return rows[0] ?? { disputed: 0, closings: 0 }
}

export async function countBills(db: Db, state: BillState): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from bill where state = ${state}`.execute(db)
  return rows[0]?.count ?? 0
}

/** The bill of a body and month, made as an empty draft where there is none. */
export async function ensureBill(
  tx: Tx,
  {
    id,
    bodyId,
    month,
    now,
  }: { readonly id: string; readonly bodyId: string; readonly month: string; readonly now: Date },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const made = await sql<{ id: string }>`insert into bill (id, body_id, month, rated_at, created_at)
    values (${id}, ${bodyId}, ${`${month}-01`}::date, ${now}, ${now}) on conflict (body_id, month) do nothing
    returning id`.execute(tx)
  if (made.rows[0]) return { id, isNew: true }
  const { rows } = await sql<{ id: string }>`select id from bill
    where body_id = ${bodyId} and month = ${`${month}-01`}::date`.execute(tx)
  return { id: (rows[0] as { id: string }).id, isNew: false }
}

/**
 * Up to which correction other bills go: those that were sent, and drafts of earlier months. What is sent leaves nothing to drafts: they
 * go on after it, so that what one of them held would be on neither.
 */
export async function findAdjustedBefore(
  tx: Tx,
  bill: Pick<BillRow, 'id' | 'body_id' | 'month'>,
  { isSent }: { readonly isSent: boolean },
): Promise<string> {
  const { rows } = await sql<{
    up_to: string
  }>`select coalesce(max(adjusted_up_to), 0)::text as up_to from bill
    where body_id = ${bill.body_id} and id <> ${bill.id}
      and (state <> 'draft' or not ${isSent}::boolean and month < ${`${bill.month}-01`}::date)`.execute(tx)
  return rows[0]?.up_to ?? '0'
}

export async function hasEarlierDraft(tx: Tx, bill: Pick<BillRow, 'body_id' | 'month'>): Promise<boolean> {
  const { rows } = await sql`select from bill where body_id = ${bill.body_id} and state = 'draft'
    and month < ${`${bill.month}-01`}::date limit 1`.execute(tx)
  return rows.length > 0
}

export async function saveRated(
  tx: Tx,
  id: string,
  rated: {
    readonly amount: bigint
    readonly charges: number
    readonly unpriced: number
    readonly adjustedUpTo: string
    readonly digest: string
    readonly now: Date
  },
): Promise<void> {
  await sql`update bill set amount = ${rated.amount.toString()}::bigint, charge_count = ${rated.charges},
      unpriced_count = ${rated.unpriced}, adjusted_up_to = ${rated.adjustedUpTo}::bigint, digest = ${rated.digest},
      rated_at = ${rated.now}, version = version + 1 where id = ${id}`.execute(tx)
}

/** Looked at again, and the same as before. */
export async function noteRated(tx: Tx, id: string, now: Date): Promise<void> {
  await sql`update bill set rated_at = ${now} where id = ${id}`.execute(tx)
}

export interface BillChange {
  readonly state?: BillState
  readonly sent_at?: Date
  readonly unpriced_reason?: string
  readonly unpriced_by?: string
  readonly due_on?: string
  readonly reminded_at?: Date | null
  readonly reminders?: number
  readonly remind_on?: string | null
  readonly closing_reason?: string | null
  readonly closing_evidence?: string | null
  readonly closing_by?: string | null
  readonly closing_person_id?: string | null
  readonly closing_at?: Date | null
  readonly is_unconfirmed?: boolean
  readonly confirmed_at?: Date | null
  readonly confirmed_by?: string | null
  readonly closed_at?: Date
  readonly closed_by?: string
  readonly closed_person_id?: string | null
  readonly amount?: string
  readonly charge_count?: number
  readonly digest?: string
}

/** @returns false when the version is stale. */
export async function updateBill(tx: Tx, id: string, version: number, change: BillChange): Promise<boolean> {
  const columns = Object.entries(change).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  const { numAffectedRows } = await sql`update bill set ${sql.join([...columns, sql`version = version + 1`])}
    where id = ${id} and version = ${version}`.execute(tx)
  return numAffectedRows === 1n
}

/** Months of a body that have a bill, with what a look at it needs. */
export async function listBillsOfBody(
  db: Db,
  bodyId: string,
): Promise<
  readonly {
    readonly id: string
    readonly month: string
    readonly state: BillState
    readonly rated_at: Date
  }[]
> {
  const { rows } = await sql<{ id: string; month: string; state: BillState; rated_at: Date }>`select id,
    to_char(month, 'YYYY-MM') as month, state, rated_at from bill where body_id = ${bodyId} order by month`.execute(
    db,
  )
  return rows
}

/** Who has a bill of which month. */
export async function listBilledMonths(
  db: Db,
): Promise<readonly { readonly body_id: string; readonly month: string }[]> {
  const { rows } = await sql<{
    body_id: string
    month: string
  }>`select body_id, to_char(month, 'YYYY-MM') as month
    from bill`.execute(db)
  return rows
}

/** Bodies with a draft that was rated before then, or a bill whose day has passed without an answer, and a reminder is due. */
export async function listBodiesToLookAt(
  db: Db,
  ratedBefore: Date,
  today: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ body_id: string }>`select distinct body_id from bill
    where state = 'draft' and rated_at < ${ratedBefore}
      or ${WAITS} and remind_on <= ${today}::date`.execute(db)
  return rows.map((row) => row.body_id)
}

/** Unanswered past its day, and a reminder is due. */
export async function listOverdue(tx: Tx, bodyId: string, today: string): Promise<readonly BillRow[]> {
  const { rows } =
    await sql<BillRow>`select ${COLUMNS} from ${FROM} where bill.body_id = ${bodyId} and ${WAITS}
    and bill.remind_on <= ${today}::date`.execute(tx)
  return rows
}

/** Until the end of which month these bodies' bills stand: what was sent stands. */
export async function listStanding(
  db: Db,
  bodyIds: readonly string[],
): Promise<readonly { readonly body_id: string; readonly month: string }[]> {
  const { rows } = await sql<{
    body_id: string
    month: string
  }>`select body_id, to_char(max(month), 'YYYY-MM') as month
    from bill where state <> 'draft' and body_id = any (${[...bodyIds]}::uuid[]) group by body_id`.execute(db)
  return rows
}

/** What bodies were billed in the months of a year: the bill of a month, draft or sent. */
export async function listBilledOfYear(
  db: Db,
  bodyIds: readonly string[],
  year: number,
): Promise<
  readonly {
    readonly bodyId: string
    readonly month: string
    readonly amountMinor: number
    readonly isDraft: boolean
  }[]
> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('bill')
    .select(['body_id', 'month', 'amount', 'state'])
    .where('body_id', 'in', [...bodyIds])
    .where('month', '>=', `${year}-01-01`)
    .where('month', '<=', `${year}-12-01`)
    .execute()
  return rows.map((row) => ({
    bodyId: row.body_id,
    month: row.month,
    amountMinor: Number(row.amount),
    isDraft: row.state === 'draft',
  }))
}
