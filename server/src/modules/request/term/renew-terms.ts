import type { Authorised } from '../../../platform/authz/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import type { Doors } from '../doors.ts'
import { insertRequestEvent } from '../event-store.ts'
import { listLines, updateLineStates } from '../line-store.ts'
import { type RequestRow, updateRequest } from '../request-store.ts'
import { stretchOfRenewal } from './last-day.ts'
import { listTerms, renewTerms } from './term-store.ts'

/**
 * A renewal has nothing to build: the terms move, and what had been stopped at its end runs again.
 */
export async function finishRenewal(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: Authorised<RequestRow, 'operate' | 'approve'>,
): Promise<void> {
  const lines = await listLines(tx, request.id)
  const ids = lines.flatMap((line) => line.resourceId ?? [])
  const terms = await listTerms(tx, ids)
  const facts = await doors.supply.findResources(tx, ids)
  const today = dayInChina(ctx.clock.now())
  for (const { id: requestLineId, resourceId: id } of lines) {
    if (id === null) continue
    const stretch = stretchOfRenewal(request, terms.get(id)?.until ?? null, today)
    assert(stretch !== null, 'a renewal has a term: the gate asked for it')
    const { from, until } = stretch
    await renewTerms(tx, [id], until)
    await doors.supply.setExpiry(ctx, tx, [id], until)
    // Up to a day that was named, it may end before the running term does.
    if (until >= from)
      await doors.catalogue.renewTerm(tx, {
        requestLineId,
        resourceId: id,
        providerBodyId: facts.get(id)?.providerBodyId ?? null,
        from,
        until,
      })
  }
  const stopped = ids.filter((id) => terms.get(id)?.stopped_at)
  if (stopped.length > 0) await doors.supply.start(ctx, tx, stopped)
  const now = ctx.clock.now()
  await updateRequest(tx, request, null, {
    state: 'completed',
    condition: null,
    allocated_at: now,
    delivered_at: now,
    completed_at: now,
    updated_at: now,
  })
  await updateLineStates(
    tx,
    request.id,
    lines.map((line) => line.id),
    'confirmed',
    now,
  )
  await insertRequestEvent(tx, ctx, request.id, 'completed')
  await ctx.audit(tx, {
    act: 'request.completed',
    noun: 'request',
    objectId: request.id,
    bodyId: request.body_id,
    after: { renewed: ids },
  })
  await ctx.emit(tx, { type: 'request.completed', noun: 'request', id: request.id, bodyId: request.body_id })
}
