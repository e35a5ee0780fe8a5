import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { refuseDeciding, refuseWithdrawing } from './exemption.ts'
import {
  type ExemptionRow,
  findExemption,
  loadExemptionForUpdate,
  updateExemption,
} from './exemption-store.ts'

interface Decision {
  readonly version: number
  /** Why it was refused. */
  readonly decision?: string
}

/** From the next judging on it counts, or not. @throws `saving-exemption.decided`. */
export async function decideExemption(
  ctx: Ctx,
  id: string,
  state: 'accepted' | 'refused',
  { version, decision }: Decision,
): Promise<ExemptionRow> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'approve', 'saving-exemption', await loadExemptionForUpdate(tx, id))
    const refusal = refuseDeciding(row)
    if (refusal) refuse(refusal)
    const by = ctx.actor.kind === 'nobody' ? '' : ctx.actor.name
    const change = { state, decided_by: by, decided_at: ctx.clock.now(), decision: decision?.trim() ?? null }
    if (!(await updateExemption(tx, row, version, change))) refuse('common.version_stale')
    return told(ctx, tx, row, state)
  })
}

/** @throws `saving-exemption.withdrawn`. */
export async function withdrawExemption(ctx: Ctx, id: string, version: number): Promise<ExemptionRow> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'delete', 'saving-exemption', await loadExemptionForUpdate(tx, id))
    const refusal = refuseWithdrawing(row)
    if (refusal) refuse(refusal)
    if (!(await updateExemption(tx, row, version, { state: 'withdrawn' }))) refuse('common.version_stale')
    return told(ctx, tx, row, 'withdrawn')
  })
}

async function told(
  ctx: Ctx,
  tx: Tx,
  before: ExemptionRow,
  state: 'accepted' | 'refused' | 'withdrawn',
): Promise<ExemptionRow> {
  const { id, body_id: bodyId } = before
  await ctx.audit(tx, {
    noun: 'saving-exemption',
    objectId: id,
    label: before.system_name,
    bodyId,
    before: { state: before.state },
    after: { state },
  })
  await ctx.emit(tx, { type: `saving-exemption.${state}`, noun: 'saving-exemption', id, bodyId })
  return (await findExemption(tx, id)) as ExemptionRow
}
