import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { insertRequestEvent } from '../event-store.ts'
import { listLines, updateLineStates } from '../line-store.ts'
import { nextState } from '../request.ts'
import { findRequest, loadRequestForUpdate, type RequestRow, updateRequest } from '../request-store.ts'
import { viewerOf } from '../viewer.ts'

/**
 * The department does not accept some lines. The provider sees why; when it is mended the department confirms.
 * @throws `request.not_delivered`, `request.line_not_found`, `common.version_stale`.
 */
export async function returnDelivery(
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly lineIds: readonly string[]; readonly reason: string },
): Promise<RequestRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadRequestForUpdate(tx, id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'operate', 'request', found)
    if (request.state !== 'delivered') refuse('request.not_delivered')
    const lines = await listLines(tx, id)
    const refused = lines.filter((line) => input.lineIds.includes(line.id) && line.state === 'delivered')
    if (refused.length !== input.lineIds.length) refuse('request.line_not_found')
    const state = nextState(request.state, 'return-delivery')
    assert(state !== null, 'what is delivered can be sent back')
    const reason = input.reason.trim()
    const change = { state, outcome_comment: reason, updated_at: ctx.clock.now() }
    if (!(await updateRequest(tx, request, input.version, change))) refuse('common.version_stale')
    await updateLineStates(tx, id, input.lineIds, 'redelivering')
    const numbers = refused.map((line) => line.number).join('、')
    await insertRequestEvent(tx, ctx, id, 'delivery-returned', { lines: numbers }, reason)
    await ctx.audit(tx, {
      noun: 'request',
      objectId: id,
      bodyId: request.body_id,
      before: { state: request.state },
      after: { state, lines: numbers, reason },
    })
    await ctx.emit(tx, {
      type: 'request.delivery-returned',
      noun: 'request',
      id,
      bodyId: request.body_id,
      payload: { lineIds: input.lineIds },
    })
    return (await findRequest(tx, id, viewerOf(ctx))) as RequestRow
  })
}
