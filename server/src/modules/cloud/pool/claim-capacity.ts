/**
 * What supply does with capacity: reserve when approved, allocate when delivered, release. The caller keeps in its own row,
 * in the same transaction, what it holds: that is what makes asking twice take once.
 */
import type { Amounts } from '@yunheng/contract'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { addAllocated, addReserved, moveToAllocated, subtract } from './capacity-store.ts'
import { findPool } from './pool-store.ts'

/** Takes capacity, or answers false when the pool is closed or has not enough. Never more than there is. */
export const tryReserveCapacity: (tx: Tx, poolId: string, amounts: Amounts) => Promise<boolean> = addReserved

/** @throws `pool.full`, `pool.closed`. */
export async function reserveCapacity(tx: Tx, poolId: string, amounts: Amounts): Promise<void> {
  if (await addReserved(tx, poolId, amounts)) return
  const pool = await findPool(tx, poolId)
  if (pool?.state === 'closed') refuse('pool.closed')
  refuse('pool.full', { details: { pool: pool?.name ?? '' } })
}

/** What was reserved is delivered now. */
export async function allocateCapacity(tx: Tx, poolId: string, amounts: Amounts): Promise<void> {
  await moveToAllocated(tx, poolId, amounts)
}

/** Counts what the cloud held before the platform came: it is there, even where the pool is full. */
export const countInPool: (tx: Tx, poolId: string, amounts: Amounts) => Promise<void> = addAllocated

export async function releaseCapacity(
  tx: Tx,
  poolId: string,
  held: { readonly reserved: Amounts; readonly allocated: Amounts },
): Promise<void> {
  await subtract(tx, poolId, held)
}
