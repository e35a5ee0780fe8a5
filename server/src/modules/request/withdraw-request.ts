import type { Ctx } from '../../platform/context.ts'
import { assert, refuse } from '../../platform/errors.ts'
import type { Doors } from './doors.ts'
import { refuseWithdraw } from './request.ts'
import { findRequest, type RequestRow } from './request-store.ts'
import { ownedOf, viewerOf } from './viewer.ts'

export interface Withdrawal {
  readonly version: number
  readonly aim: 'correct' | 'end'
  readonly comment?: string
}

/**
 * Takes a request back: to correct it, or for good. The flow's lock decides between this and an approval that comes at the
 * same moment (F7): it is taken first, as every act on a task takes it, and the request follows in `flow-listener.ts`.
 * @throws `request.not_withdrawable`, `flow-instance.not_withdrawable`, `flow-instance.ended`.
 */
export async function withdrawRequest(
  doors: Doors,
  ctx: Ctx,
  id: string,
  input: Withdrawal,
): Promise<RequestRow> {
  return ctx.inTx(async (tx) => {
    const found = await findRequest(tx, id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'operate', 'request', found)
    const refusal = refuseWithdraw(ownedOf(request), ctx.actor)
    if (refusal) refuse(refusal)
    if (request.version !== input.version) refuse('common.version_stale')
    assert(request.flow_instance_id !== null, 'what was submitted has a flow')
    await doors.flow.withdraw(ctx, tx, request.flow_instance_id, input.aim, input.comment ?? null)
    return (await findRequest(tx, id, viewerOf(ctx))) as RequestRow
  })
}
