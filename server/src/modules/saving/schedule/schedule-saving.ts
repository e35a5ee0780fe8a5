/** What switching off saves: by the clause of each dimension, as it counts what is switched off. Exact, in 分, rounded down. */
import type { PowerWindow } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import { findPricesInForce } from '../../catalogue/index.ts'
import { type Prices, stoppedMonthFen } from '../judge-price.ts'
import type { ServerFact } from './server-store.ts'
import { onMinutesOf, WEEK_MINUTES } from './windows.ts'

/** A month has thirty days here, as in the catalogue's estimate. */
const MONTH_MS = 30n * 86_400_000n

/** Of each server: what a month costs less while it is off; null without a price. */
export async function stoppedFenOf(
  db: Db,
  servers: readonly ServerFact[],
  today: string,
): Promise<ReadonlyMap<string, bigint | null>> {
  const books = new Map<string, Prices>()
  const result = new Map<string, bigint | null>()
  for (const server of servers) {
    const { provider_body_id: provider } = server
    if (!books.has(provider)) books.set(provider, await findPricesInForce(db, provider, today))
    const priced = {
      kind: 'server' as const,
      plan: server.plan,
      poolId: server.pool_id,
      vcpus: server.vcpus ?? 0,
      memoryMiB: server.memory_mib ?? 0,
      diskGiB: server.disk_gib ?? 0,
    }
    result.set(server.id, stoppedMonthFen(priced, books.get(provider) ?? null))
  }
  return result
}

export interface Estimated {
  /** Null where none of them has a price. */
  readonly perMonth: bigint | null
  readonly unpriced: number
  readonly countsInFull: boolean
}

/** A month of weeks without holidays. */
export function estimateSaving(
  windows: readonly PowerWindow[],
  stoppedFen: ReadonlyMap<string, bigint | null>,
): Estimated {
  const known = [...stoppedFen.values()].filter((fen) => fen !== null)
  const whole = known.reduce((sum, fen) => sum + fen, 0n)
  const off = BigInt(WEEK_MINUTES - onMinutesOf(windows))
  return {
    perMonth: known.length === 0 ? null : (whole * off) / BigInt(WEEK_MINUTES),
    unpriced: stoppedFen.size - known.length,
    countsInFull: known.length > 0 && whole === 0n,
  }
}

/** Of so many milliseconds. */
export const savedIn = (stoppedMonth: bigint | null, ms: number): bigint | null =>
  stoppedMonth === null ? null : (stoppedMonth * BigInt(Math.round(ms))) / MONTH_MS
