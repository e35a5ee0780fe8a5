/**
 * What is promised and delivered of a pool. One statement decides and writes: it takes the pool's row, compares what is
 * promised with the limit as it is then, and adds. Competitors wait for the row and compare again; a CHECK stands behind,
 * so that nothing is over-committed whatever the code does.
 */
import type { Amounts } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/index.ts'
import { minus, plus, sqlAdd, sqlCeiling, sqlFits, ZERO } from '../amounts.ts'

/** @returns false when the pool is closed or has not enough. */
export async function addReserved(tx: Tx, poolId: string, amounts: Amounts): Promise<boolean> {
  const result = await sql`update pool set ${sqlAdd('reserved', amounts)}
    where id = ${poolId} and state = 'open' and ${sqlFits(['reserved', 'allocated'], 'limit', amounts)} returning id`.execute(
    tx,
  )
  return result.rows.length === 1
}

/** From promised to delivered; the sum stays. */
export async function moveToAllocated(tx: Tx, poolId: string, amounts: Amounts): Promise<void> {
  await sql`update pool set ${sqlAdd('reserved', minus(ZERO, amounts))}, ${sqlAdd('allocated', amounts)}
    where id = ${poolId}`.execute(tx)
}

/** What stands there already is delivered, whatever the limit says; the ceiling follows it (the limit does not). */
export async function addAllocated(tx: Tx, poolId: string, amounts: Amounts): Promise<void> {
  await sql`update pool set ${sqlAdd('allocated', amounts)}, ${sqlCeiling(amounts)} where id = ${poolId}`.execute(
    tx,
  )
}

/** Giving back more than was taken trips the CHECK: that is a programmer's error. */
export async function subtract(
  tx: Tx,
  poolId: string,
  held: { readonly reserved: Amounts; readonly allocated: Amounts },
): Promise<void> {
  await sql`update pool set ${sqlAdd('reserved', minus(ZERO, held.reserved))},
      ${sqlAdd('allocated', minus(ZERO, held.allocated))}, ${sqlCeiling(minus(ZERO, plus(held.reserved, held.allocated)))}
    where id = ${poolId}`.execute(tx)
}
