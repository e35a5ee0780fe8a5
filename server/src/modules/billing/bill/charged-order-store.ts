/** SQL on what a bill charges by order, and on bills that the budget is still to be charged with. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'

export interface OrderSum {
  readonly system_id: string
  /** Null for what nobody ordered. */
  readonly request_line_id: string | null
  readonly resource_id: string
  readonly amount: string
}

/** What has a price, by system, order line and resource; in their order. */
export async function sumByOrder(tx: Tx, billId: string): Promise<readonly OrderSum[]> {
  const { rows } =
    await sql<OrderSum>`select c.system_id, coalesce(c.request_line_id, s.request_line_id) as request_line_id,
      s.resource_id, sum(c.amount)::text as amount
    from charge c join usage_subject s on s.id = c.subject_id
    where c.bill_id = ${billId} and c.amount is not null
    group by c.system_id, coalesce(c.request_line_id, s.request_line_id), s.resource_id
    order by c.system_id, request_line_id, s.resource_id`.execute(tx)
  return rows
}

/** Bills that stand, from a month on, the earliest first. */
export async function listStandingBills(
  db: Db,
  fromMonth: string,
): Promise<readonly { readonly id: string; readonly isFinal: boolean }[]> {
  const { rows } = await sql<{
    id: string
    isFinal: boolean
  }>`select id, state = 'closed' as "isFinal" from bill
    where state <> 'draft' and month >= ${`${fromMonth}-01`}::date order by month, id`.execute(db)
  return rows
}
