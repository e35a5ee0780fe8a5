import { priceOperations as operations, type PriceDifference, type PriceVersion } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { refuseKeeping } from '../offering/offering.ts'
import { changePrice, createPrice, discardPrice, refusePublished } from './draft-price.ts'
import { findCoverage } from './find-coverage.ts'
import { differenceBetween } from './price-difference.ts'
import { findReplaced } from './price-in-force-store.ts'
import { findPrice, listPrices, type PriceRow, termFactorsOf } from './price-store.ts'
import { publishPrice, refusePublish } from './publish-price.ts'
import {
  askWithdrawal,
  confirmWithdrawal,
  declineWithdrawal,
  refuseWithdrawal,
  type WithdrawVerb,
} from './withdraw-price.ts'
import { downloadLines } from './workbook/download-lines.ts'
import { uploadLines } from './workbook/upload-lines.ts'

function toPrice(ctx: Ctx, row: PriceRow): PriceVersion {
  const { authz, actor } = ctx
  const refusal = refuseKeeping(actor) ?? refusePublished(row)
  const asking = { today: dayInChina(ctx.clock.now()), personId: personIdOf(actor) }
  const withdrawal = (verb: WithdrawVerb) => refuseKeeping(actor) ?? refuseWithdrawal(verb, row, asking)
  return {
    id: row.id,
    name: row.name,
    effectiveFrom: row.effective_from,
    effectiveTo: row.effective_to,
    source: row.source,
    isProductDefault: row.is_product_default,
    providerBodyId: row.provider_body_id,
    provider: row.provider,
    proration: row.proration,
    pinsOrders: row.pins_orders,
    termFactors: termFactorsOf(row),
    lines: row.lines.map(({ position: _, ...line }) => line),
    pools: [...row.pools],
    state: stateOf(row),
    publishedAt: row.published_at?.toISOString() ?? null,
    withdrawal: withdrawalOf(row),
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', 'price', refusal),
      publish: authz.allowance(actor, 'approve', 'price', refuseKeeping(actor) ?? refusePublish(actor, row)),
      remove: authz.allowance(actor, 'delete', 'price', refusal),
      withdraw: authz.allowance(actor, 'modify', 'price', withdrawal('withdraw')),
      confirmWithdrawal: authz.allowance(actor, 'approve', 'price', withdrawal('confirmWithdrawal')),
      declineWithdrawal: authz.allowance(actor, 'approve', 'price', withdrawal('declineWithdrawal')),
    },
  }
}

function stateOf(row: PriceRow): PriceVersion['state'] {
  if (row.published_at === null) return 'draft'
  return row.withdrawn_at === null ? 'published' : 'withdrawn'
}

function withdrawalOf(row: PriceRow): PriceVersion['withdrawal'] {
  const { withdraw_reason: reason, withdraw_asked_by: askedBy, withdraw_asked_at: askedAt } = row
  if (reason === null || askedBy === null || askedAt === null) return null
  return {
    ...{ reason, askedBy, askedAt: askedAt.toISOString() },
    withdrawnBy: row.withdrawn_by,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  }
}

async function differenceOf(ctx: Ctx, id: string): Promise<PriceDifference> {
  const price = ctx.authz.authorised(ctx, 'view', 'price', await findPrice(ctx.db, id))
  const before = await findReplaced(ctx.db, price)
  return differenceBetween(before, price)
}

export const priceRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listPrices(ctx.authz.require(ctx, 'list', 'price'), query, query, (row) => toPrice(ctx, row)),
  ),
  route(operations.get, async (ctx, { params }) =>
    toPrice(ctx, ctx.authz.authorised(ctx, 'view', 'price', await findPrice(ctx.db, params.id))),
  ),
  route(operations.difference, (ctx, { params }) => differenceOf(ctx, params.id)),
  route(operations.coverage, (ctx, { params }) => findCoverage(ctx, params.id)),
  route(operations.download, (ctx, { params, query }) => downloadLines(ctx, params.id, query)),
  route(operations.upload, (ctx, { params, body }) => uploadLines(ctx, params.id, body)),
  route(operations.create, async (ctx, { body }) => toPrice(ctx, await createPrice(ctx, body))),
  route(operations.update, async (ctx, { params, body }) =>
    toPrice(ctx, await changePrice(ctx, params.id, body)),
  ),
  route(operations.publish, async (ctx, { params, body }) =>
    toPrice(ctx, await publishPrice(ctx, params.id, body.version)),
  ),
  route(operations.withdraw, async (ctx, { params, body }) =>
    toPrice(ctx, await askWithdrawal(ctx, params.id, body)),
  ),
  route(operations.confirmWithdrawal, async (ctx, { params, body }) =>
    toPrice(ctx, await confirmWithdrawal(ctx, params.id, body)),
  ),
  route(operations.declineWithdrawal, async (ctx, { params, body }) =>
    toPrice(ctx, await declineWithdrawal(ctx, params.id, body)),
  ),
  route(operations.remove, async (ctx, { params }) => {
    await discardPrice(ctx, params.id)
    return null
  }),
]
