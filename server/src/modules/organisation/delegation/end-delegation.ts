import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { refuseEndDelegation } from './delegation.ts'
import { type DelegationRow, findOwnDelegation, updateDelegationEnded } from './delegation-store.ts'

/** Takes the actor's own tasks back before the period ends. @throws `delegation.already_ended`. */
export async function endDelegation(ctx: Ctx, id: string): Promise<DelegationRow> {
  const { actor } = ctx
  assert(actor.kind === 'person', 'sessions belong to people')
  return ctx.inTx(async (tx) => {
    const found = await findOwnDelegation(tx, id, actor.personId)
    const delegation = ctx.authz.authorised(ctx, 'modify', 'delegation', found)
    const now = ctx.clock.now()
    const refusal = refuseEndDelegation(delegation, now)
    if (refusal) refuse(refusal)
    if (!(await updateDelegationEnded(tx, id, now))) refuse('delegation.already_ended')
    await ctx.audit(tx, {
      noun: 'delegation',
      objectId: id,
      bodyId: delegation.body_id,
      after: { ended: true },
    })
    await ctx.emit(tx, { type: 'delegation.ended', noun: 'delegation', id, bodyId: delegation.body_id })
    return (await findOwnDelegation(tx, id, actor.personId)) as DelegationRow
  })
}
