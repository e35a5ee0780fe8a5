/** SQL on the bills of one month, as the month-end list counts them. */
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'
import { conditionsOf, HAS_OPEN_DISPUTE, IS_CLOSING_PROPOSED, WAITS } from './bill-filter-store.ts'

interface MonthCounts {
  readonly bills: number
  readonly drafts: number
  readonly unpriced: number
  readonly waiting: number
  readonly overdue: number
  readonly disputed: number
  readonly closingProposed: number
  readonly confirmed: number
  readonly closed: number
}

export async function countMonth(
  db: Db,
  month: string,
  bodyId: string | undefined,
  today: string,
): Promise<MonthCounts> {
  const { rows } = await sql<MonthCounts>`select count(*)::int as bills,
      count(*) filter (where bill.state = 'draft')::int as drafts,
      count(*) filter (where bill.unpriced_count > 0)::int as unpriced,
      count(*) filter (where ${WAITS})::int as waiting,
      count(*) filter (where ${WAITS} and bill.due_on < ${today}::date)::int as overdue,
      count(*) filter (where ${HAS_OPEN_DISPUTE})::int as disputed,
      count(*) filter (where ${IS_CLOSING_PROPOSED})::int as "closingProposed",
      count(*) filter (where bill.state = 'confirmed')::int as confirmed,
      count(*) filter (where bill.state = 'closed')::int as closed
    from bill where ${sql.join(conditionsOf({ month, bodyId }), sql` and `)}`.execute(db)
  return rows[0] as MonthCounts
}

interface CarriedCounts {
  readonly month: string
  readonly open: number
  readonly drafts: number
  readonly waiting: number
  readonly overdue: number
  readonly disputed: number
  readonly confirmed: number
}

/** Months before this one with bills that are not closed, the oldest first. */
export async function listCarried(
  db: Db,
  before: string,
  bodyId: string | undefined,
  today: string,
  limit: number,
): Promise<readonly CarriedCounts[]> {
  const own = bodyId === undefined ? sql`true` : sql`bill.body_id = ${bodyId}`
  const { rows } =
    await sql<CarriedCounts>`select to_char(bill.month, 'YYYY-MM') as month, count(*)::int as open,
      count(*) filter (where bill.state = 'draft')::int as drafts,
      count(*) filter (where ${WAITS})::int as waiting,
      count(*) filter (where ${WAITS} and bill.due_on < ${today}::date)::int as overdue,
      count(*) filter (where ${HAS_OPEN_DISPUTE})::int as disputed,
      count(*) filter (where bill.state = 'confirmed')::int as confirmed
    from bill where bill.month < ${`${before}-01`}::date and bill.state <> 'closed' and ${own}
    group by bill.month order by bill.month limit ${limit}`.execute(db)
  return rows
}

export async function listBilledOfMonth(
  db: Db,
  month: string,
): Promise<readonly { readonly body_id: string; readonly month: string }[]> {
  const { rows } = await sql<{
    body_id: string
    month: string
  }>`select body_id, to_char(month, 'YYYY-MM') as month
    from bill where month = ${`${month}-01`}::date`.execute(db)
  return rows
}
