/** Which hosts a service by host protects: worked out from the ledger under the caller's sight, nothing is kept of it. */
import type { HostService } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import { type Db, decodePageToken, limitOf, type PageRequest, pageOf } from '../../../platform/db/index.ts'

/**
 * Every host in use with whether it is protected. A delivered subscription protects the hosts of its system that it names;
 * what is left of its number protects the others, the oldest first.
 */
const judged = (service: HostService): RawBuilder<unknown> => sql`
  with subscription as (
    select system_id, coalesce((parameters ->> 'hosts')::int, 0) as hosts,
      coalesce(parameters -> 'serverIds', '[]'::jsonb) as named
    from service_in_use where offering_code = ${service} and is_delivered),
  named as (
    select distinct h.id, h.system_id from subscription s
    cross join lateral jsonb_array_elements_text(s.named) as one(id)
    join host_in_use h on h.id = one.id::uuid and h.system_id = s.system_id),
  room as (
    select s.system_id, sum(s.hosts) - (select count(*) from named n where n.system_id = s.system_id) as free
    from subscription s group by s.system_id),
  other as (
    select h.id, h.system_id, row_number() over (partition by h.system_id order by h.created_at, h.id) as place
    from host_in_use h join room on room.system_id = h.system_id
    where not exists (select from named n where n.id = h.id)),
  judged as (
    select h.*, exists (select from named n where n.id = h.id)
      or exists (select from other o join room on room.system_id = o.system_id
        where o.id = h.id and o.place <= room.free) as is_protected
    from host_in_use h)`

export interface CoverageRow {
  readonly hosts: number
  readonly protected: number
}

export async function countCovered(db: Db, service: HostService): Promise<CoverageRow> {
  const result = await sql<CoverageRow>`${judged(service)}
    select count(*)::int as hosts, (count(*) filter (where is_protected))::int as protected from judged`.execute(
    db,
  )
  return result.rows[0] as CoverageRow
}

export interface UnprotectedRow {
  readonly id: string
  readonly name: string
  readonly body_id: string
  readonly body_name: string
  readonly system_id: string
  readonly system_name: string
  readonly protection_level: number
  readonly cloud_id: string
  readonly cloud_name: string
  readonly created_at: Date
}

/** Newest first: the ids are made in order of time. */
export async function listUnprotected<W>(
  db: Db,
  service: HostService,
  page: PageRequest,
  toWire: (row: UnprotectedRow) => W,
): Promise<{ items: W[]; nextPageToken: string | null }> {
  const after = page.pageToken === undefined ? null : decodePageToken(page.pageToken)[1]
  const { rows } = await sql<UnprotectedRow>`${judged(service)}
    select j.id, j.name, j.body_id, b.name as body_name, j.system_id, s.name as system_name, s.protection_level,
      j.cloud_id, (select p.cloud_name from pool_directory p where p.cloud_id = j.cloud_id limit 1) as cloud_name, j.created_at
    from judged j join body_directory b on b.id = j.body_id join system_directory s on s.id = j.system_id
    where not j.is_protected and (${after}::uuid is null or j.id < ${after}::uuid)
    order by j.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}

export interface SiteRow {
  readonly id: string
  readonly name: string
  readonly body_id: string
  readonly body_name: string
  readonly protection_level: number
  readonly is_ordered: boolean
}

/** R65. Web systems in use without a delivered gateway, from this protection level on; newest first. */
export async function listUnprotectedSites<W>(
  db: Db,
  fromLevel: number,
  page: PageRequest,
  toWire: (row: SiteRow) => W,
): Promise<{ items: W[]; nextPageToken: string | null }> {
  const after = page.pageToken === undefined ? null : decodePageToken(page.pageToken)[1]
  const { rows } = await sql<SiteRow>`
    select s.id, s.name, s.body_id, b.name as body_name, s.protection_level,
      exists (select from service_in_use v where v.system_id = s.id and v.offering_code = 'web-protection') as is_ordered
    from web_system_in_use s join body_directory b on b.id = s.body_id
    where s.protection_level >= ${fromLevel} and (${after}::uuid is null or s.id < ${after}::uuid)
      and not exists (select from service_in_use v where v.system_id = s.id and v.offering_code = 'web-protection'
        and v.is_delivered)
    order by s.id desc limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}
