import type { Ctx } from '../context.ts'
import type { Database } from '../db/index.ts'
import { SCOPE_ALL } from '../db/index.ts'
import { createLoop, type Loop } from '../loop.ts'
import { extendLeases, insertNudge, type Lease, leaseDue, removeDone, updateDue } from './reconcile-store.ts'

/** `done`: nothing differs any more. `again`: look once more after this many milliseconds. */
export type ReconcileResult = { readonly done: true } | { readonly done: false; readonly againMs: number }

/**
 * Closes the gap between what is intended and what is (STYLE 2.9). It takes no input but the id of the thing: it reads
 * both sides itself, does at most one step outside any transaction, and records what it observed.
 */
export interface Reconciler {
  /** `<noun>`: what `ctx.nudge` names. */
  readonly name: string
  /** Things worked on at the same time in one process. */
  readonly concurrency: number
  /** How often {@link sweep} looks for work that no nudge told of. */
  readonly sweepEveryMs: number
  reconcile(ctx: Ctx, id: string, signal: AbortSignal): Promise<ReconcileResult>
  /** Ids that differ, bounded: a lost nudge costs time, never correctness. */
  sweep(ctx: Ctx): Promise<readonly string[]>
}

export interface ReconcileRunner {
  start(): void
  stop(): Promise<void>
  wake(): void
}

/**
 * A process that died holds its items this long: what was under way must be done within half a minute of a restart (F1),
 * and a cloud needs some of that. Prolonged four times as often. Who loses a lease while it lives (a database that stalls for
 * 7 s) does no harm: what was asked for is not asked for again before `LATE_ANSWER_MS` of the resource have passed.
 */
const LEASE_MS = 10_000
const POLL_MS = 250
const BACKOFF_MS_MAX = 300_000

/** Waiting time after the n-th failure in a row: 1 s, 2 s, 4 s … 5 min. */
export function backOffMs(failures: number): number {
  return Math.min(BACKOFF_MS_MAX, 1000 * 2 ** Math.min(failures - 1, 20))
}

export function createReconcileRunner(
  database: Database,
  makeCtx: (name: string) => Ctx,
  reconcilers: readonly Reconciler[],
): ReconcileRunner {
  const runs = reconcilers.map((reconciler) => createRun(database, makeCtx, reconciler))
  return {
    start() {
      for (const run of runs) run.start()
    },
    stop: async () => {
      await Promise.all(runs.map((run) => run.stop()))
    },
    wake() {
      for (const run of runs) run.wake()
    },
  }
}

/** One reconciler's loop: keeps up to `concurrency` items under way and starts another as soon as one ends. */
function createRun(database: Database, makeCtx: (name: string) => Ctx, reconciler: Reconciler): Loop {
  const ctx = makeCtx(`reconciler:${reconciler.name}`)
  const token = ctx.ids.next()
  const underWay = new Map<string, Promise<void>>()
  const abort = new AbortController()
  let nextSweepMs = 0
  let nextExtendMs = 0

  const work = async (lease: Lease) => {
    const result = await attempt(ctx, reconciler, lease, abort.signal)
    await database.inTx(SCOPE_ALL, async (tx) => {
      if (result.ok && result.value.done) return removeDone(tx, reconciler.name, lease)
      // Stopped in the middle: give it back at once, to whichever process comes next.
      if (abort.signal.aborted)
        return updateDue(tx, reconciler.name, lease, { dueAt: null, failures: lease.failures, error: null })
      const failures = result.ok ? 0 : lease.failures + 1
      const waitMs = result.ok && !result.value.done ? result.value.againMs : backOffMs(failures)
      return updateDue(tx, reconciler.name, lease, {
        dueAt: new Date(ctx.clock.now().getTime() + waitMs),
        failures,
        error: result.ok ? null : String(result.error),
      })
    })
  }

  const pass = async (): Promise<boolean> => {
    const nowMs = performance.now()
    if (nowMs >= nextSweepMs) {
      nextSweepMs = nowMs + reconciler.sweepEveryMs
      await sweep(database, ctx, reconciler)
    }
    const leaseEnd = () => new Date(ctx.clock.now().getTime() + LEASE_MS)
    if (underWay.size > 0 && nowMs >= nextExtendMs) {
      nextExtendMs = nowMs + LEASE_MS / 4
      await extendLeases(database.as(SCOPE_ALL), token, leaseEnd())
    }
    const free = reconciler.concurrency - underWay.size
    if (free <= 0) return false
    const leases = await database.inTx(SCOPE_ALL, (tx) =>
      leaseDue(tx, reconciler.name, ctx.clock.now(), free, { until: leaseEnd(), token }),
    )
    for (const lease of leases) {
      const run = work(lease)
        .catch((error: unknown) =>
          ctx.log.warn({ err: error, id: lease.id }, 'the outcome of a reconcile was not kept'),
        )
        .finally(() => {
          underWay.delete(lease.id)
          loop.wake()
        })
      underWay.set(lease.id, run)
    }
    return false
  }
  const loop = createLoop({ name: `reconcile:${reconciler.name}`, intervalMs: POLL_MS, log: ctx.log, pass })
  return {
    ...loop,
    async stop() {
      abort.abort()
      await loop.stop()
      await Promise.all(underWay.values())
    },
  }
}

type Attempt = { ok: true; value: ReconcileResult } | { ok: false; error: unknown }

async function attempt(
  ctx: Ctx,
  reconciler: Reconciler,
  lease: Lease,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    return { ok: true, value: await reconciler.reconcile(ctx, lease.id, signal) }
  } catch (error) {
    if (!signal.aborted)
      ctx.log.warn({ err: error, id: lease.id, reconciler: reconciler.name }, 'a reconcile failed')
    return { ok: false, error }
  }
}

async function sweep(database: Database, ctx: Ctx, reconciler: Reconciler): Promise<void> {
  const ids = await reconciler.sweep(ctx)
  if (ids.length === 0) return
  await database.inTx(SCOPE_ALL, (tx) => insertNudge(tx, reconciler.name, ids, ctx.clock.now()))
}
