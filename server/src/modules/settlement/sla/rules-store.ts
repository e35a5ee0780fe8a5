/** SQL on the versions of settlement rules. */
import { sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf, type Tx } from '../../../platform/db/index.ts'
import type { CreditStep } from '../calc/availability.ts'
import type { FactorStep } from '../calc/score.ts'

export interface RulesRow {
  readonly id: string
  readonly contract_id: string | null
  readonly contract_no: string | null
  readonly effective_on: string
  readonly source: string
  readonly is_product_default: boolean
  readonly promise: string
  readonly least_minutes: number
  readonly credits: readonly CreditStep[]
  readonly factors: readonly FactorStep[]
  readonly entered_by_name: string
  readonly entered_at: Date
}

const COLUMNS = sql`r.id, r.contract_id, c.no as contract_no, r.effective_on::text as effective_on, r.source, r.is_product_default,
  trim_scale(r.promise)::text as promise, r.least_minutes, r.credits, r.factors, r.entered_by_name, r.entered_at`
const FROM = sql`settlement_rules r left join service_contract c on c.id = r.contract_id`

/** The latest first; of a contract its own and the platform's. */
export async function listRules<W>(
  db: Db,
  filter: { readonly contractId?: string | undefined },
  page: PageRequest,
  toWire: (row: RulesRow) => W,
) {
  const conditions = [
    filter.contractId === undefined
      ? sql`true`
      : sql`(r.contract_id is null or r.contract_id = ${filter.contractId})`,
  ]
  const after = afterKey(page, { sort: 'r.effective_on', id: 'r.id', cast: 'timestamptz' }, 'desc')
  if (after) conditions.push(after)
  const { rows } =
    await sql<RulesRow>`select ${COLUMNS} from ${FROM} where ${sql.join(conditions, sql` and `)}
    order by r.effective_on desc, r.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.effective_on, row.id], toWire)
}

export async function findRules(db: Db, id: string): Promise<RulesRow | undefined> {
  const { rows } = await sql<RulesRow>`select ${COLUMNS} from ${FROM} where r.id = ${id}`.execute(db)
  return rows[0]
}

/** In force for a contract on a day: its own, else the platform's. @param knownAt those that were entered until then. */
export async function rulesOn(db: Db, contractId: string, day: string, knownAt?: Date): Promise<RulesRow> {
  const { rows } = await sql<RulesRow>`select ${COLUMNS} from ${FROM}
    where r.effective_on <= ${day}::date and (r.contract_id is null or r.contract_id = ${contractId})
      and ${knownAt === undefined ? sql`true` : sql`(r.entered_at <= ${knownAt} or r.is_product_default)`}
    order by (r.contract_id is null), r.effective_on desc limit 1`.execute(db)
  if (rows[0] === undefined) throw new Error('assertion: the platform’s first rules hold from 2020 on')
  return rows[0]
}

export async function insertRules(
  tx: Tx,
  row: Omit<RulesRow, 'contract_no' | 'is_product_default'>,
): Promise<void> {
  await sql`insert into settlement_rules (id, contract_id, effective_on, source, is_product_default, promise, least_minutes,
      credits, factors, entered_by_name, entered_at)
    values (${row.id}, ${row.contract_id}, ${row.effective_on}::date, ${row.source}, false, ${row.promise}::numeric,
      ${row.least_minutes}, ${JSON.stringify(row.credits)}::jsonb, ${JSON.stringify(row.factors)}::jsonb,
      ${row.entered_by_name}, ${row.entered_at})`.execute(tx)
}
