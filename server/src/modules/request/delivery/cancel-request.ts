import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Doors } from '../doors.ts'
import { insertRequestEvent } from '../event-store.ts'
import { listLines, updateLineStates } from '../line-store.ts'
import { refuseCancel } from '../request.ts'
import { findRequest, loadRequestForUpdate, type RequestRow, updateRequest } from '../request-store.ts'
import { endTermsOfRequest } from '../term/term-store.ts'
import { ownedOf, viewerOf } from '../viewer.ts'
import { releaseBudget } from './commit-budget.ts'

/**
 * Gives up an approved request before it was confirmed: everything that came of it is given back, room and quota included.
 * A release that still cools off is taken back instead.
 * @throws `request.not_cancellable`, `request.not_applicant`, `common.version_stale`.
 */
export async function cancelRequest(
  doors: Doors,
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly reason: string },
): Promise<RequestRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadRequestForUpdate(tx, id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'operate', 'request', found)
    const refusal = refuseCancel(ownedOf(request), ctx.actor)
    if (refusal) refuse(refusal)
    const now = ctx.clock.now()
    const reason = input.reason.trim()
    const change = { state: 'cancelled', condition: null, outcome_comment: reason, updated_at: now } as const
    if (!(await updateRequest(tx, request, input.version, change))) refuse('common.version_stale')
    await undo(doors, ctx, tx, request, reason)
    await insertRequestEvent(tx, ctx, id, 'cancelled', {}, reason)
    await ctx.audit(tx, {
      noun: 'request',
      objectId: id,
      bodyId: request.body_id,
      before: { state: request.state },
      after: { state: 'cancelled', reason },
    })
    await ctx.emit(tx, { type: 'request.cancelled', noun: 'request', id, bodyId: request.body_id })
    return (await findRequest(tx, id, viewerOf(ctx))) as RequestRow
  })
}

async function undo(doors: Doors, ctx: Ctx, tx: Tx, request: RequestRow, note: string): Promise<void> {
  const { id, kind } = request
  const lines = await listLines(tx, id)
  const isAllotted = request.state !== 'approved'
  const isGivenUp = isAllotted && kind === 'new'
  // What was delivered may have been renewed or changed before it was confirmed: that is given back as well.
  const ended = isGivenUp ? await endTermsOfRequest(tx, id, ctx.clock.now()) : []
  await doors.budget.release(ctx, tx, id, { lines: null, note })
  await releaseBudget(doors, ctx, tx, ended)
  if (isGivenUp) await doors.supply.giveUp(ctx, tx, id, request.no)
  if (isAllotted && kind === 'release')
    await doors.supply.restore(
      ctx,
      tx,
      lines.flatMap((line) => line.resourceId ?? []),
    )
  await updateLineStates(
    tx,
    id,
    lines.map((line) => line.id),
    'cancelled',
  )
}
