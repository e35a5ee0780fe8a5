import type { BodyCreate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { loadRegionForUpdate } from '../region/region-store.ts'
import { refuseRegion } from '../region/region-view.ts'
import { refuseBodyAt, refuseParent, refuseParticulars } from './body.ts'
import { type BodyRow, findBody, insertBody, loadBodyForUpdate } from './body-store.ts'

/**
 * Adds a body to the organisation tree.
 * @throws `body.kind_not_at_level` for a regulator below county level (R27), `body.parent_elsewhere`, `body.closed`, `region.closed`,
 * `body.guide_field_needed` (R47), `body.provider_type_needed` (R49), `body.platform_exists` (R1).
 */
export async function createBody(ctx: Ctx, input: BodyCreate): Promise<BodyRow> {
  ctx.authz.require(ctx, 'create', 'body')
  const incomplete = refuseParticulars(input)
  if (incomplete) refuse(incomplete)
  return ctx.inTx(async (tx) => {
    const region = ctx.authz.authorised(ctx, 'view', 'region', await loadRegionForUpdate(tx, input.regionId))
    const refusal = refuseRegion(region) ?? refuseBodyAt(input.kind, region)
    if (refusal) refuse(refusal)
    const parent =
      input.parentId === undefined
        ? null
        : ctx.authz.authorised(ctx, 'view', 'body', await loadBodyForUpdate(tx, input.parentId))
    const parentRefusal = parent && refuseParent(parent, region)
    if (parentRefusal) refuse(parentRefusal)
    const id = ctx.ids.next()
    await insertGuarded(
      tx,
      {
        id,
        region_id: region.id,
        parent_id: parent?.id ?? null,
        kind: input.kind,
        guide_field: input.guideField ?? null,
        provider_type: input.providerType ?? null,
        name: input.name.trim(),
        short_name: input.shortName.trim(),
        credit_code: input.creditCode ?? null,
        created_at: ctx.clock.now(),
      },
      parent?.path ?? null,
    )
    await ctx.audit(tx, { noun: 'body', objectId: id, bodyId: id, after: input })
    await ctx.emit(tx, { type: 'body.created', noun: 'body', id, bodyId: id })
    return (await findBody(tx, id)) as BodyRow
  })
}

/** The unique index decides, also between two who add at the same moment. */
async function insertGuarded(...row: Parameters<typeof insertBody>): Promise<void> {
  try {
    await insertBody(...row)
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'body_one_platform') throw error
    throw new AppError('body.platform_exists', { cause: error })
  }
}
