/** Drafts of prices. Published versions do not change: what was used is charged at the price of its day. */
import type { BodyOf, PriceVersionCreate, priceOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { findBody } from '../../organisation/index.ts'
import { refuseKeeping } from '../offering/offering.ts'
import { listFaultyLines } from './price-lines.ts'
import {
  findKnownPlans,
  findPrice,
  insertPrice,
  loadPriceForUpdate,
  type PriceRow,
  removePrice,
  updatePrice,
} from './price-store.ts'

/** As many as a problem document holds. */
const FIELDS_MAX = 50

/** @throws `price.line_twice`, `price.line_unknown`, with every faulty line at its field. */
async function requireContent(ctx: Ctx, tx: Tx, input: PriceVersionCreate): Promise<void> {
  const codes = [...new Set(input.lines.map((line) => line.offeringCode))]
  const faulty = listFaultyLines(input.lines, await findKnownPlans(tx, codes))
  const [first] = faulty
  if (first !== undefined)
    refuse(first.reason, {
      details: { line: first.line },
      fields: faulty.slice(0, FIELDS_MAX).map(({ field }) => field),
    })
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
    await insertPrice(
      tx,
      { id, createdAt: ctx.clock.now(), publishedAt: null, draftedBy: drafterOf(ctx) },
      input,
    )
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
    if (!(await updatePrice(tx, id, version, { content, draftedBy: drafterOf(ctx) })))
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

const drafterOf = ({ actor }: Ctx) => (actor.kind === 'person' ? actor.personId : null)

export function refusePublished(price: Pick<PriceRow, 'published_at'>) {
  return price.published_at === null ? null : ('price.published' as const)
}
