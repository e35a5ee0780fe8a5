/** Orders that keep the prices they were placed at (R277): written by requests, read by bills. */
import { type SqlBool, sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { dayAfter, midnightOf } from './price-dates.ts'

export interface PricePin {
  readonly requestLineIds: readonly string[]
  readonly priceVersionId: string
  readonly termMonths: number
}

export async function pinPrices(tx: Tx, pin: PricePin): Promise<void> {
  if (pin.requestLineIds.length === 0) return
  await tx
    .insertInto('price_pin')
    .values(
      pin.requestLineIds.map((id) => ({
        request_line_id: id,
        price_version_id: pin.priceVersionId,
        term_months: pin.termMonths,
      })),
    )
    .execute()
}

/** A provider's own prices bind nobody else: what was placed with others pays the prices in force there. */
export async function unpinOthers(
  tx: Tx,
  requestLineIds: readonly string[],
  providerBodyIds: readonly string[],
): Promise<void> {
  if (requestLineIds.length === 0 || providerBodyIds.length === 0) return
  await tx
    .deleteFrom('price_pin')
    .where('request_line_id', 'in', [...requestLineIds])
    .where('price_version_id', 'in', (eb) =>
      eb
        .selectFrom('price_version')
        .select('id')
        .where('provider_body_id', 'not in', [...providerBodyIds]),
    )
    .execute()
}

/** The term of a line runs; the first delivery decides. */
export async function datePin(tx: Tx, requestLineId: string, lastDay: string): Promise<void> {
  await tx
    .updateTable('price_pin')
    .set({ until: lastDay })
    .where('request_line_id', '=', requestLineId)
    .where('until', 'is', null)
    .execute()
}

/** Pinned: request line → version, its term's months, until when (midnight after its last day; null before delivery). */
export async function listPinnedPrices(
  db: Db,
  requestLineIds: readonly string[],
): Promise<
  ReadonlyMap<
    string,
    { readonly versionId: string; readonly termMonths: number; readonly until: Date | null }
  >
> {
  const rows = await db
    .selectFrom('price_pin')
    .select(['request_line_id', 'price_version_id', 'term_months', 'until'])
    .where(sql<SqlBool>`request_line_id = any(${[...requestLineIds]}::uuid[])`)
    .execute()
  return new Map(
    rows.map((row) => [
      row.request_line_id,
      {
        versionId: row.price_version_id,
        termMonths: row.term_months,
        until: row.until === null ? null : midnightOf(dayAfter(row.until)),
      },
    ]),
  )
}
