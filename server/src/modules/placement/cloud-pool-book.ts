import type { PoolMapping } from '@yunheng/contract'
import { elevated, inSavepoint } from '../../platform/db/index.ts'
import {
  capacityOf,
  listPoolCandidates,
  type PoolRow,
  plus,
  refuseQuota,
  releaseCapacity,
  releaseQuota,
  reserveQuota,
  tryReserveCapacity,
  ZERO,
} from '../cloud/index.ts'
import type { PoolBook, PoolView } from './pool-book.ts'

/** Pools and quotas as module cloud keeps them. The caller has the whole platform in sight: one look at it is enough. */
export const cloudPoolBook: PoolBook = {
  list: (tx, { poolClass, networkZone }) =>
    elevated(tx, async () => (await listPoolCandidates(tx, { class: poolClass, networkZone })).map(toView)),
  refuseQuota,
  async reserveAll(tx, bodyId, shares) {
    const reserve = async () => {
      await reserveQuota(tx, bodyId, shares.map((share) => share.amounts).reduce(plus, ZERO))
      // In the order of their ids, so that two who spread over the same pools do not wait for each other in a circle.
      for (const { poolId, amounts } of [...shares].sort((a, b) => (a.poolId < b.poolId ? -1 : 1)))
        if (!(await tryReserveCapacity(tx, poolId, amounts))) throw new PoolFull(poolId)
    }
    try {
      await inSavepoint(tx, reserve)
      return null
    } catch (error) {
      if (error instanceof PoolFull) return { fullPoolId: error.poolId }
      throw error
    }
  },
  async release(tx, { poolId, bodyId }, amounts) {
    await releaseQuota(tx, bodyId, amounts)
    await releaseCapacity(tx, poolId, { reserved: amounts, allocated: ZERO })
  },
}

/** All shares or none: what was reserved of the others is given back with it. */
class PoolFull extends Error {
  readonly poolId: string
  constructor(poolId: string) {
    super(`pool ${poolId} is full`)
    this.poolId = poolId
  }
}

function toView(row: PoolRow): PoolView {
  const { limit, free, isOverCommitted } = capacityOf(row)
  return {
    id: row.id,
    name: row.name,
    cloudId: row.cloud_id,
    cloudName: row.cloud_name,
    cloudState: row.cloud_state,
    providerBodyId: row.provider_id,
    providerName: row.provider_name,
    nodeId: row.node_id,
    nodeKind: row.node_kind,
    isNodeManaged: row.node_intake === 'managed',
    zoneId: row.zone_id,
    nativeZone: row.native_zone,
    class: row.class,
    networkZone: row.network_zone,
    dedicatedBodyId: row.dedicated_body_id,
    isOpen: row.state === 'open',
    isOverCommitted,
    limit,
    free,
    mapping: row.mapping as PoolMapping,
    isDomestic: row.is_domestic,
    protectionLevel: row.protection_level,
    lacks: row.cloud_lacks,
  }
}
