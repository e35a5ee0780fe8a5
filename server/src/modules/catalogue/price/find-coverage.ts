import type { PriceCoverage } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { coverageOf } from './price-coverage.ts'
import { daysOf, inForceOn, type PriceHead } from './price-dates.ts'
import { findReplaced, listPublishedHeads } from './price-in-force-store.ts'
import { findPrice, type PriceRow } from './price-store.ts'
import { listOfferedPlans } from './priced-plan-store.ts'

/** What a version prices and what it leaves without a price; of a draft, as if it were published now. */
export async function findCoverage(ctx: Ctx, id: string): Promise<PriceCoverage> {
  const { db } = ctx
  const price = ctx.authz.authorised(ctx, 'view', 'price', await findPrice(db, id))
  const published = await listPublishedHeads(db, { providerBodyId: price.provider_body_id })
  const days = daysOf([...published.filter((head) => head.id !== id), toHead(price)])
  const beyond = days.find((one) => one.id === id)?.beyond ?? null
  const next = beyond === null ? null : inForceOn(days, price.provider_body_id, beyond)
  const before = await findReplaced(db, price)
  return coverageOf({
    effectiveFrom: price.effective_from,
    beyond,
    lines: price.lines,
    next: next && { id: next.id, name: next.name, effectiveFrom: next.effectiveFrom },
    before: before ? { name: before.name, lines: before.lines } : null,
    plans: await listOfferedPlans(db),
  })
}

const toHead = (row: PriceRow): PriceHead => ({
  id: row.id,
  name: row.name,
  providerBodyId: row.provider_body_id,
  effectiveFrom: row.effective_from,
  effectiveTo: row.effective_to,
  publishedAt: row.published_at,
})
