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

export interface RenewedPin {
  readonly resourceId: string
  readonly versionId: string
  readonly termMonths: number
  readonly from: Date
  /** Midnight after its last day. */
  readonly until: Date
}

/**
 * What was agreed for a renewal counts for this resource from its first day on. Nothing where no prices were agreed, or those of
 * another provider.
 */
export async function renewPin(
  tx: Tx,
  renewal: {
    readonly requestLineId: string
    readonly resourceId: string
    readonly providerBodyId: string | null
    readonly from: string
    readonly until: string
  },
): Promise<void> {
  await sql`insert into price_pin_renewed (resource_id, from_day, until, price_version_id, term_months, request_line_id)
    select ${renewal.resourceId}::uuid, ${renewal.from}::date, ${renewal.until}::date, p.price_version_id, p.term_months, p.request_line_id
    from price_pin p join price_version v on v.id = p.price_version_id
    where p.request_line_id = ${renewal.requestLineId}
      and (v.provider_body_id is null or v.provider_body_id = ${renewal.providerBodyId}::uuid)
    on conflict do nothing`.execute(tx)
}

/** A term that renewed by itself keeps the prices that it was reckoned with, as one that was applied for does. */
export async function pinRenewal(
  tx: Tx,
  renewal: {
    readonly resourceId: string
    readonly priceVersionId: string
    readonly termMonths: number
    readonly from: string
    readonly until: string
  },
): Promise<void> {
  await tx
    .insertInto('price_pin_renewed')
    .values({
      resource_id: renewal.resourceId,
      from_day: renewal.from,
      until: renewal.until,
      price_version_id: renewal.priceVersionId,
      term_months: renewal.termMonths,
    })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** By resource, the earliest first; null asks for everybody's. */
export async function listRenewedPins(
  db: Db,
  resourceIds: readonly string[] | null,
): Promise<ReadonlyMap<string, readonly RenewedPin[]>> {
  let query = db.selectFrom('price_pin_renewed').selectAll().orderBy('from_day')
  if (resourceIds !== null) query = query.where(sql<SqlBool>`resource_id = any(${[...resourceIds]}::uuid[])`)
  const rows = await query.execute()
  return Map.groupBy(
    rows.map((row) => ({
      resourceId: row.resource_id,
      versionId: row.price_version_id,
      termMonths: row.term_months,
      from: midnightOf(row.from_day),
      until: midnightOf(dayAfter(row.until)),
    })),
    (pin) => pin.resourceId,
  )
}
