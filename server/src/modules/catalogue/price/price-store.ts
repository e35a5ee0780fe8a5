import type { PriceVersion, PriceVersionCreate, TermFactor } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import {
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'
import { trimDecimal } from '../estimate/decimal.ts'
import type { PriceLine } from './price-in-force.ts'

type Named = { readonly id: string; readonly name: string }

export type PriceRow = Selectable<Tables['price_version']> & {
  readonly lines: readonly PriceLine[]
  readonly provider: Named | null
  readonly pools: readonly Named[]
}

/** Prices with their exact decimals as text: JSON numbers would round them. */
const LINES = sql<PriceLine[]>`(select coalesce(jsonb_agg(jsonb_build_object('position', l.position,
  'offeringCode', l.offering_code, 'planCode', l.plan_code, 'poolId', l.pool_id, 'dimension', l.dimension, 'per', l.per,
  'tiers', l.tiers, 'weights', jsonb_build_object('stopped', trim_scale(l.stopped_weight)::text,
    'unseen', trim_scale(l.unseen_weight)::text))
  || case when l.includes is null then '{}'::jsonb else jsonb_build_object('includes', l.includes) end order by l.position), '[]')
  from price_line l where l.price_version_id = price_version.id)`
const PROVIDER = sql<Named | null>`(select jsonb_build_object('id', b.id, 'name', b.name) from body_directory b
  where b.id = price_version.provider_body_id)`
const POOLS = sql<
  Named[]
>`(select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name), '[]')
  from pool_directory p where p.id in (select l.pool_id from price_line l where l.price_version_id = price_version.id))`

function selectPrice(db: Db) {
  return db
    .selectFrom('price_version')
    .selectAll()
    .select([LINES.as('lines'), PROVIDER.as('provider'), POOLS.as('pools')])
}

export const termFactorsOf = (row: Pick<PriceRow, 'term_factors'>) => row.term_factors as TermFactor[]

export async function findPrice(db: Db, id: string): Promise<PriceRow | undefined> {
  return selectPrice(db).where('id', '=', id).executeTakeFirst()
}

export async function loadPriceForUpdate(tx: Tx, id: string): Promise<PriceRow | undefined> {
  return selectPrice(tx).where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function listPricesById(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, PriceRow>> {
  if (ids.length === 0) return new Map()
  const rows = await selectPrice(db)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

export async function listPrices<W>(
  db: Db,
  filter: { readonly state?: PriceVersion['state']; readonly providerBodyId?: string },
  page: PageRequest,
  toWire: (row: PriceRow) => W,
) {
  let query = selectPrice(db)
  if (filter.state !== undefined)
    query = query
      .where('published_at', filter.state === 'draft' ? 'is' : 'is not', null)
      .where('withdrawn_at', filter.state === 'withdrawn' ? 'is not' : 'is', null)
  if (filter.providerBodyId !== undefined) query = query.where('provider_body_id', '=', filter.providerBodyId)
  return readPage(
    query,
    page,
    { sort: 'name', id: 'id', cast: 'text', direction: 'asc' },
    (row) => [row.name, row.id],
    toWire,
  )
}

function toColumns(input: PriceVersionCreate) {
  return {
    name: input.name.trim(),
    effective_from: input.effectiveFrom,
    effective_to: input.effectiveTo,
    source: input.source.trim(),
    is_product_default: input.isProductDefault,
    provider_body_id: input.providerBodyId,
    proration: input.proration,
    pins_orders: input.pinsOrders,
    term_factors: JSON.stringify(input.termFactors),
  }
}

export async function insertPrice(
  tx: Tx,
  row: {
    readonly id: string
    readonly createdAt: Date
    readonly draftedBy: string | null
  },
  input: PriceVersionCreate,
): Promise<void> {
  await tx
    .insertInto('price_version')
    .values({
      id: row.id,
      created_at: row.createdAt,
      drafted_by: row.draftedBy,
      ...toColumns(input),
    })
    .execute()
  await insertLines(tx, row.id, input.lines)
}

export interface Withdrawal {
  readonly withdraw_reason?: string | null
  readonly withdraw_asked_by?: string | null
  readonly withdraw_asked_person_id?: string | null
  readonly withdraw_asked_at?: Date | null
  readonly withdrawn_by?: string
  readonly withdrawn_person_id?: string | null
  readonly withdrawn_at?: Date
}

/** Content replaces all of it. @returns false when the version is stale. */
export async function updatePrice(
  tx: Tx,
  id: string,
  version: number,
  change:
    | { readonly content: PriceVersionCreate; readonly draftedBy: string | null }
    | { readonly publishedAt: Date }
    | { readonly withdrawal: Withdrawal },
): Promise<boolean> {
  const columns =
    'content' in change
      ? { ...toColumns(change.content), drafted_by: change.draftedBy }
      : 'withdrawal' in change
        ? change.withdrawal
        : { published_at: change.publishedAt }
  if (!(await updateVersion(tx, 'price_version', id, version, columns))) return false
  if ('content' in change) {
    await tx.deleteFrom('price_line').where('price_version_id', '=', id).execute()
    await insertLines(tx, id, change.content.lines)
  }
  return true
}

async function insertLines(tx: Tx, id: string, lines: PriceVersionCreate['lines']): Promise<void> {
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
        pool_id: line.poolId,
        tiers: JSON.stringify(
          line.tiers.map(({ upTo, unitPrice }) => ({ upTo, unitPrice: trimDecimal(unitPrice) })),
        ),
        stopped_weight: line.weights.stopped,
        unseen_weight: line.weights.unseen,
        includes: line.includes ? JSON.stringify(line.includes) : null,
      })),
    )
    .execute()
}

export async function removePrice(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('price_version').where('id', '=', id).execute()
}
