/** What the rates are counted from, under the sight of whoever asks. */
import { ADOPTABLE_KINDS, type RATE_GAPS } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

export interface NodeRow {
  readonly id: string
  readonly name: string
  readonly cloud_id: string
  readonly cloud_name: string
  readonly region: string
  readonly gap: (typeof RATE_GAPS)[number] | null
  readonly scanned_at: Date | null
}

const ROWS_MAX = 1000

/** R19. A node is managed when its cloud answers and all that it holds is known and not old. */
export async function listNodes(db: Db, oldBefore: Date): Promise<readonly NodeRow[]> {
  const result = await sql<NodeRow>`
    select n.id, n.name, c.id as cloud_id, c.name as cloud_name, coalesce(r.name, '') as region, s.began_at as scanned_at,
      case when n.intake <> 'managed' then 'not-admitted'
        when not exists (select from zone z where z.node_id = n.id) then 'no-zone'
        when c.state not in ('healthy', 'degraded') then 'not-connected'
        when s.began_at is null then 'never-scanned'
        when s.began_at < ${oldBefore} then 'scan-old' end as gap
    from node n join cloud c on c.id = n.cloud_id left join region r on r.id = n.region_id
    left join lateral (select began_at from inventory_scan s where s.cloud_id = c.id and s.state = 'complete' and s.sort = 'full'
      order by began_at desc limit 1) s on true
    order by gap nulls last, c.name, n.name, n.id limit ${ROWS_MAX}`.execute(db)
  return result.rows
}

export interface CountyRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly systems: string
}

/** R18. Systems of the county's bodies, and of those in its streets, that have something on a cloud. */
export async function listCounties(db: Db): Promise<readonly CountyRow[]> {
  const result = await sql<CountyRow>`
    with on_cloud as (
      select s.id as system_id, b.region_id from system_directory s join body_directory b on b.id = s.body_id
      where exists (select from resource_directory r where r.system_id = s.id and r.presence = 'present'
        and r.external_id is not null and r.released_at is null and r.kind <> 'project')),
    placed as (
      select o.system_id, county.id from on_cloud o join region own on own.id = o.region_id
      join region county on county.level = 'county' and own.path like county.path || '%')
    select g.id, g.code, g.name, (select count(distinct p.system_id) from placed p where p.id = g.id) as systems
    from region g where g.level = 'county' and g.closed_at is null
    order by systems, g.code limit ${ROWS_MAX}`.execute(db)
  return result.rows
}

export interface CloudRow {
  readonly id: string
  readonly name: string
  readonly managed: string
  readonly unmanaged: string
  readonly proposed: string
  readonly assigned: string
}

export async function listClouds(db: Db): Promise<readonly CloudRow[]> {
  const kinds = sql`${sql.val([...ADOPTABLE_KINDS])}::text[]`
  const result = await sql<CloudRow>`
    select c.id, c.name, coalesce(i.managed, 0) as managed, coalesce(i.unmanaged, 0) as unmanaged,
      coalesce(i.proposed, 0) as proposed, coalesce(e.assigned, 0) as assigned
    from cloud c
    left join (
      select i.cloud_id, count(*) filter (where r.id is not null) as managed, count(*) filter (where i.tag is null) as unmanaged,
        count(*) filter (where i.tag is null and p.item_id is not null) as proposed
      from inventory_directory i
      left join resource_directory r on r.id = i.resource_id and r.released_at is null
      left join adoption_proposal p on p.item_id = i.id
      where i.vanished_at is null and not i.is_ignored and i.kind = any(${kinds}) group by i.cloud_id) i on i.cloud_id = c.id
    left join (
      select cloud_id, count(*) as assigned from adoption_entry where state in ('assigned', 'approved')
      group by cloud_id) e on e.cloud_id = c.id
    order by c.name, c.id limit ${ROWS_MAX}`.execute(db)
  return result.rows
}
