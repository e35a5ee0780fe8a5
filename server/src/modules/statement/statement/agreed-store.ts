/** SQL: of statements, what is for the resources of each body: noted when one is compared, less what was taken off once it is agreed. */
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { ToCompare } from './gather-store.ts'

/** Of one agreed statement: lines less what was taken off. What names no resource of the platform is no body’s, and not among them. */
export interface AgreedOfBody {
  readonly statement_id: string
  readonly body_path: string
  readonly region_path: string
  /** Billionths of a 分, a whole number. */
  readonly billionths: string
}

/** Of 300,000 lines once, with what the comparison has at hand, so that no sheet reads them again. */
export async function keepParts(tx: Tx, one: ToCompare): Promise<void> {
  await sql`delete from statement_part where statement_id = ${one.id}`.execute(tx)
  const lines = sql`select ${one.id}::uuid as statement_id, ${one.providerId}::uuid as provider_body_id,
      ${`${one.month}-01`}::date as month, resource_id, sum(amount) as amount
    from compared_line where resource_id is not null group by resource_id`
  await sql`insert into statement_part (statement_id, body_id, amount) ${byBody(lines)}`.execute(tx)
}

export async function agreedByBody(
  db: Db,
  statementIds: readonly string[],
): Promise<readonly AgreedOfBody[]> {
  if (statementIds.length === 0) return []
  const asked = sql`id = any (${[...statementIds]}::uuid[]) and state = 'agreed'`
  const takenOff = sql`select d.statement_id, a.provider_body_id, a.month, d.resource_id, -sum(d.adjusted) as amount
    from difference d join (select id, provider_body_id, month from statement where ${asked}) a on a.id = d.statement_id
    where d.state = 'settled' and d.resource_id is not null and d.adjusted <> 0 group by 1, 2, 3, 4`
  const { rows } = await sql<AgreedOfBody>`select p.statement_id, o.path as body_path, g.path as region_path,
      round(sum(p.amount) * 1000000000)::text as billionths
    from (select statement_id, body_id, amount from statement_part
        where statement_id in (select id from statement where ${asked})
      union all (${byBody(takenOff)})) p
    join body_directory o on o.id = p.body_id join region g on g.id = o.region_id
    group by p.statement_id, o.id, o.path, g.path order by p.statement_id, o.id`.execute(db)
  return rows
}

/**
 * A resource is its body’s for whom it was metered; one that changed hands is shared as the month’s charges of it are, which alone are
 * looked up one by one; and one that was never metered, or not charged in the month, is that of whom it belongs to.
 *
 * @param amounts of resources: `statement_id`, `provider_body_id`, `month`, `resource_id`, `amount`, each once.
 * @returns `statement_id`, `body_id`, `amount`.
 */
const byBody = (
  amounts: RawBuilder<unknown>,
) => sql`with asked as materialized (${amounts}), owned as materialized (
      select g.statement_id, g.provider_body_id, g.month, g.resource_id, g.amount, count(distinct x.body_id) as bodies,
        (array_agg(x.body_id))[1] as body_id
      from asked g left join usage_subject x on x.resource_id = g.resource_id and x.provider_body_id = g.provider_body_id
      group by 1, 2, 3, 4, 5
    ), charged as (
      select w.statement_id, w.resource_id, b.body_id, sum(c.amount) as amount
      from owned w join usage_subject x on x.resource_id = w.resource_id and x.provider_body_id = w.provider_body_id
        join bill b on b.body_id = x.body_id and b.month = w.month
        join charge c on c.bill_id = b.id and c.subject_id = x.id and c.category = 'usage' and c.amount > 0
      where w.bodies > 1 group by 1, 2, 3
    ), parted as (
      select w.statement_id, coalesce(c.body_id, case when w.bodies = 1 then w.body_id end, r.body_id) as body_id,
        w.amount * coalesce(c.amount / sum(c.amount) over (partition by w.statement_id, w.resource_id), 1) as amount
      from owned w join resource r on r.id = w.resource_id
        left join charged c on c.statement_id = w.statement_id and c.resource_id = w.resource_id
    )
    select statement_id, body_id, round(sum(amount), 9) as amount from parted where body_id is not null group by 1, 2`
