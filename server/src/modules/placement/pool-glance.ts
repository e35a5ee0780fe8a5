import type { PlacementWanted } from '@yunheng/contract'
import type { Tx } from '../../platform/db/index.ts'
import type { PoolBook, PoolView } from './pool-book.ts'

/** How long claims that are made at the same time may share one look at the pools. */
const SHARED_MS = 200

type Sort = Pick<PlacementWanted, 'poolClass' | 'networkZone'>

interface Glance {
  readonly pools: Promise<readonly PoolView[]>
  readonly atMs: number
}

/**
 * One look at the pools for all claims that are under way at the same time: reading 200 pools costs more than claiming
 * one. A claim that is alone always looks itself. What changed since is caught by the claim itself, which compares with
 * the row as it is; only the ranking may be a little behind.
 */
export function createPoolGlance(book: PoolBook) {
  const glances = new Map<string, Glance>()
  let underWay = 0
  return {
    async during<T>(tx: Tx, wanted: Sort, claim: (pools: readonly PoolView[]) => Promise<T>): Promise<T> {
      if (underWay === 0) glances.clear()
      underWay += 1
      try {
        return await claim(await look(tx, wanted))
      } finally {
        underWay -= 1
      }
    },
  }

  async function look(tx: Tx, wanted: Sort): Promise<readonly PoolView[]> {
    const key = `${wanted.poolClass}/${wanted.networkZone}`
    const nowMs = performance.now()
    const known = glances.get(key)
    if (known !== undefined && nowMs - known.atMs < SHARED_MS) return known.pools
    const pools = book.list(tx, wanted)
    glances.set(key, { pools, atMs: nowMs })
    // A look that failed is nobody else's answer.
    pools.catch(() => glances.delete(key))
    return pools
  }
}
