/** SQL that reads the servers of schedules: what is intended of them, who is exempt, how long they were off. */
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'
import type { PlanTag } from '../../resource/index.ts'

/** What a schedule or a preview asks about its servers. */
export interface ServerFact {
  readonly id: string
  readonly name: string
  readonly system_id: string
  readonly provider_body_id: string
  readonly pool_id: string
  readonly kind: string
  readonly presence: 'present' | 'absent'
  readonly provisioned_at: Date | null
  readonly version: number
  readonly power: 'on' | 'off'
  readonly plan: PlanTag | null
  readonly request_line_id: string | null
  readonly vcpus: number | null
  readonly memory_mib: number | null
  readonly disk_gib: number | null
  readonly is_term_over: boolean
  readonly is_exempt: boolean
  /** Follows another schedule that is in force. */
  readonly is_elsewhere: boolean
}

/** @param scheduleId the schedule that asks; null for one that is not there yet. */
export async function listServerFacts(
  db: Db,
  resourceIds: readonly string[],
  scheduleId: string | null,
  today: string,
): Promise<readonly ServerFact[]> {
  if (resourceIds.length === 0) return []
  const { rows } = await sql<ServerFact>`
    select r.id, r.name, r.system_id, r.provider_body_id, r.pool_id, r.kind, r.presence, r.provisioned_at, r.version,
      coalesce(r.spec ->> 'power', 'on') as power, r.plan, r.request_line_id, (seen.spec ->> 'vcpus')::int as vcpus,
      (seen.spec ->> 'memoryMiB')::int as memory_mib, (seen.spec ->> 'rootDiskGiB')::int as disk_gib,
      exists (select from resource_term t where t.resource_id = r.id and t.stopped_at is not null) as is_term_over,
      exists (select from saving_exemption e where e.system_id = r.system_id and e.state = 'accepted'
        and e.sort in ('standby', 'must-keep') and (e.resource_id is null or e.resource_id = r.id)
        and e.from_day <= ${today}::date and (e.until_day is null or e.until_day >= ${today}::date)) as is_exempt,
      exists (select from power_schedule_server m where m.resource_id = r.id and m.left_at is null
        and m.schedule_id is distinct from ${scheduleId}::uuid) as is_elsewhere
    from resource r cross join lateral (select r.spec || coalesce(r.observed_spec, '{}') as spec) as seen
    where r.id = any (${[...resourceIds]}::uuid[]) order by r.name, r.id`.execute(db)
  return rows
}

export async function listServersOf(db: Db, scheduleId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('power_schedule_server')
    .select('resource_id')
    .where('schedule_id', '=', scheduleId)
    .orderBy('resource_id')
    .execute()
  return rows.map((row) => row.resource_id)
}

/** Milliseconds in which each was observed to be switched off between two instants, by civil month (`2026-11`) of Asia/Shanghai. */
export async function sumStopped(
  db: Db,
  resourceIds: readonly string[],
  from: Date,
  to: Date,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  if (resourceIds.length === 0) return new Map()
  const { rows } = await sql<{ resource_id: string; month: string; ms: string }>`
    select resource_id, to_char(m.begin, 'YYYY-MM') as month, round(sum(extract(epoch from
        least(coalesce(until, ${to}), ${to}, (m.begin + interval '1 month') at time zone 'Asia/Shanghai')
        - greatest(at, ${from}, m.begin at time zone 'Asia/Shanghai')) * 1000))::text as ms
    from (select resource_id, condition, at, lead(at) over (partition by resource_id order by at, ordinal) as until
      from resource_phase where resource_id = any (${[...resourceIds]}::uuid[])) as phase
    cross join lateral generate_series(
      date_trunc('month', greatest(at, ${from}) at time zone 'Asia/Shanghai'),
      least(coalesce(until, ${to}), ${to}) at time zone 'Asia/Shanghai', interval '1 month') as m (begin)
    where condition = 'stopped' and at < ${to} and coalesce(until, ${to}) > ${from} group by 1, 2`.execute(db)
  return new Map(
    [...Map.groupBy(rows, (row) => row.resource_id)].map(([id, months]) => [
      id,
      new Map(months.map(({ month, ms }) => [month, Number(ms)])),
    ]),
  )
}
