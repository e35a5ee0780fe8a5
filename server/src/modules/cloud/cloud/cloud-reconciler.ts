import type { Ctx } from '../../../platform/context.ts'
import type { ReconcileResult, Reconciler } from '../../../platform/reconcile/index.ts'
import type { Connections } from '../connections.ts'
import type { Connector } from '../connector.ts'
import { abilitiesOf, lacksOf } from './cloud.ts'
import { findCloud, listUnprobed, updateAbilities } from './cloud-store.ts'
import { lookAtCloud } from './look-at-cloud.ts'
import { ASK_TIMEOUT_MS, findingsOf, recordCapacity, recordProbe } from './probe-cloud.ts'

/**
 * A healthy cloud is looked at this often, so that with the sweep and the longest that a probe takes no state is older than five minutes
 * (R121); one in trouble much sooner, so that it heals here as soon as it heals there.
 */
const LOOK_EVERY_MS = 240_000
const TROUBLED_MS = 15_000

/** Keeps what we know of each cloud true: its state, what is wrong with it, what it holds. */
export function createCloudReconciler(connections: Connections): Reconciler {
  return {
    name: 'cloud',
    concurrency: 8,
    sweepEveryMs: 30_000,
    reconcile: (ctx, id, signal) => lookAt(ctx, connections, id, signal),
    sweep: (ctx) => listUnprobed(ctx.db, new Date(ctx.clock.now().getTime() - LOOK_EVERY_MS)),
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
  const findings = await findingsOf(async () => (await connections.to(id)).connector, signal)
  const state = await ctx.inTx((tx) => recordProbe(ctx, tx, id, findings))
  const again: ReconcileResult = { done: false, againMs: TROUBLED_MS }
  if (state === 'unreachable') return again
  const turn = { connections, cloudId: id, timeoutMs: ASK_TIMEOUT_MS, troubledMs: TROUBLED_MS, signal }
  const looked = await lookAtCloud(ctx, turn, (connector, limit) => readCapacity(ctx, id, connector, limit))
  return state === 'degraded' ? again : looked
}

async function readCapacity(ctx: Ctx, id: string, connector: Connector, limit: AbortSignal): Promise<void> {
  const capabilities = await connector.capabilities(limit)
  const can = { abilities: abilitiesOf(capabilities), lacks: lacksOf(capabilities) }
  const capacity = await connector.capacity(limit)
  await ctx.inTx(async (tx) => {
    await updateAbilities(tx, id, can)
    await recordCapacity(ctx, tx, id, capacity)
  })
}
