import type { SavingRule, SavingTrial, SavingTrialDetail, SavingTrialRow } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Figures, findTrial, groupSums, type SumRow, type TrialRow } from './rule-trial-store.ts'

const moneyOf = (fen: string) => ({ amountMinor: Number(fen), currency: 'CNY' as const })

const toFigures = (row: Figures) => ({
  now: { count: row.now_count, saving: moneyOf(row.now_fen) },
  tried: { count: row.tried_count, saving: moneyOf(row.tried_fen) },
  difference: moneyOf(String(BigInt(row.tried_fen) - BigInt(row.now_fen))),
  added: row.added,
  dropped: row.dropped,
})

export const toTrial = (row: TrialRow): SavingTrial => ({
  id: row.id,
  state: row.finished_at === null ? 'running' : 'done',
  ruleSet: { id: row.rule_set_id, number: row.rule_set_number },
  doneMonths: row.done_months,
  allMonths: row.all_months,
  judged: row.judged,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  expiresAt: row.expires_at.toISOString(),
})

export const toSumRow = (row: SumRow): SavingTrialRow => ({
  id: row.id,
  month: row.month,
  body: { id: row.body_id, name: row.body_name },
  rule: row.rule,
  ...toFigures(row),
})

export async function getTrial(ctx: Ctx, id: string): Promise<TrialRow> {
  return ctx.authz.authorised(ctx, 'view', 'saving-trial', await findTrial(ctx.db, id))
}

export async function describeTrial(ctx: Ctx, id: string): Promise<SavingTrialDetail> {
  const trial = await getTrial(ctx, id)
  const [months, rules, bodies] = [
    await groupSums(ctx.db, id, 'month'),
    await groupSums(ctx.db, id, 'rule'),
    await groupSums(ctx.db, id, 'body'),
  ]
  return {
    ...toTrial(trial),
    byMonth: months.map((row) => ({ month: row.key, ...toFigures(row) })),
    byRule: rules.map((row) => ({ rule: row.key as SavingRule, ...toFigures(row) })),
    byBody: bodies.map((row) => ({ body: { id: row.key, name: row.name }, ...toFigures(row) })),
  }
}
