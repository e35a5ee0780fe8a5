import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { getRegionEntry, loadRegionForUpdate, type RegionEntry, updateRegion } from './region-store.ts'
import { refuseRegion } from './region-view.ts'

/** Closes a region in which nothing stands any more. @throws `region.has_open_parts`, `region.closed`. */
export async function closeRegion(ctx: Ctx, id: string, version: number): Promise<RegionEntry> {
  return ctx.inTx(async (tx) => {
    const region = ctx.authz.authorised(ctx, 'delete', 'region', await loadRegionForUpdate(tx, id))
    const refusal = refuseRegion(region)
    if (refusal) refuse(refusal)
    const { body_count, part_count } = await getRegionEntry(tx, id)
    if (body_count + part_count > 0) refuse('region.has_open_parts')
    if (!(await updateRegion(tx, region, version, { closed_at: ctx.clock.now() })))
      refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'region',
      objectId: id,
      bodyId: null,
      before: { closed: false },
      after: { closed: true },
    })
    return getRegionEntry(tx, id)
  })
}
