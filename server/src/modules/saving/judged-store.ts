/** SQL that reads what is judged, under the sight of whoever asks. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db/index.ts'
import type { PlanTag } from '../resource/index.ts'
import type { Exemption } from './judge.ts'

export interface JudgedRow {
  readonly id: string
  readonly kind: 'server' | 'volume' | 'floating-ip'
  readonly body_id: string
  readonly system_id: string
  readonly provider_body_id: string
  readonly pool_id: string
  readonly plan: PlanTag | null
  readonly vcpus: number | null
  readonly memory_mib: number | null
  readonly disk_gib: number | null
  readonly delivered_on: string
  readonly stopped_on: string | null
  readonly is_unseen: boolean
  readonly unused_on: string | null
  readonly expires_on: string | null
}

const dayOf = (column: string) => sql.raw(`to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`)

/**
 * Of a server that is off: since it was seen off for the first time after it ran last. A new holder, pool or size begins no new time, nor
 * does a gap in which nobody saw it, off before and after. On `resource r` and its latest `phase`.
 */
const stoppedOn = (
  before: RawBuilder<unknown> = sql`'infinity'`,
) => sql`case when r.kind = 'server' and phase.condition = 'stopped'
  then (select to_char(min(p.at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') from resource_phase p
    where p.resource_id = r.id and p.condition = 'stopped' and p.at < ${before} and not exists (
      select from resource_phase later where later.resource_id = r.id and later.at < ${before}
        and (later.at, later.ordinal) > (p.at, p.ordinal) and later.condition not in ('stopped', 'unseen'))) end`

/**
 * Delivered and meant to stay, the next so many. Since when nothing uses a volume or an address is told by its last change of
 * intent: it cannot have been taken off later, and may have been earlier, so that nothing is found too soon.
 */
export async function listJudged(db: Db, after: string, limit: number): Promise<readonly JudgedRow[]> {
  const { rows } = await sql<JudgedRow>`
    select r.id, r.kind, r.body_id, r.system_id, r.provider_body_id, r.pool_id, r.plan,
      (seen.spec ->> 'vcpus')::int as vcpus, (seen.spec ->> 'memoryMiB')::int as memory_mib,
      coalesce(seen.spec ->> 'sizeGiB', seen.spec ->> 'rootDiskGiB')::int as disk_gib,
      ${dayOf('r.provisioned_at')} as delivered_on,
      ${stoppedOn()} as stopped_on, coalesce(phase.condition = 'unseen', false) as is_unseen,
      case when r.kind <> 'server' and r.spec ->> 'serverId' is null and not exists (
          select from resource_link l join resource s on s.id = l.resource_id
          where l.stands_on_id = r.id and s.presence = 'present')
        then ${dayOf('greatest(r.intended_at, r.provisioned_at)')} end as unused_on,
      ${dayOf('r.expires_at')} as expires_on
    from resource r
    cross join lateral (select r.spec || coalesce(r.observed_spec, '{}') as spec) as seen
    left join lateral (select condition, at from resource_phase p where p.resource_id = r.id
      order by p.at desc, p.ordinal desc limit 1) as phase on true
    where r.id > ${after} and r.kind in ('server', 'volume', 'floating-ip') and r.presence = 'present'
      and r.provisioned_at is not null
    order by r.id limit ${limit}`.execute(db)
  return rows
}

/**
 * The same as it was when a day began: size, state and holder by the phase of then. What has no history is taken as it is: the end of the
 * term, and since when nothing uses a volume or an address where that was so already.
 */
export async function listJudgedOn(
  db: Db,
  day: string,
  after: string,
  limit: number,
): Promise<readonly JudgedRow[]> {
  const begins = sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`
  const { rows } = await sql<JudgedRow>`
    select r.id, r.kind, phase.body_id, phase.system_id, phase.provider_body_id, phase.pool_id, phase.plan,
      (phase.spec ->> 'vcpus')::int as vcpus, (phase.spec ->> 'memoryMiB')::int as memory_mib,
      coalesce(phase.spec ->> 'sizeGiB', phase.spec ->> 'rootDiskGiB')::int as disk_gib,
      ${dayOf('r.provisioned_at')} as delivered_on,
      ${stoppedOn(begins)} as stopped_on, coalesce(phase.condition = 'unseen', false) as is_unseen,
      case when r.kind <> 'server' and r.spec ->> 'serverId' is null
          and greatest(r.intended_at, r.provisioned_at) < ${begins} and not exists (
          select from resource_link l join resource s on s.id = l.resource_id
          where l.stands_on_id = r.id and s.presence = 'present')
        then ${dayOf('greatest(r.intended_at, r.provisioned_at)')} end as unused_on,
      ${dayOf('r.expires_at')} as expires_on
    from resource r
    cross join lateral (select * from resource_phase p where p.resource_id = r.id and p.at < ${begins}
      order by p.at desc, p.ordinal desc limit 1) as phase
    where r.id > ${after} and r.kind in ('server', 'volume', 'floating-ip') and r.provisioned_at < ${begins}
      and phase.condition in ('serving', 'stopped', 'unseen')
    order by r.id limit ${limit}`.execute(db)
  return rows
}

/**
 * The civil day on which each of these servers was last given another size; those that never were are left out. Shares that were
 * measured up to then are shares of something else. With a day, what came later is left out.
 */
export async function listSizedDays(
  db: Db,
  ids: readonly string[],
  before?: string,
): Promise<ReadonlyMap<string, string>> {
  const known =
    before === undefined ? sql`true` : sql`at < (${before}::date::timestamp at time zone 'Asia/Shanghai')`
  const { rows } = await sql<{ readonly id: string; readonly day: string }>`
    select resource_id as id, ${dayOf('max(at)')} as day from (
      select resource_id, at, spec -> 'vcpus' as vcpus, spec -> 'memoryMiB' as memory, row_number() over life as position,
        lag(spec -> 'vcpus') over life as vcpus_before, lag(spec -> 'memoryMiB') over life as memory_before
      from resource_phase where resource_id = any (${[...ids]}::uuid[]) and ${known}
      window life as (partition by resource_id order by at, ordinal)) as p
    where position > 1 and (vcpus, memory) is distinct from (vcpus_before, memory_before)
    group by resource_id`.execute(db)
  return new Map(rows.map(({ id, day }) => [id, day]))
}

/** Accepted ones that reach into these days, by system; those of one resource have its id. */
export async function listExemptionsOf(
  db: Db,
  systemIds: readonly string[],
): Promise<ReadonlyMap<string, readonly (Exemption & { readonly resourceId: string | null })[]>> {
  const { rows } = await sql<Exemption & { readonly resourceId: string | null; readonly system_id: string }>`
    select system_id, resource_id as "resourceId", sort, from_day::text as "from", until_day::text as "to"
    from saving_exemption where state = 'accepted' and system_id = any (${[...systemIds]}::uuid[])
    order by system_id, id`.execute(db)
  return Map.groupBy(rows, (row) => row.system_id)
}
