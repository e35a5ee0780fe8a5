import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { refuseKeeping } from './offering.ts'
import {
  findOffering,
  loadOfferingForUpdate,
  type OfferingWithContent,
  updateOffering,
  updatePublished,
} from './offering-store.ts'

/** Makes the draft what is offered from now on. Later versions say what changes for those who use it already (R85). */
export async function publishOffering(ctx: Ctx, id: string, version: number): Promise<OfferingWithContent> {
  return ctx.inTx(async (tx) => {
    const offering = ctx.authz.authorised(ctx, 'modify', 'offering', await loadOfferingForUpdate(tx, id))
    const refusal = refuseKeeping(ctx.actor) ?? (offering.withdrawn_at === null ? null : 'offering.withdrawn')
    if (refusal) refuse(refusal)
    const number = offering.draft_number
    if (number === null) return refuse('offering.no_draft')
    const draft = (await findOffering(tx, id, number)) as OfferingWithContent
    if (number > 1 && draft.compatibility === null) refuse('offering.compatibility_required')
    const change = { published_number: number, draft_number: null }
    if (!(await updateOffering(tx, id, version, change))) refuse('common.version_stale')
    await updatePublished(tx, draft.version_id, ctx.clock.now())
    const before = { itemVersion: offering.published_number }
    await ctx.audit(tx, {
      noun: 'offering',
      objectId: id,
      bodyId: null,
      before,
      after: { itemVersion: number },
    })
    await ctx.emit(tx, {
      type: 'offering.published',
      noun: 'offering',
      id,
      bodyId: null,
      payload: { itemVersion: number },
    })
    return (await findOffering(tx, id)) as OfferingWithContent
  })
}

/** Takes an offering out of the catalogue. What was delivered under it goes on. */
export async function withdrawOffering(ctx: Ctx, id: string, version: number): Promise<OfferingWithContent> {
  return ctx.inTx(async (tx) => {
    const offering = ctx.authz.authorised(ctx, 'delete', 'offering', await loadOfferingForUpdate(tx, id))
    const refusal = refuseKeeping(ctx.actor) ?? (offering.withdrawn_at === null ? null : 'offering.withdrawn')
    if (refusal) refuse(refusal)
    if (!(await updateOffering(tx, id, version, { withdrawn_at: ctx.clock.now() })))
      refuse('common.version_stale')
    await ctx.audit(tx, { noun: 'offering', objectId: id, bodyId: null, after: { withdrawn: true } })
    await ctx.emit(tx, { type: 'offering.withdrawn', noun: 'offering', id, bodyId: null })
    return (await findOffering(tx, id)) as OfferingWithContent
  })
}
