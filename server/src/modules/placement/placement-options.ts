import type { PlacementExplanation } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import type { Placing } from './claim.ts'
import { findPlacement } from './placement-store.ts'
import { refuseMove } from './placement-view.ts'

/**
 * Where a placement could be moved, and why not elsewhere, as things stand: weighed without the applicant's preference and
 * as a regulator who names the pool himself (R9). What it holds now is not counted back: its own pool is not an option.
 */
export async function placementOptions(
  ctx: Ctx,
  placing: Placing,
  id: string,
): Promise<PlacementExplanation> {
  const row = ctx.authz.authorised(ctx, 'operate', 'placement', await findPlacement(ctx.db, id))
  const refusal = refuseMove(row)
  if (refusal) refuse(refusal)
  const explanation = await placing.foresee(ctx, {
    ...row.wanted,
    cloudId: null,
    poolId: null,
    preference: null,
  })
  return {
    ...explanation,
    candidates: explanation.candidates.filter((one) => one.pool.id !== row.pool_id),
  }
}
