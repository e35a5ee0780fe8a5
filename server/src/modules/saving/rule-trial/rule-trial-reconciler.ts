import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { judgeOn } from '../judge-batch.ts'
import { RULE_TRIAL_RECONCILER } from './begin-rule-trial.ts'
import { sumBoth } from './rule-trial.ts'
import {
  addSums,
  findTrial,
  finishTrial,
  forgetTrial,
  listTrialsToLook,
  type TrialRow,
  takeMonth,
} from './rule-trial-store.ts'

/** Batches of resources that are judged before others have their turn. */
const BATCHES_OF_PASS = 20
const TRIALS = 20

/**
 * Judges some resources of one month end after another, each batch in a transaction that notes up to where: what was killed goes on
 * where it stopped, and no resource counts twice.
 */
export const ruleTrialReconciler: Reconciler = {
  name: RULE_TRIAL_RECONCILER,
  concurrency: 1,
  sweepEveryMs: 60_000,
  async reconcile(ctx, id, signal) {
    const trial = await findTrial(ctx.db, id)
    if (trial === undefined) return { done: true }
    if (trial.expires_at <= ctx.clock.now()) {
      await ctx.inTx((tx) => forgetTrial(tx, id))
      return { done: true }
    }
    if (trial.finished_at !== null) return { done: true }
    for (let count = 0; count < BATCHES_OF_PASS; count += 1) {
      signal.throwIfAborted()
      if (await ctx.inTx((tx) => judgeNext(ctx, tx, trial))) continue
      await ctx.inTx((tx) => finish(ctx, tx, trial))
      return { done: true }
    }
    return { done: false, againMs: 0 }
  },
  sweep: (ctx) => listTrialsToLook(ctx.db, ctx.clock.now(), TRIALS),
}

/** @returns false where nothing is left. */
async function judgeNext(ctx: Ctx, tx: Tx, trial: TrialRow): Promise<boolean> {
  const month = await takeMonth(tx, trial.id)
  if (month === undefined) return false
  const limits = [trial.now_limits, trial.tried_limits]
  const { versions, count, next } = await judgeOn(tx, limits, month.day, month.judged_to)
  const [now = [], tried = []] = versions
  await addSums(tx, ctx.ids.next, trial.id, { ...month, next, count }, sumBoth(now, tried))
  return true
}

async function finish(ctx: Ctx, tx: Tx, trial: TrialRow): Promise<void> {
  if (!(await finishTrial(tx, trial.id, ctx.clock.now()))) return
  const { id, body_id: bodyId } = trial
  const act = 'saving-trial.finished'
  const label = String(trial.rule_set_number ?? '')
  await ctx.audit(tx, { act, noun: 'saving-trial', objectId: id, label, bodyId, after: {} })
  await ctx.emit(tx, { type: act, noun: 'saving-trial', id, bodyId })
}
