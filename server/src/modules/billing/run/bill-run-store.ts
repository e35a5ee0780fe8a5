/** SQL on bills as a run takes and shows them; the rest of a run is that of every kind. */
import { type BillState, RUN_MAX } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db, PageRequest } from '../../../platform/db/index.ts'
import { type ItemBase, type ItemFilter, listItems } from '../../../platform/run/index.ts'
import { type BillFilter, conditionsOf } from '../bill/bill-filter-store.ts'
import { BILL_RUN } from './bill-run.ts'

/** In the order in which they are treated; one more than a run may have at the most. */
export async function listBillsToTreat(
  db: Db,
  of: { readonly billIds: readonly string[] } | { readonly filters: BillFilter; readonly state: BillState },
): Promise<readonly { readonly bill_id: string }[]> {
  const conditions =
    'billIds' in of
      ? [sql`bill.id = any (${[...of.billIds]}::uuid[])`]
      : [...conditionsOf(of.filters), sql`bill.state = ${of.state}`]
  const { rows } = await sql<{ bill_id: string }>`select bill.id as bill_id from bill
    where ${sql.join(conditions, sql` and `)}
    order by bill.month, bill.id limit ${RUN_MAX + 1}`.execute(db)
  return rows
}

export interface ItemRow extends ItemBase {
  readonly bill_id: string
  readonly month: string
  readonly body_id: string
  readonly body_name: string
  readonly state: BillState
  readonly amount: string
}

const SHOWN = {
  columns: sql`i.bill_id, to_char(bill.month, 'YYYY-MM') as month, bill.body_id,
    coalesce(owner.name, '') as body_name, bill.state, bill.amount::text as amount`,
  joins: sql`join bill on bill.id = i.bill_id left join body_directory owner on owner.id = bill.body_id`,
}

export const listBillsOfRun = <W>(
  db: Db,
  id: string,
  filter: ItemFilter,
  page: PageRequest,
  toWire: (row: ItemRow) => W,
) => listItems(db, BILL_RUN, id, filter, page, SHOWN, toWire)
