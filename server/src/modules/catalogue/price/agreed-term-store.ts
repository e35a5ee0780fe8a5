/** The terms that orders and renewals were agreed for, and the prices that some of them keep (R277): written by requests, read by bills. */
import { type SqlBool, sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { dayAfter, midnightOf } from './price-dates.ts'

export interface TermToAgree {
  readonly requestLineIds: readonly string[]
  readonly termMonths: number
  /** The version whose prices are kept until the term ends; null where those in force are paid. */
  readonly priceVersionId: string | null
}

export async function agreeTerm(tx: Tx, term: TermToAgree): Promise<void> {
  if (term.requestLineIds.length === 0) return
  await tx
    .insertInto('agreed_term')
    .values(
      term.requestLineIds.map((id) => ({
        request_line_id: id,
        price_version_id: term.priceVersionId,
        term_months: term.termMonths,
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
    .updateTable('agreed_term')
    .set({ price_version_id: null })
    .where('request_line_id', 'in', [...requestLineIds])
    .where('price_version_id', 'in', (eb) =>
      eb
        .selectFrom('price_version')
        .select('id')
        .where('provider_body_id', 'not in', [...providerBodyIds]),
    )
    .execute()
}

/** Whether an order or a renewal keeps the prices of this version. */
export async function isAgreed(db: Db, priceVersionId: string): Promise<boolean> {
  const { rows } = await sql<{ is_agreed: boolean }>`select
    exists (select from agreed_term where price_version_id = ${priceVersionId}::uuid)
    or exists (select from agreed_term_renewed where price_version_id = ${priceVersionId}::uuid) as is_agreed`.execute(
    db,
  )
  return rows[0]?.is_agreed ?? false
}

/** The term of a line runs; the first delivery decides. */
export async function dateTerm(tx: Tx, requestLineId: string, lastDay: string): Promise<void> {
  await tx
    .updateTable('agreed_term')
    .set({ until: lastDay })
    .where('request_line_id', '=', requestLineId)
    .where('until', 'is', null)
    .execute()
}

export interface AgreedTerm {
  /** Null where the prices in force are paid. */
  readonly versionId: string | null
  readonly termMonths: number
  /** Midnight after its last day; null before delivery. */
  readonly until: Date | null
}

/** By request line. */
export async function listAgreedTerms(
  db: Db,
  requestLineIds: readonly string[],
): Promise<ReadonlyMap<string, AgreedTerm>> {
  const rows = await db
    .selectFrom('agreed_term')
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

export interface RenewedTerm extends AgreedTerm {
  readonly resourceId: string
  readonly from: Date
  readonly until: Date
}

/** What was agreed for a renewal counts for this resource from its first day on; never the own prices of another provider. */
export async function renewTerm(
  tx: Tx,
  renewal: {
    readonly requestLineId: string
    readonly resourceId: string
    readonly providerBodyId: string | null
    readonly from: string
    readonly until: string
  },
): Promise<void> {
  await sql`insert into agreed_term_renewed (resource_id, from_day, until, price_version_id, term_months, request_line_id)
    select r.id, ${renewal.from}::date, ${renewal.until}::date, v.id, a.term_months, a.request_line_id
    from resource r join agreed_term a on a.request_line_id = ${renewal.requestLineId} left join price_version v on v.id = a.price_version_id
      and (v.provider_body_id is null or v.provider_body_id = ${renewal.providerBodyId}::uuid)
    where r.id = ${renewal.resourceId}
    on conflict do nothing`.execute(tx)
}

/** A term that renewed by itself is agreed as one that was applied for, with the prices that it was reckoned with where those are kept. */
export async function renewTermAlone(
  tx: Tx,
  renewal: {
    readonly resourceId: string
    readonly priceVersionId: string | null
    readonly termMonths: number
    readonly from: string
    readonly until: string
  },
): Promise<void> {
  await sql`insert into agreed_term_renewed (resource_id, from_day, until, price_version_id, term_months)
    select r.id, ${renewal.from}::date, ${renewal.until}::date, ${renewal.priceVersionId}::uuid, ${renewal.termMonths}
    from resource r where r.id = ${renewal.resourceId}
    on conflict do nothing`.execute(tx)
}

/** By resource, the earliest first; null asks for everybody's. */
export async function listRenewedTerms(
  db: Db,
  resourceIds: readonly string[] | null,
): Promise<ReadonlyMap<string, readonly RenewedTerm[]>> {
  let query = db.selectFrom('agreed_term_renewed').selectAll().orderBy('from_day')
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
    (term) => term.resourceId,
  )
}
