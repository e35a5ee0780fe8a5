import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

/**
 * Of these requests those that are known to end, each with its last day: everything that came of them, or that they added to, is given
 * back, or goes when its term ends. What is asked about first, or renews by itself, is not known to end.
 */
export async function listEndsOfRequests(
  db: Db,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (requestIds.length === 0) return new Map()
  const { rows } = await sql<{ request_id: string; last_day: string }>`
    with held as (
      select t.request_id, t.resource_id from resource_term t where t.request_id = any (${[...requestIds]}::uuid[])
      union
      select l.request_id, l.resource_id from request_line l
        join request r on r.id = l.request_id and r.kind in ('change', 'renew')
      where l.request_id = any (${[...requestIds]}::uuid[]) and l.resource_id is not null)
    select h.request_id, max(case when t.released_at is null then t.until
        else (t.released_at at time zone 'Asia/Shanghai')::date end)::text as last_day
    from held h join resource_term t on t.resource_id = h.resource_id
    group by h.request_id
    having bool_and(t.released_at is not null or t.stopped_at is not null or t.confirmed_at is not null
      or t.at_end = 'release' or (t.purpose <> 'formal' and t.at_end <> 'renew'))`.execute(db)
  return new Map(rows.map((row) => [row.request_id, row.last_day]))
}
