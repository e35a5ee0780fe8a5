/** SQL on what a simulated cloud has to give: zones, project quotas, addresses, network numbers. */
import type { ExternalId, ZoneCapacity } from '../../modules/cloud/connector.ts'
import { hostsOf, type Range4, toText } from '../../platform/net/ipv4.ts'
import { type Room, refuseCall } from './room.ts'

/** Positive to take, negative to give back. */
export interface Load {
  readonly vcpus?: number
  readonly memoryMiB?: number
  readonly diskGiB?: number
  readonly floatingIps?: number
}

/** Guarded by the row's own lock and CHECKs: never more than there is, whoever else asks at the same time. */
export async function takeFromZone(room: Room, zone: string, load: Load): Promise<void> {
  const { rowCount } = await room.db.query(
    `update simulated.zone set vcpus_used = vcpus_used + $3, memory_mib_used = memory_mib_used + $4,
       disk_gib_used = disk_gib_used + $5
     where cloud = $1 and name = $2
       and ($3 <= 0 or vcpus_used + $3 <= vcpus_limit)
       and ($4 <= 0 or memory_mib_used + $4 <= memory_mib_total)
       and ($5 <= 0 or disk_gib_used + $5 <= disk_gib_total)`,
    [room.cloud, zone, load.vcpus ?? 0, load.memoryMiB ?? 0, load.diskGiB ?? 0],
  )
  if (rowCount === 0) refuseCall('capacity', 'No valid host was found. There are not enough hosts available.')
}

export async function takeFromProject(room: Room, projectRef: ExternalId, load: Load): Promise<void> {
  if (room.knobs.overQuota && Object.values(load).some((amount) => amount > 0)) {
    refuseCall('quota', 'Quota exceeded for this project.')
  }
  const { rowCount } = await room.db.query(
    `update simulated.allowance set vcpus_used = vcpus_used + $3, memory_mib_used = memory_mib_used + $4,
       storage_gib_used = storage_gib_used + $5, floating_ips_used = floating_ips_used + $6
     where cloud = $1 and project_ref = $2
       and ($3 <= 0 or vcpus_limit is null or vcpus_used + $3 <= vcpus_limit)
       and ($4 <= 0 or memory_mib_limit is null or memory_mib_used + $4 <= memory_mib_limit)
       and ($5 <= 0 or storage_gib_limit is null or storage_gib_used + $5 <= storage_gib_limit)
       and ($6 <= 0 or floating_ips_limit is null or floating_ips_used + $6 <= floating_ips_limit)`,
    [room.cloud, projectRef, load.vcpus ?? 0, load.memoryMiB ?? 0, load.diskGiB ?? 0, load.floatingIps ?? 0],
  )
  if (rowCount === 0) refuseCall('quota', `Quota exceeded for project ${projectRef}.`)
}

export async function insertAllowance(room: Room, projectRef: ExternalId): Promise<void> {
  const quota = room.knobs.projectQuota
  await room.db.query(
    `insert into simulated.allowance (cloud, project_ref, vcpus_limit, memory_mib_limit, storage_gib_limit,
       floating_ips_limit) values ($1, $2, $3, $4, $5, $6)`,
    [room.cloud, projectRef, quota.vcpus, quota.memoryMiB, quota.storageGiB, quota.floatingIps],
  )
}

export async function removeAllowance(room: Room, projectRef: ExternalId): Promise<void> {
  await room.db.query('delete from simulated.allowance where cloud = $1 and project_ref = $2', [
    room.cloud,
    projectRef,
  ])
}

/** The zone with the most room left, by cores. */
export async function roomiestZone(room: Room): Promise<string> {
  const { rows } = await room.db.query<{ name: string }>(
    'select name from simulated.zone where cloud = $1 order by vcpus_limit - vcpus_used desc, name limit 1',
    [room.cloud],
  )
  return rows[0]?.name ?? refuseCall('capacity', 'No valid host was found.')
}

export async function listZones(room: Room): Promise<readonly ZoneCapacity[]> {
  const { rows } = await room.db.query<Record<string, string>>(
    `select name, vcpus_total, vcpus_used, memory_mib_total, memory_mib_used, disk_gib_total, disk_gib_used
     from simulated.zone where cloud = $1 order by name`,
    [room.cloud],
  )
  return rows.map((row) => ({
    zone: String(row.name),
    vcpusTotal: Number(row.vcpus_total),
    vcpusUsed: Number(row.vcpus_used),
    memoryMiBTotal: Number(row.memory_mib_total),
    memoryMiBUsed: Number(row.memory_mib_used),
    diskGiBTotal: Number(row.disk_gib_total),
    diskGiBUsed: Number(row.disk_gib_used),
    observedAt: room.now,
  }))
}

/** The next number of this cloud, for references; counts up once per thing made. */
export async function takeNumber(room: Room): Promise<number> {
  const { rows } = await room.db.query<{ number: string }>(
    'update simulated.cloud set next_number = next_number + 1 where endpoint = $1 returning next_number - 1 as number',
    [room.cloud],
  )
  return Number(rows[0]?.number)
}

/** A VNI that no network of this cloud had before (R62). */
export async function takeVni(room: Room): Promise<number> {
  const { rows } = await room.db.query<{ vni: number }>(
    'update simulated.cloud set next_vni = next_vni + 1 where endpoint = $1 returning next_vni - 1 as vni',
    [room.cloud],
  )
  return Number(rows[0]?.vni)
}

/** One at a time within a network, a subnet or an external range, until the transaction ends. */
export async function lockRange(room: Room, rangeRef: string): Promise<void> {
  await room.db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${room.cloud} ${rangeRef}`])
}

/** The lowest free address of a range. */
export async function takeAddress(
  room: Room,
  rangeRef: string,
  range: Range4,
  owner: ExternalId,
): Promise<string> {
  const { from, to } = hostsOf(range)
  // Two servers of one subnet must not draw the same address.
  await lockRange(room, rangeRef)
  const { rows } = await room.db.query<{ host: string }>(
    `insert into simulated.address (cloud, range_ref, host, owner_ref)
     select $1, $2, host, $5 from (
       select case when not exists (select from simulated.address where cloud = $1 and range_ref = $2 and host = $3)
         then $3::bigint
         else (select min(a.host) + 1 from simulated.address a where a.cloud = $1 and a.range_ref = $2
           and not exists (select from simulated.address b
             where b.cloud = $1 and b.range_ref = $2 and b.host = a.host + 1)) end as host) as free
     where host <= $4 returning host`,
    [room.cloud, rangeRef, from, to, owner],
  )
  const host = rows[0]?.host ?? refuseCall('capacity', `No more addresses available on ${rangeRef}.`)
  return toText(Number(host))
}

export async function removeAddresses(
  room: Room,
  rangeRefs: readonly string[],
  owner: ExternalId,
): Promise<void> {
  await room.db.query(
    'delete from simulated.address where cloud = $1 and owner_ref = $2 and range_ref = any($3::text[])',
    [room.cloud, owner, [...rangeRefs]],
  )
}
