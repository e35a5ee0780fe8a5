/**
 * Whose unmanaged things seem to be: rules in order, the first that fits, each in one statement over all things of a
 * cloud, so that 100,000 of them take seconds and no memory of ours.
 */
import { ADOPTABLE_KINDS } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../../platform/db/index.ts'

/** How far a system is passed on from one thing to what is joined to it: server → volume → snapshot. */
const STEPS_MAX = 3

/** @returns how many things have a proposal. */
export async function replaceProposals(tx: Tx, cloudId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${cloudId}, 68))`.execute(tx)
  await sql`delete from adoption_proposal where cloud_id = ${cloudId}`.execute(tx)
  let count = await added(tx, cloudId, byItself(cloudId))
  for (let step = 0; step < STEPS_MAX; step++) {
    const more = await added(tx, cloudId, byNeighbour(cloudId))
    count += more
    if (more === 0) break
  }
  return count
}

async function added(tx: Tx, cloudId: string, found: RawBuilder<unknown>): Promise<number> {
  const result = await sql`insert into adoption_proposal (item_id, cloud_id, body_id, system_id, rule, found)
    select f.id, ${cloudId}::uuid, s.body_id, f.system_id, f.rule, left(f.found, 200)
    from (${found}) f join system_directory s on s.id = f.system_id
    on conflict do nothing`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

const kinds = sql`${sql.val([...ADOPTABLE_KINDS])}::text[]`

/** What nobody manages and nobody means to leave so. */
const unmanaged = (
  cloudId: string,
) => sql`select i.id, i.kind, i.external_id, i.name, i.attributes, i.spec, i.project_ref,
    case i.kind when 'project' then i.external_id else i.project_ref end as project
  from inventory_directory i where i.cloud_id = ${cloudId} and i.tag is null and i.vanished_at is null
    and not i.is_ignored and i.kind = any(${kinds})`

/** Shorter codes would begin the names of half the cloud. */
const CODE_LENGTH_MIN = 3
/** `hr-portal-web-01` is tried as `hr`, `hr-portal`, … */
const PREFIXES_MAX = 6

const byItself = (cloudId: string) => sql`
  with unmanaged as materialized (${unmanaged(cloudId)}),
  live as materialized (select id, lower(code) as code, lower(name) as name from system_directory where retired_at is null),
  managed as materialized (
    select case i.kind when 'project' then i.external_id else i.project_ref end as project, r.system_id
    from inventory_directory i join resource_directory r on r.id = i.resource_id and r.released_at is null
    where i.cloud_id = ${cloudId} and i.vanished_at is null),
  owned as (
    select project, min(system_id::text)::uuid as system_id from managed where project is not null
    group by project having count(distinct system_id) = 1),
  called as (select code as word, id from live union select name, id from live),
  project as (
    select external_id, name from inventory_directory
    where cloud_id = ${cloudId} and kind = 'project' and vanished_at is null),
  fitting as (
    select u.id, s.id as system_id, 1 as place, 'tag' as rule, t.value as found from unmanaged u
      cross join lateral jsonb_array_elements_text(
        case jsonb_typeof(u.attributes->'tags') when 'array' then u.attributes->'tags' else '[]' end) t(value)
      join live s on s.code = lower(substring(t.value from '^(?:yunheng:)?system[=:] *(.+)$'))
    union all
    select u.id, o.system_id, 2, 'project', coalesce(p.name, u.project) from unmanaged u
      join owned o on o.project = u.project left join project p on p.external_id = u.project
    union all
    select u.id, c.id, 3, 'project-name', p.name from unmanaged u
      join project p on p.external_id = u.project join called c on c.word = lower(p.name)
    union all
    select u.id, s.id, 3 + ${PREFIXES_MAX} - n, 'name', s.code from unmanaged u
      cross join lateral (select string_to_array(regexp_replace(lower(u.name), '[_. /:]', '-', 'g'), '-') as parts) w
      cross join generate_series(1, ${PREFIXES_MAX - 1}) n
      join live s on s.code = array_to_string(w.parts[1:n], '-')
    where n <= cardinality(w.parts) and length(s.code) >= ${CODE_LENGTH_MIN})
  select distinct on (id) id, system_id, rule, found from fitting order by id, place, system_id`

/** Both ways: a volume follows its server, a network the servers in it; where two systems meet, nobody is proposed. */
const byNeighbour = (cloudId: string) => sql`
  with whole as materialized (
    select i.id, i.kind, i.external_id, i.name, i.tag, i.project_ref, i.spec, coalesce(r.system_id, p.system_id) as system_id,
      i.tag is null and not i.is_ignored and p.item_id is null and i.kind = any(${kinds}) as is_open
    from inventory_directory i
    left join resource_directory r on r.id = i.resource_id and r.released_at is null
    left join adoption_proposal p on p.item_id = i.id
    where i.cloud_id = ${cloudId} and i.vanished_at is null),
  edge as materialized (
    select w.id as one, o.id as other from whole w
    cross join lateral adoption_needs(w.project_ref, w.spec) n
    join whole o on o.external_id = n.ref and o.kind = n.kind),
  joined as (
    select e.one as id, o.system_id, o.name from edge e
      join whole w on w.id = e.one and w.is_open join whole o on o.id = e.other and o.system_id is not null
      where o.kind <> 'project'
    union all
    select e.other, w.system_id, w.name from edge e
      join whole o on o.id = e.other and o.is_open join whole w on w.id = e.one and w.system_id is not null)
  select id, min(system_id::text)::uuid as system_id, 'attached' as rule, min(name) as found from joined
  group by id having count(distinct system_id) = 1`

export async function countUnmanaged(tx: Tx, cloudId: string): Promise<number> {
  const result = await sql<{ n: string }>`select count(*) as n from (${unmanaged(cloudId)}) u`.execute(tx)
  return Number(result.rows[0]?.n ?? 0)
}
