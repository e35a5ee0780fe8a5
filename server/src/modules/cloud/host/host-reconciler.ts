import type { Ctx } from '../../../platform/context.ts'
import type { ReconcileResult, Reconciler } from '../../../platform/reconcile/index.ts'
import { findCloud } from '../cloud/cloud-store.ts'
import type { Connections } from '../connections.ts'
import { ConnectorFault } from '../connector.ts'
import { listUnseen, settleHosts } from './host-store.ts'
import { recordHosts } from './record-hosts.ts'

const LOOK_EVERY_MS = 600_000
const TROUBLED_MS = 60_000
/** A province's cloud tells of 5,000 hosts with their machines in this time. */
const LOOK_TIMEOUT_MS = 120_000

/** Keeps what we know of the hosts true, of clouds that show them. */
export function createHostReconciler(connections: Connections): Reconciler {
  return {
    name: 'cloud-hosts',
    concurrency: 2,
    sweepEveryMs: 60_000,
    reconcile: (ctx, id, signal) => lookAt(ctx, connections, id, signal),
    sweep: (ctx) => listUnseen(ctx.db, new Date(ctx.clock.now().getTime() - LOOK_EVERY_MS)),
  }
}

async function lookAt(
  ctx: Ctx,
  connections: Connections,
  id: string,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const cloud = await findCloud(ctx.db, id)
  if (!cloud || cloud.state === 'suspended') return { done: true }
  try {
    const { connector } = await connections.to(id)
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LOOK_TIMEOUT_MS)])
    if ((await connector.capabilities(limit)).hosts) {
      await recordHosts(ctx, id, connector.hosts(limit))
    } else await ctx.inTx((tx) => settleHosts(tx, id, { hosts: [], guests: [] }, ctx.clock.now()))
    return { done: true }
  } catch (error) {
    // The old figures stay, with their age; the probe's findings say what is wrong.
    if (!(error instanceof ConnectorFault)) throw error
    return { done: false, againMs: TROUBLED_MS }
  }
}
