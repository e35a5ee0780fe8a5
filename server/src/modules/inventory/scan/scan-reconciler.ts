/** Keeps the inventory of every cloud true: whichever scan is due next, and nothing between. Its id is the cloud's. */
import { AppError, wordsOf } from '../../../platform/errors.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { type Connections, ConnectorFault, findCloud } from '../../cloud/index.ts'
import { runScan, type ScanParts } from './run-scan.ts'
import { nextScan } from './scan.ts'
import { findScansSoFar, listUnscanned } from './scan-store.ts'

export const INVENTORY_RECONCILER = 'inventory'

/** Each scan holds a connection to the database for as long as it runs. */
const AT_A_TIME = 3
const HELD_ELSEWHERE_MS = 30_000

export function createScanReconciler(
  parts: ScanParts & { readonly connections: Pick<Connections, 'to'> },
): Reconciler {
  const { connections, options } = parts
  const oftenMs = Math.min(options.fullEveryMs, options.incrementalEveryMs)
  return {
    name: INVENTORY_RECONCILER,
    concurrency: AT_A_TIME,
    sweepEveryMs: 15_000,
    sweep: (ctx) => listUnscanned(ctx.db, new Date(ctx.clock.now().getTime() - oftenMs)),
    async reconcile(ctx, id, signal) {
      const cloud = await findCloud(ctx.db, id)
      if (cloud === undefined || cloud.state === 'suspended') return { done: true }
      const so = await findScansSoFar(ctx.db, id)
      const now = ctx.clock.now()
      const canSince = await canTellSince(connections, id, signal)
      const next = nextScan(so, options, canSince, spreadOf(id), now)
      if (next.dueAt > now) return { done: false, againMs: next.dueAt.getTime() - now.getTime() }
      const ran = await runScan(ctx, parts, id, next, () => openFor(connections, id), signal)
      return ran === null ? { done: false, againMs: HELD_ELSEWHERE_MS } : { done: false, againMs: 0 }
    },
  }
}

/** The same for the same cloud, and another for the next. */
function spreadOf(cloudId: string): number {
  return Number.parseInt(cloudId.slice(-4), 16) / 0xffff
}

async function canTellSince(
  connections: Pick<Connections, 'to'>,
  cloudId: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { cloud, connector } = await connections.to(cloudId)
    // By a clock that is wrong, "changed since" would leave things out until the next full scan.
    const findings = cloud.findings as readonly { readonly check: string; readonly ok: boolean }[]
    const isClockRight = !findings.some(({ check, ok }) => check === 'clock' && !ok)
    return isClockRight && (await connector.capabilities(signal)).inventorySince
  } catch {
    // Why it cannot be opened is said by the scan itself.
    return false
  }
}

/** Whatever keeps a connection from being opened is a fault of that cloud. */
async function openFor(connections: Pick<Connections, 'to'>, cloudId: string) {
  try {
    return (await connections.to(cloudId)).connector
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const words = wordsOf(error.reason, error.details)
    throw new ConnectorFault('forbidden', `${words.zh} ${words.en}`, { cause: error })
  }
}
