/** SQL: of agreed statements, what was agreed for the resources of each body, for whoever settles them. */
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

/** Of one agreed statement: lines less what was taken off. What names no resource of the platform is no body’s, and not among them. */
export interface AgreedOfBody {
  readonly statement_id: string
  readonly body_path: string
  readonly region_path: string
  /** Billionths of a 分, a whole number. */
  readonly billionths: string
}

/**
 * A resource is its body’s for whom it was metered; one that changed hands is shared as the month’s charges of it are, which alone are looked
 * up one by one; and one that was never metered, or not charged in the month, is that of whom it belongs to. Names mean what they mean when statements are
 * compared (`nameThings`).
 */
export async function agreedByBody(
  db: Db,
  statementIds: readonly string[],
): Promise<readonly AgreedOfBody[]> {
  if (statementIds.length === 0) return []
  const { rows } = await sql<AgreedOfBody>`with asked as (
      select id, provider_body_id, month from statement where id = any (${[...statementIds]}::uuid[]) and state = 'agreed'
    ), said as (
      select a.id as statement_id, a.provider_body_id, a.month, l.resource_key, sum(l.amount) as amount
      from asked a join statement_line l on l.statement_id = a.id where l.resource_key <> '' group by 1, 2, 3, 4
    ), used as (
      select distinct u.month, x.resource_id from asked a join usage_month u on u.month = a.month
        join usage_subject x on x.id = u.subject_id and x.provider_body_id = a.provider_body_id
    ), named as (
      select distinct on (known.statement_id, known.resource_key) known.statement_id, known.resource_key, known.id from (
        select s.statement_id, s.resource_key, s.month, r.id, 0 as rank from said s
          join resource r on s.resource_key = r.id::text and r.provider_body_id = s.provider_body_id
        union all
        select s.statement_id, s.resource_key, s.month, r.id, 1 from said s
          join resource r on s.resource_key = lower(r.external_id) and r.provider_body_id = s.provider_body_id
      ) as known left join used u on u.month = known.month and u.resource_id = known.id
      order by known.statement_id, known.resource_key, known.rank, u.resource_id is null, known.id desc
    ), agreed as (
      select statement_id, resource_id, sum(amount) as amount from (
        select s.statement_id, n.id as resource_id, s.amount from said s
          join named n on n.statement_id = s.statement_id and n.resource_key = s.resource_key
        union all
        select d.statement_id, d.resource_id, -d.adjusted from difference d join asked a on a.id = d.statement_id
          where d.state = 'settled' and d.resource_id is not null
      ) as both_kinds group by 1, 2
    ), owned as (
      select g.statement_id, g.resource_id, g.amount, count(distinct x.body_id) as bodies, (array_agg(x.body_id))[1] as body_id
      from agreed g join asked a on a.id = g.statement_id
        left join usage_subject x on x.resource_id = g.resource_id and x.provider_body_id = a.provider_body_id
      group by 1, 2, 3
    ), charged as (
      select a.id as statement_id, x.resource_id, b.body_id, sum(c.amount) as amount
      from owned w join asked a on a.id = w.statement_id
        join usage_subject x on x.resource_id = w.resource_id and x.provider_body_id = a.provider_body_id
        join bill b on b.body_id = x.body_id and b.month = a.month
        join charge c on c.bill_id = b.id and c.subject_id = x.id and c.category = 'usage' and c.amount > 0
      where w.bodies > 1 group by 1, 2, 3
    ), parted as (
      select w.statement_id, coalesce(c.body_id, case when w.bodies = 1 then w.body_id end, r.body_id) as body_id,
        w.amount * coalesce(c.amount / sum(c.amount) over (partition by w.statement_id, w.resource_id), 1) as amount
      from owned w join resource r on r.id = w.resource_id
        left join charged c on c.statement_id = w.statement_id and c.resource_id = w.resource_id
    )
    select p.statement_id, o.path as body_path, g.path as region_path, round(sum(p.amount) * 1000000000)::text as billionths
    from parted p join body_directory o on o.id = p.body_id join region g on g.id = o.region_id
    group by p.statement_id, o.id, o.path, g.path order by p.statement_id, o.id`.execute(db)
  return rows
}
