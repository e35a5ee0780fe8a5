/** What counts when, read from published versions. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { Prices } from '../estimate/estimate.ts'
import { daysOf, inForceOn, midnightOf, type PriceDays, type PriceHead } from './price-dates.ts'
import type { PriceInForce } from './price-in-force.ts'
import { findPrice, listPricesById, type PriceRow, termFactorsOf } from './price-store.ts'

/** Published versions that were not withdrawn, without their lines: all of one provider and the general ones, or of everybody. */
export async function listPublishedHeads(
  db: Db,
  of?: { readonly providerBodyId: string | null },
): Promise<readonly PriceHead[]> {
  let query = db
    .selectFrom('price_version')
    .select([
      'id',
      'name',
      'provider_body_id as providerBodyId',
      'effective_from as effectiveFrom',
      'effective_to as effectiveTo',
      'published_at as publishedAt',
    ])
    .where('published_at', 'is not', null)
    .where('withdrawn_at', 'is', null)
  if (of !== undefined)
    query = query.where((eb) =>
      eb.or([eb('provider_body_id', 'is', null), eb('provider_body_id', '=', of.providerBodyId)]),
    )
  return query.execute()
}

/** Whoever publishes waits for the one before him: two versions of one day would both seem to fit. */
export async function lockPublishing(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('publish prices'))`.execute(tx)
}

/** What is in force when this version begins, and would go on without it. */
export async function findReplaced(
  db: Db,
  price: Pick<PriceRow, 'id' | 'provider_body_id' | 'effective_from'>,
): Promise<PriceRow | undefined> {
  const heads = await listPublishedHeads(db, { providerBodyId: price.provider_body_id })
  const others = daysOf(heads.filter((head) => head.id !== price.id))
  const before = inForceOn(others, price.provider_body_id, price.effective_from)
  return before === null ? undefined : findPrice(db, before.id)
}

/** The prices that count on a day: the provider's own where it has some, otherwise the general ones. */
export async function findPricesInForce(
  db: Db,
  providerBodyId: string | null,
  onDay: string,
): Promise<Prices | null> {
  const heads = await listPublishedHeads(db, { providerBodyId })
  const found = inForceOn(daysOf(heads), providerBodyId, onDay)
  return found === null ? null : findPricesOf(db, found.id)
}

/** The prices of a version, in force or not: what an order keeps. */
export async function findPricesOf(db: Db, id: string): Promise<Prices | null> {
  const row = await findPrice(db, id)
  if (row === undefined) return null
  return {
    id: row.id,
    name: row.name,
    effectiveFrom: row.effective_from,
    source: row.source,
    isProductDefault: row.is_product_default,
    pinsOrders: row.pins_orders,
    termFactors: termFactorsOf(row),
    lines: row.lines,
  }
}

/**
 * Published versions that are in force at any time in the window, own ones of providers and general ones; from/to are
 * midnights of Asia/Shanghai, `to` = the next version's start.
 */
export async function listPricesInForce(
  db: Db,
  window: { readonly from: Date; readonly to: Date },
): Promise<readonly PriceInForce[]> {
  const days = daysOf(await listPublishedHeads(db)).filter((one) => {
    const [from, to] = [midnightOf(one.effectiveFrom), one.beyond === null ? null : midnightOf(one.beyond)]
    return from < window.to && (to === null || (to > window.from && to > from))
  })
  return withLines(db, days)
}

/** Published versions by id, also those that nothing but an order that keeps them refers to any more (R277). */
export async function listPriceVersions(db: Db, ids: readonly string[]): Promise<readonly PriceInForce[]> {
  const wanted = new Set(ids)
  return withLines(
    db,
    daysOf(await listPublishedHeads(db)).filter(({ id }) => wanted.has(id)),
  )
}

/** A version, a draft as well, as if it had always been in force, with the version of its row; undefined when there is none. */
export async function findPriceToTry(
  db: Db,
  id: string,
): Promise<{ readonly price: PriceInForce; readonly rowVersion: number } | undefined> {
  const row = await findPrice(db, id)
  if (row === undefined) return undefined
  return {
    price: { ...toPriceInForce(row, row.effective_from, null), from: new Date(0) },
    rowVersion: row.version,
  }
}

async function withLines(db: Db, days: readonly PriceDays[]): Promise<readonly PriceInForce[]> {
  const rows = await listPricesById(
    db,
    days.map(({ id }) => id),
  )
  return days.flatMap(({ id, effectiveFrom, beyond }) => {
    const row = rows.get(id)
    return row === undefined ? [] : [toPriceInForce(row, effectiveFrom, beyond)]
  })
}

function toPriceInForce(row: PriceRow, from: string, beyond: string | null): PriceInForce {
  return {
    versionId: row.id,
    versionName: row.name,
    source: row.source,
    isProductDefault: row.is_product_default,
    providerBodyId: row.provider_body_id,
    from: midnightOf(from),
    to: beyond === null ? null : midnightOf(beyond),
    proration: row.proration,
    termFactors: termFactorsOf(row),
    lines: row.lines,
  }
}
