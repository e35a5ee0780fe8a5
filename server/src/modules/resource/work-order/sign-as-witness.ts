import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { refuseWitness, witnessSideOf } from './work-order.ts'
import {
  insertSignature,
  listSignedSides,
  loadWorkOrderForUpdate,
  updateWorkOrder,
} from './work-order-store.ts'

/**
 * One of the two who saw the destruction of data says so (R40, R233): on record under the person's name, in the sealed trail.
 * @throws `work-order.nothing_to_witness`, `work-order.not_witness`, `work-order.witnessed`.
 */
export async function signAsWitness(
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly statement: string },
): Promise<void> {
  ctx.authz.require(ctx, 'create', 'witness')
  const { actor } = ctx
  assert(actor.kind === 'person' && actor.post !== null, 'the policy lets only holders of a post come here')
  const { post, personId, name } = actor
  await ctx.inTx(async (tx) => {
    const order = ctx.authz.authorised(ctx, 'view', 'work-order', await loadWorkOrderForUpdate(tx, id))
    const side = witnessSideOf(order, actor)
    const refusal = refuseWitness(order, side, await listSignedSides(tx, order))
    if (refusal || side === null) return refuse(refusal ?? 'work-order.not_witness')
    if (order.version !== input.version) refuse('common.version_stale')
    const statement = input.statement.trim()
    await insertSignature(tx, {
      id: ctx.ids.next(),
      work_order_id: id,
      delivery: order.deliveries,
      side,
      person_id: personId,
      person_name: name,
      body_id: post.bodyId,
      statement,
      at: ctx.clock.now(),
    })
    // Whoever has the page open judges by what it shows: a signature is a new version of it.
    await updateWorkOrder(tx, id, {})
    await ctx.audit(tx, {
      noun: 'work-order',
      objectId: id,
      bodyId: order.body_id,
      after: { witness: name, side, statement, delivery: order.deliveries },
    })
    await ctx.emit(tx, {
      type: 'work-order.witnessed',
      noun: 'work-order',
      id,
      bodyId: order.body_id,
      payload: { side, providerBodyId: order.provider_body_id },
    })
  })
}
