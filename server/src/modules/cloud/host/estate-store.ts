import type { HostAmounts } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { hostAmounts } from './host.ts'
import type { HostRow } from './host-store.ts'

export interface HostOfPool {
  readonly id: string
  readonly name: string
  readonly nativeZone: string
  readonly hypervisor: string
  readonly isDomestic: boolean | null
  readonly state: HostRow['state']
  readonly limit: HostAmounts
  readonly idleWatts: number | null
}

export interface GuestOfPool {
  /** The cloud's own id. */
  readonly id: string
  readonly hostId: string
  readonly resourceId: string | null
  readonly takes: HostAmounts
  readonly apartGroup: string | null
  readonly isMovable: boolean
}

export interface EstateOfPool {
  readonly hosts: readonly HostOfPool[]
  readonly guests: readonly GuestOfPool[]
  /** The last complete look at the hosts of its cloud. */
  readonly observedAt: Date | null
}

/** Hosts of a pool that are there, and the machines on them, as they were last seen. */
export async function listEstateOfPool(db: Db, poolId: string): Promise<EstateOfPool> {
  const hosts = await db
    .selectFrom('host')
    .innerJoin('cloud', 'cloud.id', 'host.cloud_id')
    .selectAll('host')
    .select('cloud.hosts_observed_at')
    .where('host.pool_id', '=', poolId)
    .where('host.state', '<>', 'gone')
    .orderBy('host.id')
    .execute()
  const guests = await db
    .selectFrom('host_guest as g')
    .innerJoin('host', 'host.id', 'g.host_id')
    .selectAll('g')
    .where('host.pool_id', '=', poolId)
    .orderBy('g.external_id')
    .execute()
  return {
    observedAt: hosts[0]?.hosts_observed_at ?? null,
    hosts: hosts.map((row) => ({
      id: row.id,
      name: row.name,
      nativeZone: row.native_zone,
      hypervisor: row.hypervisor,
      isDomestic: row.is_domestic,
      state: row.state,
      limit: hostAmounts('limit', row),
      idleWatts: row.watts_idle,
    })),
    guests: guests.map((row) => ({
      id: row.external_id,
      hostId: row.host_id,
      resourceId: row.resource_id,
      takes: {
        vcpus: Number(row.vcpus),
        memoryMiB: Number(row.memory_mib),
        storageGiB: Number(row.storage_gib),
      },
      apartGroup: row.apart_group,
      isMovable: row.is_movable,
    })),
  }
}

/** What all machines on the hosts of a pool take, as its cloud counts. @returns null when no host of it is known. */
export async function sumUsedOfPool(db: Db, poolId: string): Promise<HostAmounts | null> {
  const row = await db
    .selectFrom('host')
    .select([
      sql<string>`count(*)`.as('hosts'),
      sql<string>`coalesce(sum(used_vcpus), 0)`.as('used_vcpus'),
      sql<string>`coalesce(sum(used_memory_mib), 0)`.as('used_memory_mib'),
      sql<string>`coalesce(sum(used_storage_gib), 0)`.as('used_storage_gib'),
    ])
    .where('pool_id', '=', poolId)
    .where('state', '<>', 'gone')
    .executeTakeFirstOrThrow()
  return Number(row.hosts) === 0 ? null : hostAmounts('used', row)
}

/** A machine of ours was seen on another host than before; the next complete look tells of it anyway. */
export async function noteGuestMoved(
  tx: Tx,
  of: { readonly cloudId: string; readonly guest: string; readonly toHostId: string },
): Promise<void> {
  await tx
    .updateTable('host_guest')
    .set({ host_id: of.toHostId })
    .where('cloud_id', '=', of.cloudId)
    .where('external_id', '=', of.guest)
    .execute()
}

/** The cloud's own id of a host. */
export async function findHostRef(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('host').select('external_id').where('id', '=', id).executeTakeFirst()
  return row?.external_id
}
