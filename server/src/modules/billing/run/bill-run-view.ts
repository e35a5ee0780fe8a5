import type { BillRun, BillRunItem } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { toItem, toRun } from '../../../platform/run/index.ts'
import { toMoney } from '../bill/bill-view.ts'
import { BILL_RUN, type BillRunRow } from './bill-run.ts'
import type { ItemRow } from './bill-run-store.ts'

export const toBillRun = (ctx: Ctx, row: BillRunRow): BillRun => ({
  ...toRun(ctx, BILL_RUN.noun, row),
  verb: row.verb,
})

export const toBillItem = (row: ItemRow): BillRunItem => ({
  ...toItem(row),
  bill: { id: row.bill_id, month: row.month },
  body: { id: row.body_id, name: row.body_name },
  state: row.state,
  amount: toMoney(row.amount),
})
