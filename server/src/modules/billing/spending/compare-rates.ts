import type { spendingOperations as operations, QueryOf, SpendingRate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type PageRequest } from '../../../platform/db/index.ts'
import { listPricesInForce, type PriceInForce, toScaled } from '../../catalogue/index.ts'
import { dimensionOfMeter, instantOf, windowOfMonth } from '../../metering/index.ts'
import { toMoney } from '../bill/bill-view.ts'
import { filterOf, periodOf } from './read-spending.ts'
import { listBillsInSight, type RateRow, sumRates } from './spending-store.ts'

export type RatesQuery = Omit<QueryOf<typeof operations.rates>, keyof PageRequest>

const SECONDS_OF_HOUR = 3600

/** What was paid for a unit and month, by dimension, provider and pool, beside what the prices in force say. */
export async function listRates(
  ctx: Ctx,
  query: RatesQuery,
  page: PageRequest,
): Promise<{ items: SpendingRate[]; nextPageToken: string | null }> {
  ctx.authz.require(ctx, 'list', 'spending-rate')
  const { from, until } = periodOf(ctx, query)
  const end = windowOfMonth(until).to
  return ctx.inTx(async (tx) => {
    const inSight = await listBillsInSight(tx, {
      from,
      until,
      bodyId: query.bodyId,
      regionId: query.regionId,
    })
    const bills = inSight.map(({ id, month }) => {
      const window = windowOfMonth(month)
      return { id, seconds: (window.to - window.from) * SECONDS_OF_HOUR }
    })
    const prices = await listPricesInForce(tx, { from: instantOf(end - 1), to: instantOf(end) })
    return elevated(tx, () => sumRates(tx, bills, filterOf(query), page, (row) => toRate(row, prices)))
  })
}

function toRate(row: RateRow, prices: readonly PriceInForce[]): SpendingRate {
  const dimension = dimensionOfMeter(row.meter)
  return {
    provider: { id: row.provider_body_id, name: row.provider_name ?? '' },
    pool: { id: row.pool_id, name: row.pool_name ?? '' },
    dimension,
    amount: toMoney(row.amount),
    unitMonths: row.unit_months,
    paid: row.paid,
    listed: listedOf(prices, row.provider_body_id, row.pool_id, dimension),
    inPackages: isInPackages(prices, row.provider_body_id, row.pool_id, dimension),
    charges: Number(row.charges),
  }
}

function countingFor(prices: readonly PriceInForce[], providerBodyId: string): PriceInForce | null {
  const of = (provider: string | null) =>
    prices
      .filter((one) => one.providerBodyId === provider)
      .reduce<PriceInForce | null>((best, one) => (best === null || one.from > best.from ? one : best), null)
  return of(providerBodyId) ?? of(null)
}

/** Whether a package of the version in force for the pool, or for all pools, has some of it. */
export function isInPackages(
  prices: readonly PriceInForce[],
  providerBodyId: string,
  poolId: string,
  dimension: SpendingRate['dimension'],
): boolean {
  const lines = countingFor(prices, providerBodyId)?.lines ?? []
  return lines.some(
    ({ includes, poolId: pool }) =>
      (pool === null || pool === poolId) && includes?.some((one) => one.dimension === dimension),
  )
}

/** The unit prices of the provider’s own version in force, otherwise of the general one: its lines for the pool or for all pools. */
export function listedOf(
  prices: readonly PriceInForce[],
  providerBodyId: string,
  poolId: string,
  dimension: SpendingRate['dimension'],
): SpendingRate['listed'] {
  const price = countingFor(prices, providerBodyId)
  if (price === null) return null
  const unitPrices = price.lines
    .filter((line) => line.dimension === dimension && line.per === 'month' && !line.includes)
    .filter((line) => line.poolId === null || line.poolId === poolId)
    .flatMap(({ tiers }) => tiers.map(({ unitPrice }) => unitPrice))
    .toSorted((a, b) => (toScaled(a) < toScaled(b) ? -1 : 1))
  const [low, high] = [unitPrices[0], unitPrices.at(-1)]
  if (low === undefined || high === undefined) return null
  const { versionId, versionName, isProductDefault } = price
  return { low, high, versionId, versionName, isProductDefault }
}
