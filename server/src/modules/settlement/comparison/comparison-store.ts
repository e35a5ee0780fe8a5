/** What providers are compared by: usage of a body, and how each served. Reads alone. */
import type { Text } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

export interface UsedRow {
  readonly offering_code: string
  readonly plan_code: string | null
  readonly meter: number
  readonly holding: number
  readonly quantity: string
}

/** A month of a body by service, plan, dimension and how it was held; what was taken in without a plan has no counterpart. */
export async function listUsed(db: Db, bodyId: string, month: string): Promise<readonly UsedRow[]> {
  const { rows } =
    await sql<UsedRow>`select s.offering_code, s.plan_code, u.meter, u.holding, sum(u.quantity)::text as quantity
    from usage_month u join usage_subject s on s.id = u.subject_id
    where s.body_id = ${bodyId} and u.month = ${`${month}-01`}::date and s.offering_code is not null
    group by 1, 2, 3, 4 order by 1, 2 nulls first, 3, 4`.execute(db)
  return rows
}

export interface ProviderRow {
  readonly id: string
  readonly name: string
  readonly outages: number
  readonly out_seconds: string
  readonly deliveries: number
  readonly late: number
  readonly statements: number
  readonly differences: number
  readonly open: number
  readonly taken_off: string
}

/**
 * Providers that are not closed, each with how it served in the period. Outages that overlap are one stretch; a work order that is still
 * open is late once its day has passed.
 */
export async function listServed(
  db: Db,
  period: { readonly from: Date; readonly to: Date; readonly fromMonth: string; readonly untilMonth: string },
  now: Date,
  limit: number,
): Promise<readonly ProviderRow[]> {
  const { from, to, fromMonth, untilMonth } = period
  const months = sql`between ${`${fromMonth}-01`}::date and ${`${untilMonth}-01`}::date`
  const { rows } = await sql<ProviderRow>`select p.id, p.name, coalesce(o.outages, 0) as outages,
      coalesce(o.out_seconds, 0)::text as out_seconds, w.deliveries, w.late, s.statements, d.differences, d.open,
      d.taken_off::text as taken_off
    from body_directory p
    cross join lateral (
      select (select count(*)::int from sla_event e where e.provider_body_id = p.id and e.state = 'confirmed'
          and e.cause = 'provider' and e.starts_at < ${to} and e.ends_at > ${from}) as outages,
        (select sum(extract(epoch from upper(stretch) - lower(stretch)))::bigint from (
          select unnest(range_agg(tstzrange(greatest(e.starts_at, ${from}::timestamptz), least(e.ends_at, ${to}::timestamptz))))
            as stretch
          from sla_event e where e.provider_body_id = p.id and e.state = 'confirmed' and e.cause = 'provider'
            and e.starts_at < ${to} and e.ends_at > ${from}) as joined) as out_seconds) as o
    cross join lateral (
      select count(*)::int as deliveries, count(*) filter (where coalesce(t.closed_at, ${now}) > t.due_at)::int as late
      from work_order t where t.provider_body_id = p.id and t.task = 'deliver' and t.state not in ('declined', 'cancelled')
        and t.due_at >= ${from} and t.due_at < ${to}) as w
    cross join lateral (
      select count(*)::int as statements from statement t where t.provider_body_id = p.id and t.state <> 'superseded'
        and t.month ${months}) as s
    cross join lateral (
      select count(*)::int as differences, count(*) filter (where f.state = 'open')::int as open,
        coalesce(sum(f.adjusted) filter (where f.state = 'settled'), 0) as taken_off
      from difference f join statement t on t.id = f.statement_id and t.state <> 'superseded'
      where f.provider_body_id = p.id and f.state <> 'lapsed' and f.month ${months}) as d
    where p.kind = 'provider' and p.closed_at is null order by p.name, p.id limit ${limit}`.execute(db)
  return rows
}

export async function listTitles(db: Db, codes: readonly string[]): Promise<ReadonlyMap<string, Text>> {
  const { rows } = await sql<{ code: string; title: Text }>`select code, title from offering_directory
    where code = any (${[...codes]}::text[])`.execute(db)
  return new Map(rows.map(({ code, title }) => [code, title]))
}
