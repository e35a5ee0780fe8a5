import { REGION_LEVELS, type RegionCreate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import {
  findRegionByCode,
  getRegionEntry,
  insertRegion,
  loadRegionForUpdate,
  type RegionEntry,
} from './region-store.ts'
import { refuseRegion } from './region-view.ts'

/** Adds a region below another. @throws `region.level_not_below`, `region.code_taken`, `region.closed`. */
export async function createRegion(ctx: Ctx, input: RegionCreate): Promise<RegionEntry> {
  ctx.authz.require(ctx, 'create', 'region')
  return ctx.inTx(async (tx) => {
    const parent = ctx.authz.authorised(ctx, 'view', 'region', await loadRegionForUpdate(tx, input.parentId))
    const refusal = refuseRegion(parent)
    if (refusal) refuse(refusal)
    if (REGION_LEVELS.indexOf(input.level) <= REGION_LEVELS.indexOf(parent.level))
      refuse('region.level_not_below')
    if (await findRegionByCode(tx, input.code)) refuse('region.code_taken')
    const id = ctx.ids.next()
    const row = { id, parent_id: parent.id, level: input.level, code: input.code, name: input.name.trim() }
    await insertRegion(tx, { ...row, created_at: ctx.clock.now() }, parent.path)
    await ctx.audit(tx, { noun: 'region', objectId: id, bodyId: null, after: input })
    return getRegionEntry(tx, id)
  })
}
