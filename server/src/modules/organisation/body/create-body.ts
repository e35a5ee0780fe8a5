import type { BodyCreate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { findRegion } from '../region/region-store.ts'
import { refuseBodyAt, refuseParent } from './body.ts'
import { type BodyRow, findBody, insertBody, loadBodyForUpdate } from './body-store.ts'

/**
 * Adds a body to the organisation tree.
 * @throws `body.kind_not_at_level` for a regulator below county level (R27), `body.parent_elsewhere`, `body.closed`.
 */
export async function createBody(ctx: Ctx, input: BodyCreate): Promise<BodyRow> {
  ctx.authz.require(ctx, 'create', 'body')
  return ctx.inTx(async (tx) => {
    const region = ctx.authz.authorised(ctx, 'view', 'region', await findRegion(tx, input.regionId))
    const refusal = refuseBodyAt(input.kind, region)
    if (refusal) refuse(refusal)
    const parent =
      input.parentId === undefined
        ? null
        : ctx.authz.authorised(ctx, 'view', 'body', await loadBodyForUpdate(tx, input.parentId))
    const parentRefusal = parent && refuseParent(parent, region)
    if (parentRefusal) refuse(parentRefusal)
    const id = ctx.ids.next()
    await insertBody(
      tx,
      {
        id,
        region_id: region.id,
        parent_id: parent?.id ?? null,
        kind: input.kind,
        guide_field: input.guideField ?? null,
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
