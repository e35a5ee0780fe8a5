import type { Tx } from '../../../platform/db/index.ts'
import { fromColumns } from '../amounts.ts'
import type { ZoneCapacity } from '../connector.ts'
import { limitOf } from './pool.ts'
import { loadPoolsOfZoneForUpdate, updateObservedAt, updateObservedTotal } from './pool-store.ts'

/** Totals of pools that follow their zone. Addresses and cards are not told by clouds: they stay as declared. */
export async function observePools(tx: Tx, zoneId: string, seen: ZoneCapacity, now: Date): Promise<void> {
  for (const pool of await loadPoolsOfZoneForUpdate(tx, zoneId)) {
    if (pool.capacity_source === 'declared') {
      await updateObservedAt(tx, pool.id, now)
      continue
    }
    const total = {
      ...fromColumns('total', pool),
      vcpus: seen.vcpusTotal,
      memoryMiB: seen.memoryMiBTotal,
      storageGiB: seen.diskGiBTotal,
    }
    const overCommit = {
      vcpus: pool.over_commit_vcpus,
      memory: pool.over_commit_memory,
      storage: pool.over_commit_storage,
    }
    await updateObservedTotal(
      tx,
      pool.id,
      total,
      limitOf(total, overCommit, fromColumns('held_back', pool)),
      now,
    )
  }
}
