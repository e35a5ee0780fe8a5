import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { insertRequestEvent } from '../event-store.ts'
import { listLines, updateLineStates } from '../line-store.ts'
import { nextState, refuseConfirm } from '../request.ts'
import { findRequest, loadRequestForUpdate, type RequestRow, updateRequest } from '../request-store.ts'
import { viewerOf } from '../viewer.ts'

/**
 * The department accepts what was delivered; from here on it counts as in use (billing listens to `request.completed`).
 * Lines that were sent back are accepted with the rest: whoever confirms says that they are right now.
 * @throws `request.not_delivered`, `common.version_stale`.
 */
export async function confirmDelivery(
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly comment?: string },
): Promise<RequestRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadRequestForUpdate(tx, id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'operate', 'request', found)
    const lines = await listLines(tx, id)
    const allThere = lines.every((line) => line.state === 'delivered' || line.state === 'redelivering')
    const refusal = refuseConfirm(request, allThere)
    if (refusal) refuse(refusal)
    const state = nextState(request.state, 'complete')
    assert(state !== null, 'what is delivered can be completed')
    const now = ctx.clock.now()
    const change = { state, condition: null, completed_at: now, updated_at: now }
    if (!(await updateRequest(tx, request, input.version, change))) refuse('common.version_stale')
    await updateLineStates(
      tx,
      id,
      lines.map((line) => line.id),
      'confirmed',
    )
    await insertRequestEvent(tx, ctx, id, 'confirmed', {}, input.comment ?? null)
    await ctx.audit(tx, {
      noun: 'request',
      objectId: id,
      bodyId: request.body_id,
      before: { state: request.state },
      after: { state },
    })
    await ctx.emit(tx, { type: 'request.completed', noun: 'request', id, bodyId: request.body_id })
    return (await findRequest(tx, id, viewerOf(ctx))) as RequestRow
  })
}
