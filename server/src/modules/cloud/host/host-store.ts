import type { HostAmounts } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import {
  type Db,
  type PageRequest,
  PREPARED,
  readPage,
  type Tables,
  type Tx,
} from '../../../platform/db/index.ts'
import type { HostGuest, ObservedHost } from '../connector.ts'
import { stateOf } from './host.ts'

export type HostRow = Selectable<Tables['host']> & {
  readonly cloud_name: string
  readonly hosts_observed_at: Date | null
  readonly zone_name: string | null
  readonly pool_name: string | null
  readonly machines: string
}

function selectHost(db: Db) {
  return db
    .selectFrom('host')
    .innerJoin('cloud', 'cloud.id', 'host.cloud_id')
    .leftJoin('zone', 'zone.id', 'host.zone_id')
    .leftJoin('pool', 'pool.id', 'host.pool_id')
    .selectAll('host')
    .select([
      'cloud.name as cloud_name',
      'cloud.hosts_observed_at',
      'zone.name as zone_name',
      'pool.name as pool_name',
      sql<string>`(select count(*) from host_guest g where g.host_id = host.id)`.as('machines'),
    ])
}

export async function findHost(db: Db, id: string): Promise<HostRow | undefined> {
  return selectHost(db).where('host.id', '=', id).executeTakeFirst()
}

export async function loadHostForUpdate(tx: Tx, id: string): Promise<HostRow | undefined> {
  return selectHost(tx).where('host.id', '=', id).forUpdate('host').executeTakeFirst()
}

export interface HostFilter {
  readonly cloudId?: string
  readonly zoneId?: string
  readonly poolId?: string
  readonly state?: HostRow['state']
  readonly assigned?: boolean
}

export async function listHosts<W>(
  db: Db,
  filter: HostFilter,
  page: PageRequest,
  toWire: (row: HostRow) => W,
) {
  let query = selectHost(db)
  if (filter.cloudId !== undefined) query = query.where('host.cloud_id', '=', filter.cloudId)
  if (filter.zoneId !== undefined) query = query.where('host.zone_id', '=', filter.zoneId)
  if (filter.poolId !== undefined) query = query.where('host.pool_id', '=', filter.poolId)
  if (filter.state !== undefined) query = query.where('host.state', '=', filter.state)
  if (filter.assigned !== undefined)
    query = query.where('host.pool_id', filter.assigned ? 'is not' : 'is', null)
  return readPage(
    query,
    page,
    { sort: 'host.name', id: 'host.id', cast: 'text', direction: 'asc' },
    (row) => [row.name, row.id],
    toWire,
  )
}

/** @returns false when the version is stale. */
export async function updateStated(
  tx: Tx,
  id: string,
  version: number,
  stated: {
    readonly poolId: string | null
    readonly isDomestic: boolean | null
    readonly power: { readonly idleWatts: number; readonly peakWatts: number } | null
  },
): Promise<boolean> {
  const result = await tx
    .updateTable('host')
    .set({
      pool_id: stated.poolId,
      is_domestic: stated.isDomestic,
      watts_idle: stated.power?.idleWatts ?? null,
      watts_peak: stated.power?.peakWatts ?? null,
      version: sql`version + 1`,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) return false
  await updateLimits(tx, sql`h.id = ${id}`)
  await sql`select settle_host_room(cloud_id) from host where id = ${id}`.execute(tx)
  return true
}

/** They serve this pool from now on. Their versions go on, so that whoever had them open before sees it. */
export async function updatePoolOf(tx: Tx, ids: readonly string[], poolId: string | null): Promise<void> {
  await tx
    .updateTable('host')
    .set({ pool_id: poolId, version: sql`version + 1` })
    .where('id', 'in', ids)
    .execute()
  await updateLimits(tx, sql`h.id = any(${ids}::uuid[])`)
  await sql`select settle_host_room(cloud_id) from (select distinct cloud_id from host where id = any(${ids}::uuid[])) touched`.execute(
    tx,
  )
}

/** Hosts as the cloud told of them: new ones in, changed ones changed, the others untouched. */
export async function upsertHosts(
  tx: Tx,
  cloudId: string,
  hosts: readonly (ObservedHost & { readonly id: string })[],
  now: Date,
): Promise<void> {
  const rows = JSON.stringify(hosts.map((host) => ({ ...host, state: stateOf(host) })))
  await sql`
    insert into host as h (id, cloud_id, external_id, name, native_zone, zone_id, pool_id, hypervisor, state, total_vcpus,
      total_memory_mib, total_storage_gib, limit_vcpus, limit_memory_mib, limit_storage_gib, used_vcpus, used_memory_mib,
      used_storage_gib, is_domestic, watts_idle, watts_peak, created_at)
    select (n->>'id')::uuid, ${cloudId}::uuid, n->>'externalId', n->>'name', n->>'zone', z.id, z.only_pool, n->>'hypervisor', n->>'state',
      (n#>>'{total,vcpus}')::bigint, (n#>>'{total,memoryMiB}')::bigint, (n#>>'{total,storageGiB}')::bigint, 0, 0, 0,
      (n#>>'{used,vcpus}')::bigint, (n#>>'{used,memoryMiB}')::bigint, (n#>>'{used,storageGiB}')::bigint,
      (n->>'isDomestic')::boolean, (n#>>'{watts,idle}')::int, (n#>>'{watts,peak}')::int, ${now}
    from jsonb_array_elements(${rows}::jsonb) n
    left join (
      select distinct on (zone.native_zone) zone.native_zone, zone.id,
        (select case when count(*) = 1 then min(pool.id::text)::uuid end from pool where pool.zone_id = zone.id) as only_pool
      from zone where zone.cloud_id = ${cloudId}::uuid order by zone.native_zone, zone.id) z on z.native_zone = n->>'zone'
    on conflict (cloud_id, external_id) do update set name = excluded.name, native_zone = excluded.native_zone,
      zone_id = excluded.zone_id, hypervisor = excluded.hypervisor, state = excluded.state,
      -- What a person said of its pool holds as long as it stays in that zone.
      pool_id = case when h.zone_id is not distinct from excluded.zone_id then coalesce(h.pool_id, excluded.pool_id) else excluded.pool_id end,
      total_vcpus = excluded.total_vcpus, total_memory_mib = excluded.total_memory_mib, total_storage_gib = excluded.total_storage_gib,
      used_vcpus = excluded.used_vcpus, used_memory_mib = excluded.used_memory_mib, used_storage_gib = excluded.used_storage_gib,
      is_domestic = coalesce(excluded.is_domestic, h.is_domestic),
      watts_idle = coalesce(excluded.watts_idle, h.watts_idle), watts_peak = coalesce(excluded.watts_peak, h.watts_peak)
    where (h.name, h.native_zone, h.zone_id, h.hypervisor, h.state, h.total_vcpus, h.total_memory_mib, h.total_storage_gib,
        h.used_vcpus, h.used_memory_mib, h.used_storage_gib)
      is distinct from (excluded.name, excluded.native_zone, excluded.zone_id, excluded.hypervisor, excluded.state,
        excluded.total_vcpus, excluded.total_memory_mib, excluded.total_storage_gib, excluded.used_vcpus,
        excluded.used_memory_mib, excluded.used_storage_gib)
      or (h.pool_id is null and excluded.pool_id is not null)
      or coalesce(excluded.is_domestic, h.is_domestic) is distinct from h.is_domestic
      or coalesce(excluded.watts_idle, h.watts_idle) is distinct from h.watts_idle
      or coalesce(excluded.watts_peak, h.watts_peak) is distinct from h.watts_peak`.execute(tx)
}

export async function upsertGuests(tx: Tx, cloudId: string, guests: readonly HostGuest[]): Promise<void> {
  await sql`
    insert into host_guest as g (cloud_id, external_id, host_id, resource_id, vcpus, memory_mib, storage_gib, apart_group, is_movable)
    select ${cloudId}::uuid, n->>'externalId', h.id, (n->>'resourceId')::uuid, (n#>>'{takes,vcpus}')::bigint, (n#>>'{takes,memoryMiB}')::bigint,
      (n#>>'{takes,storageGiB}')::bigint, n->>'apartGroup', (n->>'isMovable')::boolean
    from jsonb_array_elements(${JSON.stringify(guests)}::jsonb) n
    join host h on h.cloud_id = ${cloudId}::uuid and h.external_id = n->>'hostRef'
    on conflict (cloud_id, external_id) do update set host_id = excluded.host_id, resource_id = excluded.resource_id,
      vcpus = excluded.vcpus, memory_mib = excluded.memory_mib, storage_gib = excluded.storage_gib,
      apart_group = excluded.apart_group, is_movable = excluded.is_movable
    where (g.host_id, g.resource_id, g.vcpus, g.memory_mib, g.storage_gib, g.apart_group, g.is_movable)
      is distinct from (excluded.host_id, excluded.resource_id, excluded.vcpus, excluded.memory_mib, excluded.storage_gib,
        excluded.apart_group, excluded.is_movable)`.execute(tx)
}

/** After a complete look: whoever was not seen is gone, and limits follow the pools' over-commit. */
export async function settleHosts(
  tx: Tx,
  cloudId: string,
  seen: { readonly hosts: readonly string[]; readonly guests: readonly string[] },
  now: Date,
): Promise<void> {
  await sql`update host set state = 'gone' where cloud_id = ${cloudId} and state <> 'gone'
    and not (external_id = any (${seen.hosts}::text[]))`.execute(tx)
  await sql`delete from host_guest g where g.cloud_id = ${cloudId}
    and not exists (select from unnest(${seen.guests}::text[]) seen where seen = g.external_id)`.execute(tx)
  await updateLimits(tx, sql`h.cloud_id = ${cloudId}`)
  await sql`select settle_host_room(${cloudId})`.execute(tx)
  await tx.updateTable('cloud').set({ hosts_observed_at: now }).where('id', '=', cloudId).execute()
}

async function updateLimits(tx: Tx, which: ReturnType<typeof sql>): Promise<void> {
  await sql`
    with fresh as (
      select h.id, floor(h.total_vcpus * coalesce(p.over_commit_vcpus, 1))::bigint as vcpus,
        floor(h.total_memory_mib * coalesce(p.over_commit_memory, 1))::bigint as memory,
        floor(h.total_storage_gib * coalesce(p.over_commit_storage, 1))::bigint as storage
      from host h left join pool p on p.id = h.pool_id where ${which})
    update host set limit_vcpus = fresh.vcpus, limit_memory_mib = fresh.memory, limit_storage_gib = fresh.storage
    from fresh where host.id = fresh.id
      and (host.limit_vcpus, host.limit_memory_mib, host.limit_storage_gib) is distinct from (fresh.vcpus, fresh.memory, fresh.storage)`.execute(
    tx,
  )
}

const SWEEP_BATCH = 100

/** Clouds that are in service and whose hosts were not looked at since. */
export async function listUnseen(db: Db, before: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('cloud')
    .select('id')
    .where('state', 'in', ['healthy', 'degraded'])
    .where((eb) => eb.or([eb('hosts_observed_at', 'is', null), eb('hosts_observed_at', '<', before)]))
    .orderBy(sql`hosts_observed_at nulls first`)
    .limit(SWEEP_BATCH)
    .execute()
  return rows.map((row) => row.id)
}

/** A host as placement weighs it: what it is, and what is free of it. */
export interface HostRoom {
  readonly id: string
  readonly name: string
  readonly cloudId: string
  readonly zoneId: string | null
  readonly poolId: string | null
  readonly poolClass: Selectable<Tables['pool']>['class'] | null
  readonly networkZone: Selectable<Tables['pool']>['network_zone'] | null
  readonly isDomestic: boolean
  readonly limit: HostAmounts
  readonly free: HostAmounts
}

type Column = 'vcpus' | 'memory_mib' | 'storage_gib'
type RoomRow = Record<'id' | 'name' | 'cloud_id', string> &
  Record<'zone_id' | 'pool_id', string | null> &
  Record<`limit_${Column}` | `free_${Column}`, number> & {
    readonly class: HostRoom['poolClass']
    readonly network_zone: HostRoom['networkZone']
    readonly is_domestic: boolean | null
  }

const ROOMS_MAX = 100_000

/** Every host in service, for placement to filter and score; bounded. */
export async function listHostRooms(db: Db): Promise<readonly HostRoom[]> {
  // As floats, which arrive as numbers: parsing 5,000 rows of text cost more than reading them.
  const { rows } =
    await sql<RoomRow>`${PREPARED} select h.id, h.name, h.cloud_id, h.zone_id, h.pool_id, p.class, p.network_zone,
      h.is_domestic, h.limit_vcpus::float8, h.limit_memory_mib::float8, h.limit_storage_gib::float8,
      (h.limit_vcpus - h.claimed_vcpus - h.foreign_vcpus)::float8 as free_vcpus,
      (h.limit_memory_mib - h.claimed_memory_mib - h.foreign_memory_mib)::float8 as free_memory_mib,
      (h.limit_storage_gib - h.claimed_storage_gib - h.foreign_storage_gib)::float8 as free_storage_gib
    from host h left join pool p on p.id = h.pool_id
    where h.state = 'in-service' and (p.id is null or p.state = 'open') order by h.id limit ${ROOMS_MAX}`.execute(
      db,
    )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    cloudId: row.cloud_id,
    zoneId: row.zone_id,
    poolId: row.pool_id,
    poolClass: row.class,
    networkZone: row.network_zone,
    isDomestic: row.is_domestic === true,
    limit: {
      vcpus: row.limit_vcpus,
      memoryMiB: row.limit_memory_mib,
      storageGiB: row.limit_storage_gib,
    },
    free: { vcpus: row.free_vcpus, memoryMiB: row.free_memory_mib, storageGiB: row.free_storage_gib },
  }))
}
