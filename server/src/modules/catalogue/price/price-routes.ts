import {
  priceOperations as operations,
  type PriceDifference,
  type PriceVersion,
  type TermFactor,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { refuseKeeping } from '../offering/offering.ts'
import { comparePrices } from './compare-prices.ts'
import { changePrice, createPrice, discardPrice, refusePublished } from './draft-price.ts'
import { findPrice, findReplaced, listPrices, type PriceRow } from './price-store.ts'
import { publishPrice, refusePublish } from './publish-price.ts'

function toPrice(ctx: Ctx, row: PriceRow): PriceVersion {
  const { authz, actor } = ctx
  const refusal = refuseKeeping(actor) ?? refusePublished(row)
  return {
    id: row.id,
    name: row.name,
    effectiveFrom: row.effective_from,
    source: row.source,
    isProductDefault: row.is_product_default,
    providerBodyId: row.provider_body_id,
    termFactors: row.term_factors as TermFactor[],
    lines: [...row.lines],
    state: row.published_at === null ? 'draft' : 'published',
    publishedAt: row.published_at?.toISOString() ?? null,
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', 'price', refusal),
      publish: authz.allowance(actor, 'approve', 'price', refuseKeeping(actor) ?? refusePublish(actor, row)),
      remove: authz.allowance(actor, 'delete', 'price', refusal),
    },
  }
}

async function differenceOf(ctx: Ctx, id: string): Promise<PriceDifference> {
  const price = ctx.authz.authorised(ctx, 'view', 'price', await findPrice(ctx.db, id))
  const before = await findReplaced(ctx.db, price)
  const compared = (row: PriceRow) => ({
    lines: row.lines,
    termFactors: row.term_factors as readonly TermFactor[],
  })
  return {
    against: before ? { id: before.id, name: before.name, effectiveFrom: before.effective_from } : null,
    ...comparePrices(before ? compared(before) : null, compared(price)),
  }
}

export const priceRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listPrices(ctx.authz.require(ctx, 'list', 'price'), query, query, (row) => toPrice(ctx, row)),
  ),
  route(operations.get, async (ctx, { params }) =>
    toPrice(ctx, ctx.authz.authorised(ctx, 'view', 'price', await findPrice(ctx.db, params.id))),
  ),
  route(operations.difference, (ctx, { params }) => differenceOf(ctx, params.id)),
  route(operations.create, async (ctx, { body }) => toPrice(ctx, await createPrice(ctx, body))),
  route(operations.update, async (ctx, { params, body }) =>
    toPrice(ctx, await changePrice(ctx, params.id, body)),
  ),
  route(operations.publish, async (ctx, { params, body }) =>
    toPrice(ctx, await publishPrice(ctx, params.id, body.version)),
  ),
  route(operations.remove, async (ctx, { params }) => {
    await discardPrice(ctx, params.id)
    return null
  }),
]
