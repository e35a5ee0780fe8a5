import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

export interface RequestFigures {
  readonly mine: number
  readonly inApproval: number
  readonly waiting: number
  readonly provisioning: number
  readonly failing: number
  readonly toConfirm: number
  readonly papersOverdue: number
  readonly expiring: number
}

/** All of them in one statement, under the caller's sight. */
export async function countForHome(
  db: Db,
  personId: string | null,
  today: string,
  expiringDays: number,
): Promise<RequestFigures> {
  const result = await sql<RequestFigures>`select
      (count(*) filter (where state in ('draft', 'returned') and applicant_id = ${personId}))::int as mine,
      (count(*) filter (where state = 'in-approval'))::int as "inApproval",
      (count(*) filter (where state = 'approved'))::int as waiting,
      (count(*) filter (where state in ('provisioning', 'partly-delivered')))::int as provisioning,
      (count(*) filter (where condition ->> 'type' = 'delivery-failing'))::int as failing,
      (count(*) filter (where state = 'delivered'))::int as "toConfirm",
      (count(*) filter (where condition ->> 'type' = 'papers-overdue'))::int as "papersOverdue",
      (select count(*) from resource_term where released_at is null
        and until <= ${today}::date + ${expiringDays}::int)::int as expiring
    from request where state not in ('rejected', 'withdrawn', 'cancelled')
      and (state <> 'completed' or condition is not null)`.execute(db)
  return result.rows[0] as RequestFigures
}

export interface MonthFigures {
  readonly month: string
  readonly submitted: number
  /** Median days from approval to delivery; null when nothing was delivered. */
  readonly deliveryDays: number | null
}

/** The last twelve months in Asia/Shanghai, oldest first, empty ones included. */
export async function countByMonth(db: Db, today: string): Promise<readonly MonthFigures[]> {
  const result = await sql<MonthFigures>`with months as (
      select generate_series(date_trunc('month', ${today}::date) - interval '11 months', date_trunc('month', ${today}::date),
        interval '1 month')::date as first),
    since as (select (min(first)::text || ' 00:00:00+08')::timestamptz as at from months),
    submitted as (
      select date_trunc('month', submitted_at at time zone 'Asia/Shanghai')::date as first, count(*)::int as n
      from request, since where submitted_at >= since.at group by 1),
    delivered as (
      select date_trunc('month', delivered_at at time zone 'Asia/Shanghai')::date as first,
        percentile_cont(0.5) within group (order by extract(epoch from delivered_at - decided_at) / 86400) as days
      from request, since where delivered_at >= since.at and kind in ('new', 'change') group by 1)
    select to_char(months.first, 'YYYY-MM') as month, coalesce(submitted.n, 0) as submitted,
      round(delivered.days::numeric, 1)::float8 as "deliveryDays"
    from months left join submitted using (first) left join delivered using (first) order by 1`.execute(db)
  return result.rows
}
