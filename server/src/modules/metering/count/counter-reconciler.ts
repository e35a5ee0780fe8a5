import type { Ctx } from '../../../platform/context.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { type Connections, type Connector, lookAtCloud } from '../../cloud/index.ts'
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
    reconcile: (ctx, id, signal) => {
      const turn = { connections, cloudId: id, timeoutMs: LOOK_TIMEOUT_MS, troubledMs: TROUBLED_MS, signal }
      return lookAtCloud(ctx, turn, (connector, limit) => readCounters(ctx, id, connector, limit))
    },
    sweep: (ctx) => listCloudsToAsk(ctx.db, new Date(ctx.clock.now().getTime() - EVERY_MS)),
  }
}

/** A counter goes on while nobody reads it: the next reading tells what flowed meanwhile. */
async function readCounters(ctx: Ctx, id: string, connector: Connector, limit: AbortSignal): Promise<void> {
  const at = ctx.clock.now()
  const kinds = (await connector.capabilities(limit)).counters ?? []
  const isTold = kinds.length > 0 && connector.counters !== undefined
  for (const kind of isTold ? kinds : []) {
    const things = await listThingsByTraffic(ctx, id, kind)
    if (things.size === 0) continue
    const query = { kind, things: new Set(things.keys()), signal: limit }
    for await (const page of connector.counters?.(query) ?? []) await keepReadings(ctx, things, page)
  }
  await ctx.inTx((tx) => noteLooked(tx, id, at, isTold))
}
