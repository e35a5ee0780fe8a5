/** SQL that reads both ledgers by month, for lines or for what is paid for. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

export type ForecastKey = 'line' | 'body' | 'system' | 'project'
/** lines: all that is charged to lines of these, whoever spends it · own: what these spend, whoever pays. */
export type ForecastScope = 'lines' | 'own'

export interface FactsAsked {
  readonly by: ForecastKey
  readonly scope: ForecastScope
  readonly keys: readonly string[]
  readonly fiscalYear: number
}

/** What a line is of, beside `b` and `f`. */
export const KEY_OF_LINE: Readonly<Record<ForecastKey, RawBuilder<unknown>>> = {
  line: sql`b.id::text`,
  body: sql`b.body_id::text`,
  system: sql`b.system_id::text`,
  project: sql`f.no`,
}
/** What an entry is of, beside `e` and `p`. */
export const KEY_OF_ENTRY: Readonly<Record<ForecastKey, RawBuilder<unknown>>> = {
  line: sql`e.budget_id::text`,
  body: sql`e.body_id::text`,
  system: sql`e.system_id::text`,
  project: sql`p.project_no`,
}

const JOINED: Readonly<Record<ForecastScope, RawBuilder<unknown>>> = {
  lines: sql`join budget b on b.id = e.budget_id left join project_filing f on f.id = b.filing_id`,
  own: sql`left join project_directory p on p.system_id = e.system_id`,
}
const keyOf = ({ by, scope }: FactsAsked) => (scope === 'lines' ? KEY_OF_LINE[by] : KEY_OF_ENTRY[by])

/** As far back as bills are looked at: three before the year. */
const lookBack = (fiscalYear: number) => `${fiscalYear - 1}-10-01`

export interface CommittedFact {
  readonly key: string
  readonly body_id: string
  readonly month: string
  readonly amount: string
}

export async function listCommittedFacts(db: Db, asked: FactsAsked): Promise<readonly CommittedFact[]> {
  const key = keyOf(asked)
  const { rows } = await sql<CommittedFact>`select ${key} as key, e.body_id, e.month,
      sum(e.amount_minor)::bigint::text as amount
    from budget_commitment e ${JOINED[asked.scope]}
    where e.fiscal_year = ${asked.fiscalYear} and ${key} = any (${[...asked.keys]}::text[])
    group by 1, e.body_id, e.month having sum(e.amount_minor) <> 0`.execute(db)
  return rows
}

export type ActualFact = CommittedFact & {
  readonly request_id: string | null
  /** What of it no line pays for. */
  readonly unbudgeted: string
}

/** Of lines only those of the year: what was spent of the year before was charged to lines of their own. */
export async function listActualFacts(db: Db, asked: FactsAsked): Promise<readonly ActualFact[]> {
  const key = keyOf(asked)
  const { rows } = await sql<ActualFact>`select ${key} as key, e.body_id, e.month, e.request_id,
      sum(e.amount_minor)::bigint::text as amount,
      coalesce(sum(e.amount_minor) filter (where e.budget_id is null), 0)::bigint::text as unbudgeted
    from budget_actual e ${JOINED[asked.scope]}
    where e.month >= ${lookBack(asked.fiscalYear)}::date and e.month <= ${`${asked.fiscalYear}-12-01`}::date
      and ${key} = any (${[...asked.keys]}::text[])
      ${asked.scope === 'lines' ? sql`and b.fiscal_year = ${asked.fiscalYear}` : sql``}
    group by 1, e.body_id, e.month, e.request_id having sum(e.amount_minor) <> 0`.execute(db)
  return rows
}

/** Months whose bill was sent, by body. */
export async function listBilledMonths(
  db: Db,
  bodyIds: readonly string[],
  fiscalYear: number,
): Promise<readonly { readonly body_id: string; readonly month: string }[]> {
  if (bodyIds.length === 0) return []
  return db
    .selectFrom('budget_bill')
    .select(['body_id', 'month'])
    .where('body_id', 'in', [...bodyIds])
    .where('month', '>=', lookBack(fiscalYear))
    .where('month', '<=', `${fiscalYear}-12-01`)
    .execute()
}
