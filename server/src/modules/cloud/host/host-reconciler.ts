import type { Ctx } from '../../../platform/context.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { lookAtCloud } from '../cloud/look-at-cloud.ts'
import type { Connections } from '../connections.ts'
import type { Connector } from '../connector.ts'
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
    reconcile: (ctx, id, signal) => {
      const turn = { connections, cloudId: id, timeoutMs: LOOK_TIMEOUT_MS, troubledMs: TROUBLED_MS, signal }
      return lookAtCloud(ctx, turn, (connector, limit) => readHosts(ctx, id, connector, limit))
    },
    sweep: (ctx) => listUnseen(ctx.db, new Date(ctx.clock.now().getTime() - LOOK_EVERY_MS)),
  }
}

async function readHosts(ctx: Ctx, id: string, connector: Connector, limit: AbortSignal): Promise<void> {
  if ((await connector.capabilities(limit)).hosts) await recordHosts(ctx, id, connector.hosts(limit))
  else await ctx.inTx((tx) => settleHosts(tx, id, { hosts: [], guests: [] }, ctx.clock.now()))
}
