import { type ReasonCode, reasons } from '@yunheng/contract'
import type { Ctx } from '../context.ts'
import { type RunNoun, refuseStop } from './run.ts'
import type { ItemBase, RunBase } from './run-store.ts'

const toProblem = (reason: string) => {
  const { zh, en } = reasons[reason as ReasonCode]
  return { reason, zh, en }
}

export const toRun = <Filters>(ctx: Ctx, noun: RunNoun, row: RunBase<Filters>) => ({
  id: row.id,
  by: row.person_name,
  filters: row.filters,
  state: row.state,
  total: row.total,
  done: row.done,
  refused: row.refused,
  refusedFor: row.refused_for.map(({ reason, count }) => ({ problem: toProblem(reason), count })),
  createdAt: row.created_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  actions: { stop: ctx.authz.allowance(ctx.actor, 'operate', noun, refuseStop(noun, row.state)) },
})

export const toItem = (row: ItemBase) => ({
  no: row.no,
  outcome: row.outcome,
  problem: row.reason === null ? null : toProblem(row.reason),
})
