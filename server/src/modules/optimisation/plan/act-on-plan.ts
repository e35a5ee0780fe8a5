import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { CONSOLIDATION_RECONCILER } from './carry-out.ts'
import { refuseVerb, stateAfter, type Verb } from './consolidation.ts'
import {
  type ConsolidationRow,
  findConsolidation,
  loadConsolidationForUpdate,
  skipWaiting,
  updateConsolidation,
} from './consolidation-store.ts'

/**
 * Approves, pauses, resumes or stops a plan. A machine that is on its way arrives all the same: a live migration is not torn
 * apart; what waits stays where it is. @throws `consolidation.not_in_this_state`, `consolidation.same_person`.
 */
export async function actOnPlan(
  ctx: Ctx,
  id: string,
  verb: Verb,
  input: { readonly version: number; readonly note: string | null },
): Promise<ConsolidationRow> {
  return ctx.inTx(async (tx) => {
    const right = verb === 'approve' ? 'approve' : 'operate'
    const found = await loadConsolidationForUpdate(tx, id)
    const plan = ctx.authz.authorised(ctx, right, 'consolidation', found)
    const refusal = refuseVerb(plan, verb, ctx.actor)
    if (refusal) refuse(refusal)
    const state = stateAfter(plan.state, verb)
    const now = ctx.clock.now()
    const { actor } = ctx
    const change = {
      ...(state && { state }),
      note: input.note?.trim() || null,
      ...(verb === 'approve' && {
        approved_by: personIdOf(actor),
        approved_by_name: actor.kind === 'nobody' ? '' : actor.name,
        approved_at: now,
      }),
      ...(state === 'stopped' && { ended_at: now }),
    }
    if (!(await updateConsolidation(tx, id, input.version, change))) refuse('common.version_stale')
    if (state === 'stopped') await skipWaiting(tx, id, 'stopped', now)
    await ctx.audit(tx, {
      noun: 'consolidation',
      objectId: id,
      bodyId: plan.provider_body_id,
      ...(change.note !== null && { reason: change.note }),
      before: { state: plan.state },
      after: { state },
    })
    const event = { noun: 'consolidation' as const, id, bodyId: plan.provider_body_id }
    await ctx.emit(tx, { type: `consolidation.${state}`, ...event, payload: { verb } })
    await ctx.nudge(tx, CONSOLIDATION_RECONCILER, id)
    return (await findConsolidation(tx, id)) as ConsolidationRow
  })
}
