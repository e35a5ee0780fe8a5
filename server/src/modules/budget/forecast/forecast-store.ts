/** SQL that reads both ledgers by month, for lines or for what is paid for. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'
import { LAST_BILLS } from './forecast.ts'

export type ForecastKey = 'line' | 'body' | 'system' | 'project'
/** lines: all that is charged to lines of these, whoever spends it · own: what these spend, whoever pays. */
export type ForecastScope = 'lines' | 'own'

export interface FactsAsked {
  readonly by: ForecastKey
  readonly scope: ForecastScope
  readonly keys: readonly string[]
  readonly fiscalYear: number
}

/** What a line is of, beside `b` and `f`; and which lines those of some keys are. */
export const KEY_OF_LINE: Readonly<Record<ForecastKey, RawBuilder<unknown>>> = {
  line: sql`b.id::text`,
  body: sql`b.body_id::text`,
  system: sql`b.system_id::text`,
  project: sql`f.no`,
}
const isOfLine: Readonly<Record<ForecastKey, (keys: string[]) => RawBuilder<unknown>>> = {
  line: (keys) => sql`b.id = any (${keys}::uuid[])`,
  body: (keys) => sql`b.body_id = any (${keys}::uuid[])`,
  system: (keys) => sql`b.system_id = any (${keys}::uuid[])`,
  project: (keys) => sql`f.no = any (${keys}::text[])`,
}
/** What an entry is of, beside `e` and `p`. */
const KEY_OF_ENTRY: Readonly<Record<ForecastKey, RawBuilder<unknown>>> = {
  line: sql`e.budget_id::text`,
  body: sql`e.body_id::text`,
  system: sql`e.system_id::text`,
  project: sql`p.project_no`,
}

const isOfEntry: Readonly<Record<ForecastKey, (keys: string[]) => RawBuilder<unknown>>> = {
  line: (keys) => sql`e.budget_id = any (${keys}::uuid[])`,
  body: (keys) => sql`e.body_id = any (${keys}::uuid[])`,
  system: (keys) => sql`e.system_id = any (${keys}::uuid[])`,
  project: (keys) =>
    sql`e.system_id in (select d.system_id from project_directory d where d.project_no = any (${keys}::text[]))`,
}

const JOINED: Readonly<Record<ForecastScope, RawBuilder<unknown>>> = {
  lines: sql`join budget b on b.id = e.budget_id left join project_filing f on f.id = b.filing_id`,
  own: sql`left join project_directory p on p.system_id = e.system_id`,
}
const keyOf = ({ by, scope }: FactsAsked) => (scope === 'lines' ? KEY_OF_LINE[by] : KEY_OF_ENTRY[by])
/** The lines are looked up first, those of the year: there are far more entries. */
const isAsked = ({ by, scope, keys, fiscalYear }: FactsAsked) =>
  scope === 'lines'
    ? sql`e.budget_id = any (array(select b.id from budget b left join project_filing f on f.id = b.filing_id
        where b.fiscal_year = ${fiscalYear} and ${isOfLine[by]([...keys])}))`
    : isOfEntry[by]([...keys])

/** As far back as bills are looked at: three before the year; of lines none, since the year before was charged to lines of its own. */
const lookBack = ({ scope, fiscalYear }: Pick<FactsAsked, 'scope' | 'fiscalYear'>) =>
  scope === 'lines' ? `${fiscalYear}-01-01` : `${fiscalYear - 1}-10-01`

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
    where e.fiscal_year = ${asked.fiscalYear} and ${isAsked(asked)}
    group by 1, e.body_id, e.month having sum(e.amount_minor) <> 0`.execute(db)
  return rows
}

export type ActualFact = CommittedFact & {
  readonly request_id: string | null
  /** What of it no line pays for. */
  readonly unbudgeted: string
}

/** Told apart by request only in the last bills of a body, which the mean is of: what of them will have ended is not to come. */
export async function listActualFacts(db: Db, asked: FactsAsked): Promise<readonly ActualFact[]> {
  const key = keyOf(asked)
  const { rows } = await sql<ActualFact>`with recent as (
      select body_id, month from (select body_id, month, row_number() over (partition by body_id order by month desc) as nth
        from budget_bill where month >= ${lookBack(asked)}::date and month <= ${`${asked.fiscalYear}-12-01`}::date) as bill
      where nth <= ${LAST_BILLS})
    select ${key} as key, e.body_id, e.month, case when recent.month is not null then e.request_id end as request_id,
      sum(e.amount_minor)::bigint::text as amount,
      coalesce(sum(e.amount_minor) filter (where e.budget_id is null), 0)::bigint::text as unbudgeted
    from budget_actual e ${JOINED[asked.scope]}
    left join recent on recent.body_id = e.body_id and recent.month = e.month
    where e.month >= ${lookBack(asked)}::date and e.month <= ${`${asked.fiscalYear}-12-01`}::date
      and e.fiscal_year in (${asked.fiscalYear - 1}, ${asked.fiscalYear}) and ${isAsked(asked)}
    group by 1, e.body_id, e.month, 4
    having sum(e.amount_minor) <> 0 or sum(e.amount_minor) filter (where e.budget_id is null) <> 0`.execute(
    db,
  )
  return rows
}

/** Months whose bill was sent, by body. */
export async function listBilledMonths(
  db: Db,
  bodyIds: readonly string[],
  asked: Pick<FactsAsked, 'scope' | 'fiscalYear'>,
): Promise<readonly { readonly body_id: string; readonly month: string }[]> {
  if (bodyIds.length === 0) return []
  return db
    .selectFrom('budget_bill')
    .select(['body_id', 'month'])
    .where('body_id', 'in', [...bodyIds])
    .where('month', '>=', lookBack(asked))
    .where('month', '<=', `${asked.fiscalYear}-12-01`)
    .execute()
}
