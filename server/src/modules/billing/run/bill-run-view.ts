import { type BillRun, type BillRunItem, type ReasonCode, reasons } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { toMoney } from '../bill/bill-view.ts'
import { refuseStop } from './bill-run.ts'
import type { ItemRow, RunRow } from './bill-run-store.ts'

const problemOf = (reason: string) => {
  const { zh, en } = reasons[reason as ReasonCode]
  return { reason, zh, en }
}

export function toRun(ctx: Ctx, row: RunRow): BillRun {
  return {
    id: row.id,
    verb: row.verb,
    by: row.person_name,
    filters: row.filters as BillRun['filters'],
    state: row.state,
    total: row.total,
    done: row.done,
    refused: row.refused,
    refusedFor: row.refused_for.map(({ reason, count }) => ({ problem: problemOf(reason), count })),
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    actions: { stop: ctx.authz.allowance(ctx.actor, 'operate', 'bill-run', refuseStop(row.state)) },
  }
}

export const toItem = (row: ItemRow): BillRunItem => ({
  no: row.no,
  bill: { id: row.bill_id, month: row.month },
  body: { id: row.body_id, name: row.body_name },
  state: row.state,
  amount: toMoney(row.amount),
  outcome: row.outcome,
  problem: row.reason === null ? null : problemOf(row.reason),
})
