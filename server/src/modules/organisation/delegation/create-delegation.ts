import type { DelegationCreate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { findPerson } from '../person/person-store.ts'
import { refuseDelegation } from './delegation.ts'
import { type DelegationRow, findOwnDelegation, insertDelegation } from './delegation-store.ts'

/**
 * Hands the actor's own tasks to a colleague of the same body for a period.
 * @throws `delegation.not_colleague`, `delegation.period_invalid`.
 */
export async function createDelegation(ctx: Ctx, input: DelegationCreate): Promise<DelegationRow> {
  ctx.authz.require(ctx, 'create', 'delegation')
  const { actor } = ctx
  assert(actor.kind === 'person' && actor.post !== null, 'only a person with a post passes the policy')
  const { personId, post } = actor
  const [from, to] = [new Date(input.validFrom), new Date(input.validTo)]
  const refusal = refuseDelegation(from, to, ctx.clock.now())
  if (refusal) refuse(refusal)
  return ctx.inTx(async (tx) => {
    const taker = await findPerson(tx, input.toPersonId)
    const isColleague = taker !== undefined && taker.body_id === post.bodyId && taker.deactivated_at === null
    if (!isColleague || taker.id === personId) refuse('delegation.not_colleague')
    const id = ctx.ids.next()
    await insertDelegation(tx, {
      id,
      from_person_id: personId,
      to_person_id: taker.id,
      body_id: post.bodyId,
      reason: input.reason.trim(),
      valid_from: from,
      valid_to: to,
      created_at: ctx.clock.now(),
    })
    await ctx.audit(tx, { noun: 'delegation', objectId: id, bodyId: post.bodyId, after: input })
    await ctx.emit(tx, { type: 'delegation.created', noun: 'delegation', id, bodyId: post.bodyId })
    return (await findOwnDelegation(tx, id, personId)) as DelegationRow
  })
}
