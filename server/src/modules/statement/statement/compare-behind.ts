/**
 * Large statements are compared behind the call that asked for it, whole or not at all: what is killed begins anew, and what it
 * had found until then was never seen. How far it is, is told on another connection, since the comparison itself shows nothing
 * before its end.
 */
import { STATEMENT_AT_ONCE_MAX } from '@yunheng/contract'
import { personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { compareStatement, refuseComparing } from './compare-statement.ts'
import { insertComparison, listComparisons, removeComparison, saveStep } from './comparison-store.ts'
import { refuseVerb } from './statement.ts'
import { loadStatementForUpdate, type StatementRow } from './statement-store.ts'

const RECONCILER = 'statement-comparison'
const BATCH = 20

export const isLarge = ({ line_count: lines }: Pick<StatementRow, 'line_count'>): boolean =>
  lines > STATEMENT_AT_ONCE_MAX

/** @returns why not, where it cannot be done now; then nothing was asked for. */
export async function compareBehind(ctx: Ctx, tx: Tx, statement: StatementRow) {
  const refusal = await refuseComparing(tx, statement)
  if (refusal) return refusal
  await insertComparison(tx, statement.id, ctx.clock.now(), personNameOf(ctx.actor))
  await ctx.nudge(tx, RECONCILER, statement.id)
  return null
}

export const comparisonReconciler: Reconciler = {
  name: RECONCILER,
  concurrency: 1,
  sweepEveryMs: 60_000,
  sweep: (ctx) => listComparisons(ctx.db, BATCH),
  async reconcile(ctx, id) {
    await ctx.inTx(async (tx) => {
      const statement = await loadStatementForUpdate(tx, id)
      // Agreed or replaced meanwhile: nothing is left to compare.
      if (statement === undefined || refuseVerb('compare', statement.state, statement.open_count)) return
      await compareStatement(ctx, tx, statement, (step) => ctx.inTx((aside) => saveStep(aside, id, step)))
    })
    await ctx.inTx((tx) => removeComparison(tx, id))
    return { done: true }
  },
}
