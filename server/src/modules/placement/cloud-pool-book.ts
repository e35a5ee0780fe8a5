import type { PoolMapping } from '@yunheng/contract'
import { elevated } from '../../platform/db/index.ts'
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

/** Pools and quotas as module cloud keeps them. Whoever acts, the whole platform is weighed. */
export const cloudPoolBook: PoolBook = {
  list: (tx, { poolClass, networkZone }) =>
    elevated(tx, async () => (await listPoolCandidates(tx, { class: poolClass, networkZone })).map(toView)),
  reserveQuota: (tx, bodyId, amounts) => reserveQuota(tx, bodyId, amounts),
  reserveCapacity: (tx, poolId, amounts) => elevated(tx, () => tryReserveCapacity(tx, poolId, amounts)),
  release: (tx, { poolId, bodyId }, amounts) =>
    elevated(tx, async () => {
      await releaseCapacity(tx, poolId, { reserved: amounts, allocated: ZERO })
      await releaseQuota(tx, bodyId, amounts)
    }),
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
