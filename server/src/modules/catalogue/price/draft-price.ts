/** Drafts of prices. Published versions do not change: what was used is charged at the price of its day. */
import type { BodyOf, PriceLine, PriceVersionCreate, priceOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { findBody } from '../../organisation/index.ts'
import { refuseKeeping } from '../offering/offering.ts'
import {
  findPrice,
  findUnknownLine,
  insertPrice,
  loadPriceForUpdate,
  type PriceRow,
  removePrice,
  updatePrice,
} from './price-store.ts'

const keyOf = (line: PriceLine) =>
  `${line.offeringCode}/${line.planCode ?? '*'}/${line.dimension}/${line.per}`

async function requireContent(ctx: Ctx, tx: Tx, input: PriceVersionCreate): Promise<void> {
  const seen = new Set<string>()
  for (const line of input.lines) {
    if (seen.has(keyOf(line))) refuse('price.line_twice', { details: { line: keyOf(line) } })
    seen.add(keyOf(line))
  }
  const unknown = await findUnknownLine(tx, input.lines)
  if (unknown) refuse('price.line_unknown', { details: { line: keyOf(unknown) } })
  if (input.providerBodyId !== null) {
    ctx.authz.authorised(ctx, 'view', 'body', await findBody(tx, input.providerBodyId))
  }
}

export async function createPrice(ctx: Ctx, input: PriceVersionCreate): Promise<PriceRow> {
  ctx.authz.require(ctx, 'create', 'price')
  const refusal = refuseKeeping(ctx.actor)
  if (refusal) refuse(refusal)
  return ctx.inTx(async (tx) => {
    await requireContent(ctx, tx, input)
    const id = ctx.ids.next()
    await insertPrice(tx, { id, createdAt: ctx.clock.now(), publishedAt: null }, input)
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
    await requireContent(ctx, tx, content)
    if (!(await updatePrice(tx, id, version, { content }))) refuse('common.version_stale')
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
