/** Drafts of prices. Published versions do not change: what was used is charged at the price of its day. */

import type { BodyOf, PriceVersionCreate, priceOperations } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { findBody } from '../../organisation/index.ts'
import { refuseKeeping } from '../offering/offering.ts'
import { findOverlap } from './price-dates.ts'
import { listPublishedHeads } from './price-in-force-store.ts'
import { listFaultyLines } from './price-lines.ts'
import {
  findPrice,
  insertPrice,
  loadPriceForUpdate,
  type PriceRow,
  removePrice,
  updatePrice,
} from './price-store.ts'
import { findKnownPlans } from './priced-plan-store.ts'

/** As many as a problem document holds. */
const FIELDS_MAX = 50

/**
 * As a draft and again when it is published: the catalogue and other versions may have changed since.
 * @throws `price.line_twice`, `price.line_unknown`, `price.unit_unknown`, `price.tiers_invalid` with every faulty line at its
 * field; `price.ends_before_start`, `price.overlaps`.
 */
export async function requireContent(
  tx: Tx,
  input: Pick<PriceVersionCreate, 'lines' | 'effectiveFrom' | 'effectiveTo' | 'providerBodyId'>,
  id: string,
): Promise<void> {
  const faulty = listFaultyLines(input.lines, await findKnownPlans(tx, input.lines))
  const [first] = faulty
  if (first !== undefined)
    refuse(first.reason, {
      details: { line: first.line },
      fields: faulty.slice(0, FIELDS_MAX).map(({ field }) => field),
    })
  const { effectiveFrom, effectiveTo, providerBodyId } = input
  if (effectiveTo !== null && effectiveTo < effectiveFrom)
    refuse('price.ends_before_start', { fields: [ENDS_BEFORE_START] })
  const published = await listPublishedHeads(tx, { providerBodyId })
  const overlap = findOverlap(published, { id, effectiveFrom, effectiveTo, providerBodyId })
  if (overlap !== null)
    refuse('price.overlaps', {
      details: { name: overlap.name, why: overlap.why.zh },
      detailsEn: { why: overlap.why.en },
      fields: [overlap.field],
    })
}

const ENDS_BEFORE_START = {
  path: '/effectiveTo',
  zh: '有效期止不能早于生效日',
  en: 'The last day cannot be before the first',
}

async function requireProvider(ctx: Ctx, tx: Tx, providerBodyId: string | null): Promise<void> {
  if (providerBodyId === null) return
  ctx.authz.authorised(ctx, 'view', 'body', await findBody(tx, providerBodyId))
}

export async function createPrice(ctx: Ctx, input: PriceVersionCreate): Promise<PriceRow> {
  ctx.authz.require(ctx, 'create', 'price')
  const refusal = refuseKeeping(ctx.actor)
  if (refusal) refuse(refusal)
  return ctx.inTx(async (tx) => {
    const id = ctx.ids.next()
    await requireContent(tx, input, id)
    await requireProvider(ctx, tx, input.providerBodyId)
    await insertPrice(tx, { id, createdAt: ctx.clock.now(), draftedBy: personIdOf(ctx.actor) }, input)
    await ctx.audit(tx, { noun: 'price', objectId: id, bodyId: input.providerBodyId, after: input })
    return (await findPrice(tx, id)) as PriceRow
  })
}

export async function changePrice(
  ctx: Ctx,
  id: string,
  input: BodyOf<(typeof priceOperations)['update']>,
): Promise<PriceRow> {
  return ctx.inTx(async (tx) => {
    const price = ctx.authz.authorised(ctx, 'modify', 'price', await loadPriceForUpdate(tx, id))
    const refusal = refuseKeeping(ctx.actor) ?? refusePublished(price)
    if (refusal) refuse(refusal)
    const { version, ...content } = input
    await requireContent(tx, content, id)
    await requireProvider(ctx, tx, content.providerBodyId)
    if (!(await updatePrice(tx, id, version, { content, draftedBy: personIdOf(ctx.actor) })))
      refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'price',
      objectId: id,
      bodyId: content.providerBodyId,
      before: { lines: price.lines },
      after: content,
    })
    return (await findPrice(tx, id)) as PriceRow
  })
}

export async function discardPrice(ctx: Ctx, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const price = ctx.authz.authorised(ctx, 'delete', 'price', await loadPriceForUpdate(tx, id))
    const refusal = refuseKeeping(ctx.actor) ?? refusePublished(price)
    if (refusal) refuse(refusal)
    await removePrice(tx, id)
    await ctx.audit(tx, {
      noun: 'price',
      objectId: id,
      bodyId: price.provider_body_id,
      before: { name: price.name },
    })
  })
}

export function refusePublished(price: Pick<PriceRow, 'published_at'>) {
  return price.published_at === null ? null : ('price.published' as const)
}
