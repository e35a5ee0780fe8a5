import type { Amounts } from '@yunheng/contract'
import { elevated, type Tx } from '../../platform/db/index.ts'
import {
  allocateCapacity,
  countInPool,
  countInQuota,
  releaseCapacity,
  releaseQuota,
  reserveCapacity,
  reserveQuota,
} from '../cloud/index.ts'
import { addAmounts } from './amounts.ts'
import type { Holder, Holdings } from './ports.ts'

/** Pools and quotas as module cloud keeps them. What is counted there is beyond the sight of most who cause it. */
export const cloudHoldings: Holdings = {
  async reserve(tx, _ctx, { poolId, bodyId }, amounts) {
    await elevated(tx, async () => {
      await reserveQuota(tx, bodyId, amounts)
      await reserveCapacity(tx, poolId, amounts)
    })
  },
  allocate: (tx, _ctx, { poolId }, amounts) => elevated(tx, () => allocateCapacity(tx, poolId, amounts)),
  async release(tx, _ctx, { poolId, bodyId }, held) {
    await elevated(tx, async () => {
      await releaseQuota(tx, bodyId, addAmounts(held.reserved, held.allocated))
      await releaseCapacity(tx, poolId, held)
    })
  },
}

/** What stands there already is delivered at once, beyond pool and quota if need be. @throws `quota.not_set`. */
export async function countIn(tx: Tx, { poolId, bodyId }: Holder, amounts: Amounts): Promise<void> {
  await elevated(tx, async () => {
    await countInQuota(tx, bodyId, amounts)
    await countInPool(tx, poolId, amounts)
  })
}
