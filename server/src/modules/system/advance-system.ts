import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { refuseAdvance, TRIAL_DAYS_MIN, trialEnd } from './system.ts'
import { findSystem, loadSystemForUpdate, type SystemRow, updateSystem } from './system-store.ts'

/** Moves a system to its next stage. @throws `system.stage_order`, `system.trial_too_short`. */
export async function advanceSystem(
  ctx: Ctx,
  id: string,
  version: number,
  to: SystemRow['lifecycle'],
): Promise<SystemRow> {
  return ctx.inTx(async (tx) => {
    const system = ctx.authz.authorised(ctx, 'modify', 'system', await loadSystemForUpdate(tx, id))
    const now = ctx.clock.now()
    const refusal = refuseAdvance(system, to, now)
    if (refusal) {
      const earliest = dayInChina(trialEnd(system.trial_since ?? now))
      refuse(refusal, { details: { days: TRIAL_DAYS_MIN, earliest } })
    }
    const change = { lifecycle: to, updated_at: now, ...(to === 'trial' ? { trial_since: now } : {}) }
    if (!(await updateSystem(tx, system, version, change))) refuse('common.version_stale')
    const before = { lifecycle: system.lifecycle }
    await ctx.audit(tx, {
      noun: 'system',
      objectId: id,
      bodyId: system.body_id,
      before,
      after: { lifecycle: to },
    })
    await ctx.emit(tx, {
      type: 'system.advanced',
      noun: 'system',
      id,
      bodyId: system.body_id,
      payload: { from: system.lifecycle, to },
    })
    return (await findSystem(tx, id)) as SystemRow
  })
}
