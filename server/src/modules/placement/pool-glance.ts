import type { PlacementWanted } from '@yunheng/contract'
import type { PlacingRules } from './placing-rules.ts'
import type { PoolView } from './pool-book.ts'

/** How long claims that are made at the same time may share one look at the pools. */
const SHARED_MS = 200

type Sort = Pick<PlacementWanted, 'poolClass' | 'networkZone'>

/** The pools, and the rules that they are weighed by. */
export interface Seen {
  readonly pools: readonly PoolView[]
  readonly rules: PlacingRules
}

interface Glance {
  readonly seen: Promise<Seen>
  readonly atMs: number
}

/**
 * One look at the pools for all claims that are under way at the same time: reading 200 pools costs more than claiming
 * one. A claim that is alone always looks itself. What changed since is caught by the claim itself, which compares with
 * the row as it is; only the ranking may be a little behind.
 */
export function createPoolGlance() {
  const glances = new Map<string, Glance>()
  let underWay = 0
  return {
    async during<T>(wanted: Sort, see: () => Promise<Seen>, claim: (seen: Seen) => Promise<T>): Promise<T> {
      if (underWay === 0) glances.clear()
      underWay += 1
      try {
        return await claim(await look(wanted, see))
      } finally {
        underWay -= 1
      }
    },
  }

  async function look(wanted: Sort, see: () => Promise<Seen>): Promise<Seen> {
    const key = `${wanted.poolClass}/${wanted.networkZone}`
    const nowMs = performance.now()
    const known = glances.get(key)
    if (known !== undefined && nowMs - known.atMs < SHARED_MS) return known.seen
    const seen = see()
    glances.set(key, { seen, atMs: nowMs })
    // A look that failed is nobody else's answer.
    seen.catch(() => glances.delete(key))
    return seen
  }
}
