/** From which level the caller writes to the plan. */
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { findRegion } from '../../organisation/index.ts'

export interface Place {
  readonly regionId: string | null
  /** The root of the tree: the province. */
  readonly isRoot: boolean
}

export async function placeOf(ctx: Ctx, db: Db): Promise<Place> {
  const { actor } = ctx
  if (actor.kind !== 'person' || actor.post === null) return { regionId: null, isRoot: false }
  const { regionId } = actor.post
  return { regionId, isRoot: (await findRegion(db, regionId))?.parent_id === null }
}
