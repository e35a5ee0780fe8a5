import type { PlacementWhatIf } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { joined } from '../../platform/http/index.ts'
import { toAllocation, withPlans } from './delivery/allocate.ts'
import type { Doors } from './doors.ts'
import { listLines } from './line-store.ts'
import { findRequest, type RequestRow } from './request-store.ts'
import { viewerOf } from './viewer.ts'

/**
 * Where the lines of a request would go and what would be left, by the rules in force or by a draft of others. Takes and
 * writes nothing (R9). @throws `request.nothing_to_place`, `placement.policy_unknown`.
 */
export async function whatIfRequest(
  doors: Doors,
  ctx: Ctx,
  id: string,
  ruleSetId: string | null,
): Promise<PlacementWhatIf> {
  ctx.authz.require(ctx, 'list', 'placement')
  return ctx.inTx(async (tx) => {
    const request = ctx.authz.authorised(ctx, 'view', 'request', await findRequest(tx, id, viewerOf(ctx)))
    if (!isToBePlaced(request)) refuse('request.nothing_to_place')
    const lines = await withPlans(doors, tx, await listLines(tx, id))
    const within = joined(ctx, tx)
    const allocation = await toAllocation(doors, within, tx, request, lines, null)
    return doors.supply.imagine(within, tx, allocation, ruleSetId)
  })
}

const isToBePlaced = ({ kind, state }: RequestRow) =>
  kind === 'new' && (state === 'in-approval' || state === 'approved')
