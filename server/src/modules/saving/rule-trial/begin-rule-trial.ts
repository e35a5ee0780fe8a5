import type { SavingTrialCreate } from '@yunheng/contract'
import { actingPost, personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { platformRulesOfVersion, platformRulesOnDay } from '../../rule/index.ts'
import { thresholdsOf } from '../thresholds.ts'
import { monthEnds } from './rule-trial.ts'
import { findTrial, insertTrial, isTrialRunning, type TrialRow } from './rule-trial-store.ts'

export const RULE_TRIAL_RECONCILER = 'saving-trial'
/** So long the result is kept (product default). */
const KEPT_MS = 30 * 86_400_000

/**
 * Begins to judge the last twelve month ends by a version of the rules, a draft as well, and by the one in force beside it. The work is done
 * in the background; no proposal changes. @throws `saving-trial.running`.
 */
export async function beginRuleTrial(ctx: Ctx, { ruleSetId }: SavingTrialCreate): Promise<TrialRow> {
  return ctx.inTx(async (tx) => {
    ctx.authz.require(ctx, 'create', 'saving-trial')
    const now = ctx.clock.now()
    const today = dayInChina(now)
    const tried = (await platformRulesOfVersion(tx, ruleSetId)) ?? refuse('common.not_found')
    if (await isTrialRunning(tx)) refuse('saving-trial.running')
    const bodyId = actingPost(ctx.actor)?.bodyId ?? refuse('common.forbidden')
    const id = ctx.ids.next()
    await insertTrial(
      tx,
      {
        id,
        body_id: bodyId,
        rule_set_id: ruleSetId,
        rule_set_number: tried.number,
        now_limits: thresholdsOf((await platformRulesOnDay(tx, today)).book),
        tried_limits: thresholdsOf(tried.book),
        created_by: personNameOf(ctx.actor),
        created_at: now,
        expires_at: new Date(now.getTime() + KEPT_MS),
      },
      monthEnds(today),
    )
    const label = String(tried.number ?? '')
    await ctx.audit(tx, { noun: 'saving-trial', objectId: id, label, bodyId, after: { ruleSetId } })
    await ctx.emit(tx, { type: 'saving-trial.begun', noun: 'saving-trial', id, bodyId })
    await ctx.nudge(tx, RULE_TRIAL_RECONCILER, id)
    return (await findTrial(tx, id)) as TrialRow
  })
}
