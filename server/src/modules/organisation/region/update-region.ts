import type { RegionUpdate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import {
  getRegionEntry,
  loadRegionForUpdate,
  type RegionEntry,
  updateRegion as store,
} from './region-store.ts'
import { refuseRegion } from './region-view.ts'

/** Gives a region another name. @throws `region.closed`, `common.version_stale`. */
export async function updateRegion(ctx: Ctx, id: string, input: RegionUpdate): Promise<RegionEntry> {
  return ctx.inTx(async (tx) => {
    const region = ctx.authz.authorised(ctx, 'modify', 'region', await loadRegionForUpdate(tx, id))
    const refusal = refuseRegion(region)
    if (refusal) refuse(refusal)
    const change = { name: input.name.trim() }
    if (!(await store(tx, region, input.version, change))) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'region',
      objectId: id,
      bodyId: null,
      before: { name: region.name },
      after: change,
    })
    return getRegionEntry(tx, id)
  })
}
