/**
 * Treats the things of a run one after another, as the person who asked and from his post: each in one transaction with its entry in
 * the audit trail and the note that it is done, so that a run that was killed goes on with the next one and does nothing twice.
 */
import type { OperationSpec, ReasonCode } from '@yunheng/contract'
import type { Actor, Ctx } from '../context.ts'
import type { MakeCtx } from '../create-context.ts'
import type { Db } from '../db/index.ts'
import { AppError, isPassing } from '../errors.ts'
import { joined } from '../http/index.ts'
import type { ReconcileResult, Reconciler } from '../reconcile/index.ts'
import { ATTEMPTS_MAX, type RunKind } from './run.ts'
import {
  beginNext,
  endRun,
  findRun,
  forgetAttempts,
  holdItem,
  type Item,
  listUnderWay,
  type RunBase,
  type RunRow,
  refuseRest,
  saveDone,
  saveRefused,
} from './run-store.ts'

const LOOK_AGAIN_MS = 3_000
const DONE: ReconcileResult = { done: true }

export interface RunWork<Own extends object, Thing extends object, Filters> {
  readonly makeCtx: MakeCtx
  /** Who asked, with what he may now; null where his post has ended. */
  actorOf(db: Db, run: RunBase<Filters>, now: Date): Promise<Actor | null>
  /** As which operation each thing is treated. */
  operationOf(run: RunRow<Own, Filters>): OperationSpec
  /**
   * Treats one thing, within the transaction of `ctx`, as if the person had done it by itself; a refusal is thrown.
   * @returns what the item keeps of it, by column.
   */
  treat(ctx: Ctx, run: RunRow<Own, Filters>, item: Item<Thing>): Promise<Readonly<Record<string, string>>>
  /** Refused now, and not in a minute: the run waits. */
  waitsFor?(reason: ReasonCode, runningForMs: number): boolean
  /** What the event of its end says besides. */
  toldOf?(run: RunRow<Own, Filters>): Readonly<Record<string, string>>
}

export function createRunReconciler<Own extends object, Thing extends object, Filters>(
  kind: RunKind<Own, Thing, Filters>,
  work: RunWork<Own, Thing, Filters>,
): Reconciler {
  return {
    name: kind.noun,
    concurrency: 2,
    sweepEveryMs: 30_000,
    reconcile: (ctx, id, signal) => treatRun(ctx, kind, work, id, signal),
    sweep: (ctx) => listUnderWay(ctx.db, kind),
  }
}

async function treatRun<Own extends object, Thing extends object, Filters>(
  ctx: Ctx,
  kind: RunKind<Own, Thing, Filters>,
  work: RunWork<Own, Thing, Filters>,
  id: string,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const run = await findRun(ctx.db, kind, id)
  if (run === undefined || run.state !== 'running') return DONE
  const end = () => endNow(ctx, kind, work, id)
  const actor = await work.actorOf(ctx.db, run, ctx.clock.now())
  if (actor === null) {
    await ctx.inTx((tx) => refuseRest(tx, kind, id, `${kind.noun}.post_ended`))
    return end()
  }
  const asPerson = work.makeCtx(actor, { requestId: id, address: null, operation: work.operationOf(run) })
  for (;;) {
    if (signal.aborted) return { done: false, againMs: 0 }
    const item = await ctx.inTx((tx) => beginNext(tx, kind, id))
    if (item === null) return end()
    const reason =
      item.attempts > ATTEMPTS_MAX
        ? (`${kind.noun}.broken` as const)
        : await treat(asPerson, kind, work, run, item)
    if (reason === null) continue
    if (work.waitsFor?.(reason, ctx.clock.now().getTime() - run.created_at.getTime())) {
      await ctx.inTx((tx) => forgetAttempts(tx, kind, id, item.no))
      return { done: false, againMs: LOOK_AGAIN_MS }
    }
    await ctx.inTx((tx) => saveRefused(tx, kind, id, item.no, reason))
  }
}

/** @returns why it was refused. What only failed is thrown, and tried again a little later. */
async function treat<Own extends object, Thing extends object, Filters>(
  ctx: Ctx,
  kind: RunKind<Own, Thing, Filters>,
  work: RunWork<Own, Thing, Filters>,
  run: RunRow<Own, Filters>,
  item: Item<Thing>,
): Promise<ReasonCode | null> {
  try {
    await ctx.inTx(async (tx) => {
      if (!(await holdItem(tx, kind, run.id, item.no))) return
      const left = await work.treat(joined(ctx, tx), run, item)
      await saveDone(tx, kind, run.id, item.no, left)
    })
    return null
  } catch (error) {
    if (error instanceof AppError && !isPassing(error)) return error.reason
    throw error
  }
}

/** Whoever asked is told; not where somebody stopped it. */
async function endNow<Own extends object, Thing extends object, Filters>(
  ctx: Ctx,
  kind: RunKind<Own, Thing, Filters>,
  work: RunWork<Own, Thing, Filters>,
  id: string,
): Promise<ReconcileResult> {
  await ctx.inTx(async (tx) => {
    if (!(await endRun(tx, kind, id, 'ended', ctx.clock.now()))) return
    const run = (await findRun(tx, kind, id)) as RunRow<Own, Filters>
    const { person_id: personId, body_id: bodyId, done, refused } = run
    const payload = { personId, done, refused, ...work.toldOf?.(run) }
    await ctx.emit(tx, { type: `${kind.noun}.ended`, noun: kind.noun, id, bodyId, payload })
  })
  return DONE
}
