/** SQL that lists what has a budget, or spends, in a year: bodies, systems or projects. */
import { type RawBuilder, sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf } from '../../../platform/db/index.ts'
import { KEY_OF_ENTRY, KEY_OF_LINE } from '../forecast/forecast-store.ts'

export type SubjectBy = 'body' | 'system' | 'project'

export interface SubjectRow {
  readonly key: string
  readonly name: string
  /** Lines in force that name it, with what is permitted beyond them; null where none does. */
  readonly budget: string | null
}

const NAME: Readonly<Record<SubjectBy, RawBuilder<unknown>>> = {
  body: sql`(select o.name from body_directory o where o.id = k.key::uuid)`,
  system: sql`(select s.name from system_directory s where s.id = k.key::uuid)`,
  project: sql`(select p.project_name from project_directory p where p.project_no = k.key limit 1)`,
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
      : sql`${column} in (select o.id from body_directory o join body_directory top on top.id = ${bodyId}
          where o.path like top.path || '%')`
  const lines = sql`budget b left join project_filing f on f.id = b.filing_id
    where b.state = 'active' and b.purpose in ('cloud', 'migration') and b.fiscal_year = ${fiscalYear}
      and ${below(sql`b.body_id`)} and ${KEY_OF_LINE[by]} is not null`
  const entries = (table: string) => sql`select ${KEY_OF_ENTRY[by]} as key, null as name
    from ${sql.table(table)} e left join project_directory p on p.system_id = e.system_id
    where e.fiscal_year = ${fiscalYear} and ${below(sql`e.body_id`)} and ${KEY_OF_ENTRY[by]} is not null`
  const after = afterKey(page, { sort: 'name', id: 'id', cast: 'text' }, 'asc')
  const { rows } = await sql<SubjectRow & { readonly id: string }>`
    with found as (
      select ${KEY_OF_LINE[by]} as key, ${by === 'project' ? sql`f.name` : sql`null`} as name from ${lines}
      union all ${entries('budget_commitment')}
      union all ${entries('budget_actual')}),
    k as (select key, max(name) as name from found group by key),
    named as (select k.key, md5(k.key)::uuid as id, coalesce(k.name, ${NAME[by]}, k.key) as name from k)
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
