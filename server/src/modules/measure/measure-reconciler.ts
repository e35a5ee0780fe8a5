import type { Ctx } from '../../platform/context.ts'
import type { Job } from '../../platform/jobs/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import { type Connections, type Connector, lookAtCloud } from '../cloud/index.ts'
import { keepMeasures } from './keep-measures.ts'
import { dayOf } from './measure.ts'
import { forgetDaysBefore, listCloudsToAsk, listServersOf, noteLooked } from './measure-store.ts'

export interface MeasureParts {
  readonly connections: Connections
  /** How often each cloud is asked. */
  readonly everyMs: number
}

/** A province's cloud tells of all its servers in this time. */
const LOOK_TIMEOUT_MS = 240_000
const TROUBLED_MS = 60_000
/** Counters that were not read for as many looks say nothing of the time between. */
const GAP_LOOKS = 3
/** Enough to compare with the same month of the year before. */
const KEEP_DAYS = 400
const DAY_MS = 86_400_000

export const gapOf = (everyMs: number): number => GAP_LOOKS * everyMs

/** Asks each cloud in its turn what its servers use, and keeps it by day. */
export function createMeasureReconciler({ connections, everyMs }: MeasureParts): Reconciler {
  const troubledMs = Math.max(TROUBLED_MS, Math.min(everyMs, 10 * TROUBLED_MS))
  const gapMs = gapOf(everyMs)
  return {
    name: 'measure',
    concurrency: 2,
    sweepEveryMs: 30_000,
    reconcile: (ctx, id, signal) => {
      const turn = { connections, cloudId: id, timeoutMs: LOOK_TIMEOUT_MS, troubledMs, signal }
      return lookAtCloud(ctx, turn, (connector, limit) => readMeasures(ctx, id, { connector, gapMs }, limit))
    },
    sweep: (ctx) => listCloudsToAsk(ctx.db, new Date(ctx.clock.now().getTime() - everyMs)),
  }
}

/** Where a cloud falls silent, what is missing is a gap, never nought. */
async function readMeasures(
  ctx: Ctx,
  id: string,
  { connector, gapMs }: { readonly connector: Connector; readonly gapMs: number },
  limit: AbortSignal,
): Promise<void> {
  const at = ctx.clock.now()
  const isTold = (await connector.capabilities(limit)).measures === true && connector.measures !== undefined
  if (isTold) {
    const servers = new Map((await listServersOf(ctx.db, id)).map((one) => [one.external_id, one]))
    const query = { servers: new Set(servers.keys()), signal: limit }
    for await (const page of connector.measures?.(query) ?? []) await keepMeasures(ctx, servers, page, gapMs)
  }
  await ctx.inTx((tx) => noteLooked(tx, id, at, isTold))
}

export const forgetMeasures: Job<never> = {
  name: 'measure.forget',
  maxAttempts: 5,
  cron: '20 17 * * *',
  async run(ctx) {
    const day = dayOf(ctx.clock.now().getTime() - KEEP_DAYS * DAY_MS)
    await ctx.inTx((tx) => forgetDaysBefore(tx, day))
  },
}
