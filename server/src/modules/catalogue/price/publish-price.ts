import type { ReasonCode } from '@yunheng/contract'
import type { Actor, Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { refuseKeeping } from '../offering/offering.ts'
import { refusePublished, requireContent } from './draft-price.ts'
import { lockPublishing } from './price-in-force-store.ts'
import { findPrice, loadPriceForUpdate, type PriceRow, updatePrice } from './price-store.ts'

/** Puts prices into force from their day on. @throws `price.starts_in_the_past`, `price.published`, and as a draft is refused. */
export async function publishPrice(ctx: Ctx, id: string, version: number): Promise<PriceRow> {
  return ctx.inTx(async (tx) => {
    const price = ctx.authz.authorised(ctx, 'approve', 'price', await loadPriceForUpdate(tx, id))
    const now = ctx.clock.now()
    const isLate = price.effective_from < dayInChina(now)
    const refusal =
      refuseKeeping(ctx.actor) ??
      refusePublish(ctx.actor, price) ??
      (isLate ? 'price.starts_in_the_past' : null)
    if (refusal) refuse(refusal)
    await lockPublishing(tx)
    await requireContent(tx, contentOf(price), id)
    if (!(await updatePrice(tx, id, version, { publishedAt: now }))) refuse('common.version_stale')
    const after = { published: true, effectiveFrom: price.effective_from }
    await ctx.audit(tx, { noun: 'price', objectId: id, bodyId: price.provider_body_id, after })
    await ctx.emit(tx, { type: 'price.published', noun: 'price', id, bodyId: price.provider_body_id })
    return (await findPrice(tx, id)) as PriceRow
  })
}

const contentOf = (price: PriceRow) => ({
  lines: [...price.lines],
  effectiveFrom: price.effective_from,
  effectiveTo: price.effective_to,
  providerBodyId: price.provider_body_id,
})

/** Prices are money of others: whoever wrote them down does not put them into force himself. */
export function refusePublish(
  actor: Actor,
  price: Pick<PriceRow, 'published_at' | 'drafted_by'>,
): ReasonCode | null {
  const isOwn = actor.kind === 'person' && actor.personId === price.drafted_by
  return refusePublished(price) ?? (isOwn ? 'price.own_draft' : null)
}
