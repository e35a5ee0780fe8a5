/** SQL that lists what has a budget, or spends, in a year: bodies, systems or projects. */
import { type RawBuilder, sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf } from '../../../platform/db/index.ts'
import { KEY_OF_LINE } from '../forecast/forecast-store.ts'

export type SubjectBy = 'body' | 'system' | 'project'

export interface SubjectRow {
  readonly key: string
  readonly name: string
  /** Lines in force that name it, with what is permitted beyond them; null where none does. */
  readonly budget: string | null
}

/** Everything that may spend; `spender` with its key, its name and whose it is. */
const SPENDERS: Readonly<Record<SubjectBy, RawBuilder<unknown>>> = {
  body: sql`(select id::text as key, name, id, id as body_id from body_directory)`,
  system: sql`(select id::text as key, name, id, body_id from system_directory)`,
  project: sql`(select p.project_no as key, p.project_name as name, p.system_id as id, s.body_id
    from project_directory p join system_directory s on s.id = p.system_id)`,
}
const COLUMN: Readonly<Record<SubjectBy, RawBuilder<unknown>>> = {
  body: sql`e.body_id`,
  system: sql`e.system_id`,
  project: sql`e.system_id`,
}
/** Of a line that names it. */
const NAME_OF_LINE: Readonly<Record<SubjectBy, RawBuilder<unknown>>> = {
  body: sql`(select o.name from body_directory o where o.id = b.body_id)`,
  system: sql`(select s.name from system_directory s where s.id = b.system_id)`,
  project: sql`f.name`,
}

/** By name. What is beneath a body, where one is given. */
export async function listSubjects(
  db: Db,
  by: SubjectBy,
  { bodyId, fiscalYear }: { readonly bodyId?: string; readonly fiscalYear: number },
  page: PageRequest,
) {
  const below = (column: RawBuilder<unknown>) =>
    bodyId === undefined
      ? sql`true`
      : sql`${column} = any (array(select o.id from body_directory o join body_directory top on top.id = ${bodyId}
          where o.path like top.path || '%'))`
  const lines = sql`budget b left join project_filing f on f.id = b.filing_id
    where b.state = 'active' and b.purpose in ('cloud', 'migration') and b.fiscal_year = ${fiscalYear}
      and ${below(sql`b.body_id`)} and ${KEY_OF_LINE[by]} is not null`
  // One entry of each is looked for: there are far more entries than spenders.
  const spends = (table: string) => sql`select spender.key, spender.name from ${SPENDERS[by]} as spender
    cross join lateral (select from ${sql.table(table)} e where ${COLUMN[by]} = spender.id
      and e.fiscal_year = ${fiscalYear} limit 1) as one where ${below(sql`spender.body_id`)}`
  const after = afterKey(page, { sort: 'name', id: 'id', cast: 'text' }, 'asc')
  const { rows } = await sql<SubjectRow & { readonly id: string }>`
    with found as (
      select ${KEY_OF_LINE[by]} as key, ${NAME_OF_LINE[by]} as name from ${lines}
      union all ${spends('budget_commitment')}
      union all ${spends('budget_actual')}),
    named as (select key, md5(key)::uuid as id, coalesce(max(name), key) as name from found group by key)
    select key, id::text, name, (select sum(b.amount_minor + coalesce((select sum(m.amount_minor)
          from budget_permit m where m.budget_id = b.id), 0))::bigint::text
        from ${lines} and ${KEY_OF_LINE[by]} = named.key) as budget
    from named where ${after ?? sql`true`} order by name, id limit ${limitOf(page)}`.execute(db)
  return pageOf(
    rows,
    page,
    (row) => [row.name, row.id],
    ({ key, name, budget }): SubjectRow => ({ key, name, budget }),
  )
}
