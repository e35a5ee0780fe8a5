import { type ReasonCode, reasons, type SavingRun, type SavingRunItem } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuseStop } from './saving-run.ts'
import type { ItemRow, RunRow } from './saving-run-store.ts'

const problemOf = (reason: string) => {
  const { zh, en } = reasons[reason as ReasonCode]
  return { reason, zh, en }
}

export const toRun = (ctx: Ctx, row: RunRow): SavingRun => ({
  id: row.id,
  by: row.person_name,
  filters: row.filters,
  state: row.state,
  total: row.total,
  done: row.done,
  refused: row.refused,
  refusedFor: row.refused_for.map(({ reason, count }) => ({ problem: problemOf(reason), count })),
  createdAt: row.created_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  actions: { stop: ctx.authz.allowance(ctx.actor, 'operate', 'saving-run', refuseStop(row.state)) },
})

export const toItem = (row: ItemRow): SavingRunItem => ({
  id: row.resource_id,
  resource: { id: row.resource_id, name: row.resource_name },
  body: { id: row.body_id, name: row.body_name },
  rule: row.rule,
  outcome: row.outcome,
  problem: row.reason === null ? null : problemOf(row.reason),
  noticeId: row.notice_id,
})
