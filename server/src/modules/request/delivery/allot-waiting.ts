import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Doors, Override } from '../doors.ts'
import { refuseAllocate } from '../request.ts'
import { findRequest, loadRequestForUpdate, type RequestRow } from '../request-store.ts'
import { viewerOf } from '../viewer.ts'
import { allocateWaiting, type StoredCondition, wordsOfCondition } from './allocate.ts'

export interface Allotment {
  readonly version: number
  readonly poolIds: readonly string[] | null
  readonly comment?: string
}

function overrideOf({ poolIds, comment }: Allotment): Override | null {
  if (poolIds === null) return null
  const reason = comment?.trim() ?? ''
  return reason === '' ? refuse('request.override_needs_reason') : { poolIds, reason }
}

/**
 * The regulator allots a request that waited for room: anywhere it fits now, or into the pools that he names (R9, R117).
 * @throws `request.override_needs_reason`, `request.not_waiting`, `request.still_no_room`, `common.version_stale`.
 */
export async function allotWaiting(
  doors: Doors,
  ctx: Ctx,
  id: string,
  input: Allotment,
): Promise<RequestRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadRequestForUpdate(tx, id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'approve', 'request', found)
    const refusal = refuseAllocate(request)
    if (refusal) refuse(refusal)
    if (request.version !== input.version) refuse('common.version_stale')
    await allocateWaiting(doors, ctx, tx, request, overrideOf(input))
    const after = (await findRequest(tx, id, viewerOf(ctx))) as RequestRow
    if (after.state === 'approved') {
      const why = wordsOfCondition(after.condition as StoredCondition)
      refuse('request.still_no_room', { details: { why: why.zh } })
    }
    return after
  })
}
