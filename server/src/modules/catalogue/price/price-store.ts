import type { PlanDimension, PriceLine, PriceVersionCreate, TermFactor } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import {
  afterKey,
  type Db,
  type PageRequest,
  pageOf,
  type Tables,
  type Tx,
} from '../../../platform/db/index.ts'
import { trimDecimal } from '../estimate/decimal.ts'
import type { Prices } from '../estimate/estimate.ts'
import type { KnownPlans } from './price-lines.ts'

export type PriceRow = Selectable<Tables['price_version']> & { readonly lines: readonly PriceLine[] }

/** Prices with their exact decimals as text: JSON numbers would round them. */
const LINES = sql<PriceLine[]>`(select coalesce(jsonb_agg(jsonb_build_object('offeringCode', l.offering_code,
  'planCode', l.plan_code, 'dimension', l.dimension, 'per', l.per, 'unitPrice', l.unit_price::text) order by l.position), '[]')
  from price_line l where l.price_version_id = price_version.id)`

function selectPrice(db: Db) {
  return db.selectFrom('price_version').selectAll().select(LINES.as('lines'))
}

const trimmed = (row: Awaited<ReturnType<typeof first>>): PriceRow | undefined =>
  row && { ...row, lines: row.lines.map((line) => ({ ...line, unitPrice: trimDecimal(line.unitPrice) })) }

const first = (query: ReturnType<typeof selectPrice>) => query.executeTakeFirst()

export async function findPrice(db: Db, id: string): Promise<PriceRow | undefined> {
  return trimmed(await first(selectPrice(db).where('id', '=', id)))
}

export async function loadPriceForUpdate(tx: Tx, id: string): Promise<PriceRow | undefined> {
  return trimmed(await first(selectPrice(tx).where('id', '=', id).forUpdate()))
}

export async function listPrices<W>(
  db: Db,
  filter: { readonly state?: 'draft' | 'published'; readonly providerBodyId?: string },
  page: PageRequest,
  toWire: (row: PriceRow) => W,
) {
  let query = selectPrice(db)
  if (filter.state !== undefined)
    query = query.where('published_at', filter.state === 'draft' ? 'is' : 'is not', null)
  if (filter.providerBodyId !== undefined) query = query.where('provider_body_id', '=', filter.providerBodyId)
  const after = afterKey(page, { sort: 'name', id: 'id', cast: 'text' }, 'asc')
  if (after) query = query.where(after)
  const rows = await query
    .orderBy('name')
    .orderBy('id')
    .limit((page.pageSize ?? 50) + 1)
    .execute()
  return pageOf(
    rows,
    page,
    (row) => [row.name, row.id],
    (row) => toWire(trimmed(row) as PriceRow),
  )
}

/** What is in force when this version begins, and would go on without it. */
export async function findReplaced(
  db: Db,
  price: Pick<PriceRow, 'id' | 'provider_body_id' | 'effective_from'>,
): Promise<PriceRow | undefined> {
  return trimmed(
    await first(
      selectPrice(db)
        .where('published_at', 'is not', null)
        .where('id', '<>', price.id)
        .where('effective_from', '<=', price.effective_from)
        .where((eb) =>
          eb.or([eb('provider_body_id', 'is', null), eb('provider_body_id', '=', price.provider_body_id)]),
        )
        .orderBy(sql`provider_body_id is null`)
        .orderBy('effective_from', 'desc')
        .orderBy('published_at', 'desc')
        .limit(1),
    ),
  )
}

/** The prices that count on a day: the provider's own where it has some, otherwise the general ones. */
export async function findPricesInForce(
  db: Db,
  providerBodyId: string | null,
  onDay: string,
): Promise<Prices | null> {
  const row = trimmed(
    await first(
      selectPrice(db)
        .where('published_at', 'is not', null)
        .where('effective_from', '<=', onDay)
        .where((eb) =>
          eb.or([eb('provider_body_id', 'is', null), eb('provider_body_id', '=', providerBodyId)]),
        )
        .orderBy(sql`provider_body_id is null`)
        .orderBy('effective_from', 'desc')
        .orderBy('published_at', 'desc')
        .limit(1),
    ),
  )
  if (!row) return null
  return {
    id: row.id,
    name: row.name,
    effectiveFrom: row.effective_from,
    source: row.source,
    isProductDefault: row.is_product_default,
    termFactors: row.term_factors as readonly TermFactor[],
    lines: row.lines,
  }
}

function toColumns(input: PriceVersionCreate) {
  return {
    name: input.name.trim(),
    effective_from: input.effectiveFrom,
    source: input.source.trim(),
    is_product_default: input.isProductDefault,
    provider_body_id: input.providerBodyId,
    term_factors: JSON.stringify(input.termFactors),
  }
}

export async function insertPrice(
  tx: Tx,
  row: {
    readonly id: string
    readonly createdAt: Date
    readonly publishedAt: Date | null
    readonly draftedBy: string | null
  },
  input: PriceVersionCreate,
): Promise<void> {
  await tx
    .insertInto('price_version')
    .values({
      id: row.id,
      created_at: row.createdAt,
      published_at: row.publishedAt,
      drafted_by: row.draftedBy,
      ...toColumns(input),
    })
    .execute()
  await insertLines(tx, row.id, input.lines)
}

/** @returns false when the version is stale. */
export async function updatePrice(
  tx: Tx,
  id: string,
  version: number,
  change:
    | { readonly content: PriceVersionCreate; readonly draftedBy: string | null }
    | { readonly publishedAt: Date },
): Promise<boolean> {
  const columns =
    'content' in change
      ? { ...toColumns(change.content), drafted_by: change.draftedBy }
      : { published_at: change.publishedAt }
  const result = await tx
    .updateTable('price_version')
    .set({ ...columns, version: sql`version + 1` })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) return false
  if ('content' in change) {
    await tx.deleteFrom('price_line').where('price_version_id', '=', id).execute()
    await insertLines(tx, id, change.content.lines)
  }
  return true
}

async function insertLines(tx: Tx, id: string, lines: readonly PriceLine[]): Promise<void> {
  await tx
    .insertInto('price_line')
    .values(
      lines.map((line, position) => ({
        price_version_id: id,
        position,
        offering_code: line.offeringCode,
        plan_code: line.planCode,
        dimension: line.dimension,
        per: line.per,
        unit_price: line.unitPrice,
      })),
    )
    .execute()
}

export async function removePrice(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('price_version').where('id', '=', id).execute()
}

/** Which of these offerings are or ever were in the catalogue, and every plan that they had. */
export async function findKnownPlans(tx: Tx, offeringCodes: readonly string[]): Promise<KnownPlans> {
  const known = await tx
    .selectFrom('offering as o')
    .innerJoin('offering_version as v', 'v.offering_id', 'o.id')
    .innerJoin('plan as p', 'p.offering_version_id', 'v.id')
    .select(['o.code', 'p.code as plan_code', 'p.dimensions'])
    .distinct()
    .where('o.code', 'in', [...offeringCodes])
    .execute()
  return {
    offerings: new Set(known.map((row) => row.code)),
    plans: new Set(known.map((row) => `${row.code} ${row.plan_code}`)),
    dimensions: new Set(
      known.flatMap((row) =>
        (row.dimensions as readonly PlanDimension[]).flatMap(({ dimension }) => [
          `${row.code} ${row.plan_code} ${dimension}`,
          `${row.code} * ${dimension}`,
        ]),
      ),
    ),
  }
}
