import type { Ctx } from '../../../platform/context.ts'
import type { ReconcileResult, Reconciler } from '../../../platform/reconcile/index.ts'
import { type Connections, ConnectorFault, findCloud } from '../../cloud/index.ts'
import { keepReadings } from './keep-readings.ts'
import { listCloudsToAsk, noteLooked } from './reading-store.ts'
import { listThingsByTraffic } from './things-by-traffic.ts'

/** An hour is read twice, so that what flows at its end counts in it or soon after. */
const EVERY_MS = 1_800_000
const LOOK_TIMEOUT_MS = 240_000
const TROUBLED_MS = 300_000

/** Asks each cloud in its turn what flowed through the addresses and balancers that are priced by it. */
export function createCounterReconciler(connections: Connections): Reconciler {
  return {
    name: 'counter',
    concurrency: 2,
    sweepEveryMs: 60_000,
    reconcile: (ctx, id, signal) => askCloud(ctx, connections, id, signal),
    sweep: (ctx) => listCloudsToAsk(ctx.db, new Date(ctx.clock.now().getTime() - EVERY_MS)),
  }
}

async function askCloud(
  ctx: Ctx,
  connections: Connections,
  id: string,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const cloud = await findCloud(ctx.db, id)
  if (!cloud || cloud.state === 'suspended') return { done: true }
  const at = ctx.clock.now()
  try {
    const { connector } = await connections.to(id)
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LOOK_TIMEOUT_MS)])
    const kinds = (await connector.capabilities(limit)).counters ?? []
    const isTold = kinds.length > 0 && connector.counters !== undefined
    for (const kind of isTold ? kinds : []) {
      const things = await listThingsByTraffic(ctx, id, kind)
      if (things.size === 0) continue
      const query = { kind, things: new Set(things.keys()), signal: limit }
      for await (const page of connector.counters?.(query) ?? []) await keepReadings(ctx, things, page)
    }
    await ctx.inTx((tx) => noteLooked(tx, id, at, isTold))
    return { done: true }
  } catch (error) {
    // What was told before it fell silent is kept. A counter goes on: the next reading tells what flowed meanwhile.
    if (!(error instanceof ConnectorFault)) throw error
    return { done: false, againMs: TROUBLED_MS }
  }
}
