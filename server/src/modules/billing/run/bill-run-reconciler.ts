/**
 * Treats the bills of a run one after another, as the person who asked and from his post: each in one transaction with its entry
 * in the audit trail and the note that it is done, so that a run that was killed goes on with the next one and does nothing twice.
 */
import { type BillRunVerb, billOperations, type ReasonCode, reasons } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { MakeCtx } from '../../../platform/create-context.ts'
import { AppError } from '../../../platform/errors.ts'
import { joined } from '../../../platform/http/index.ts'
import type { ReconcileResult, Reconciler } from '../../../platform/reconcile/index.ts'
import { actorOfAsked } from '../../organisation/index.ts'
import { closeBill, type Flows, rateAnew, sendBill } from '../bill/act-on-bill.ts'
import { loadBillForUpdate } from '../bill/bill-store.ts'
import { ATTEMPTS_MAX, LOOK_AGAIN_MS, waitsForMetering } from './bill-run.ts'
import {
  beginNext,
  endRun,
  findRun,
  forgetAttempts,
  holdItem,
  type Item,
  listUnderWay,
  type RunRow,
  refuseRest,
  saveDone,
  saveRefused,
} from './bill-run-store.ts'
import { RECONCILER } from './start-run.ts'

interface RunParts {
  readonly makeCtx: MakeCtx
  readonly flows: Flows
}

export function createBillRunReconciler(parts: RunParts): Reconciler {
  return {
    name: RECONCILER,
    concurrency: 2,
    sweepEveryMs: 30_000,
    reconcile: (ctx, id, signal) => treatRun(ctx, parts, id, signal),
    sweep: (ctx) => listUnderWay(ctx.db),
  }
}

const DONE: ReconcileResult = { done: true }

async function treatRun(
  ctx: Ctx,
  parts: RunParts,
  id: string,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const run = await findRun(ctx.db, id)
  if (run === undefined || run.state !== 'running') return DONE
  const actor = await actorOfAsked(ctx.db, run, ctx.clock.now())
  if (actor === null) {
    await ctx.inTx((tx) => refuseRest(tx, id, 'bill-run.post_ended'))
    return end(ctx, run)
  }
  const call = { requestId: id, address: null, operation: billOperations[run.verb] }
  const asPerson = parts.makeCtx(actor, call)
  for (;;) {
    if (signal.aborted) return { done: false, againMs: 0 }
    const item = await ctx.inTx((tx) => beginNext(tx, id))
    if (item === null) return end(ctx, run)
    const reason = item.attempts > ATTEMPTS_MAX ? 'bill-run.broken' : await treat(asPerson, parts, run, item)
    if (reason === null) continue
    if (waitsForMetering(reason, ctx.clock.now().getTime() - run.created_at.getTime())) {
      await ctx.inTx((tx) => forgetAttempts(tx, id, item.no))
      return { done: false, againMs: LOOK_AGAIN_MS }
    }
    await ctx.inTx((tx) => saveRefused(tx, id, item.no, reason))
  }
}

/** @returns why it was refused. What only failed is thrown, and tried again a little later. */
async function treat(ctx: Ctx, { flows }: RunParts, run: RunRow, item: Item): Promise<ReasonCode | null> {
  try {
    await ctx.inTx(async (tx) => {
      if (!(await holdItem(tx, run.id, item.no))) return
      const bill = await loadBillForUpdate(tx, item.bill_id)
      const body = { version: bill?.version ?? 0 }
      await ACTS[run.verb](flows, joined(ctx, tx), item.bill_id, body)
      await saveDone(tx, run.id, item.no)
    })
    return null
  } catch (error) {
    if (error instanceof AppError && !isPassing(error)) return error.reason
    throw error
  }
}

type Act = (flows: Flows, ctx: Ctx, id: string, body: { readonly version: number }) => Promise<unknown>
const ACTS: Readonly<Record<BillRunVerb, Act>> = {
  rate: (_, ctx, id, body) => rateAnew(ctx, id, body),
  send: sendBill,
  close: (_, ctx, id, body) => closeBill(ctx, id, body),
}

const isPassing = ({ reason }: AppError) =>
  ['internal', 'unavailable', 'timeout', 'rate_limited'].includes(reasons[reason].kind)

/** Whoever asked is told; not where somebody stopped it. */
async function end(
  ctx: Ctx,
  { id, body_id: bodyId, person_id: personId, verb }: RunRow,
): Promise<ReconcileResult> {
  await ctx.inTx(async (tx) => {
    if (!(await endRun(tx, id, 'ended', ctx.clock.now()))) return
    const run = (await findRun(tx, id)) as RunRow
    const payload = { personId, verb, done: run.done, refused: run.refused }
    await ctx.emit(tx, { type: 'bill-run.ended', noun: 'bill-run', id, bodyId, payload })
  })
  return DONE
}
