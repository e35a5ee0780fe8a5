import type { PoolMapping } from '@yunheng/contract'
import {
  capacityOf,
  listPoolCandidates,
  type PoolRow,
  releaseCapacity,
  releaseQuota,
  reserveQuota,
  tryReserveCapacity,
  ZERO,
} from '../cloud/index.ts'
import type { PoolBook, PoolView } from './pool-book.ts'

/** Pools and quotas as module cloud keeps them. The caller has the whole platform in sight: one look at it is enough. */
export const cloudPoolBook: PoolBook = {
  list: async (tx, { poolClass, networkZone }) =>
    (await listPoolCandidates(tx, { class: poolClass, networkZone })).map(toView),
  reserveQuota,
  reserveCapacity: tryReserveCapacity,
  async release(tx, { poolId, bodyId }, amounts) {
    await releaseCapacity(tx, poolId, { reserved: amounts, allocated: ZERO })
    await releaseQuota(tx, bodyId, amounts)
  },
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
    nodeKind: row.node_kind,
    nativeZone: row.native_zone,
    class: row.class,
    networkZone: row.network_zone,
    dedicatedBodyId: row.dedicated_body_id,
    isOpen: row.state === 'open',
    isOverCommitted,
    limit,
    free,
    mapping: row.mapping as PoolMapping,
  }
}
