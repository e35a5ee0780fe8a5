/** Two versions of prices, one after the other, and what an agreed one is beside what is in force. */
import type { PriceDifference } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import { comparePrices } from './compare-prices.ts'
import { daysOf, inForceOn } from './price-dates.ts'
import { listPublishedHeads } from './price-in-force-store.ts'
import { findPrice, type PriceRow, termFactorsOf } from './price-store.ts'

const compared = (row: PriceRow) => ({
  lines: row.lines,
  pools: row.pools,
  termFactors: termFactorsOf(row),
  rules: { proration: row.proration, pinsOrders: row.pins_orders },
})

export const differenceBetween = (before: PriceRow | undefined, after: PriceRow): PriceDifference => ({
  against: before ? { id: before.id, name: before.name, effectiveFrom: before.effective_from } : null,
  ...comparePrices(before ? compared(before) : null, compared(after)),
})

/** What an agreement may be about: published, not withdrawn, whose and from when until when. */
export interface AgreeablePrice {
  readonly providerBodyId: string | null
  readonly effectiveFrom: string
  readonly effectiveTo: string | null
}

export async function findAgreeablePrice(db: Db, id: string): Promise<AgreeablePrice | null> {
  const row = await findPrice(db, id)
  if (row === undefined || row.published_at === null || row.withdrawn_at !== null) return null
  return {
    providerBodyId: row.provider_body_id,
    effectiveFrom: row.effective_from,
    effectiveTo: row.effective_to,
  }
}

/** What counts for the provider on a day, and what differs from what was agreed; null where that is the same version, or none counts. */
export async function besideInForce(
  db: Db,
  agreedId: string,
  providerBodyId: string | null,
  day: string,
): Promise<{
  readonly inForce: { readonly id: string; readonly name: string } | null
  readonly difference: PriceDifference | null
}> {
  const heads = await listPublishedHeads(db, { providerBodyId })
  const now = inForceOn(daysOf(heads), providerBodyId, day)
  if (now === null) return { inForce: null, difference: null }
  const inForce = { id: now.id, name: now.name }
  if (now.id === agreedId) return { inForce, difference: null }
  const [agreed, counting] = [await findPrice(db, agreedId), await findPrice(db, now.id)]
  return { inForce, difference: counting ? differenceBetween(agreed, counting) : null }
}
