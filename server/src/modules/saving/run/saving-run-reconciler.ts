/**
 * Sends the notices of a run one after another, as the person who asked and from his post: each in one transaction with its entry in
 * the audit trail and the note that it is done, so that a run that was killed goes on with the next one and sends nothing twice.
 */
import { type ReasonCode, reasons, savingOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { MakeCtx } from '../../../platform/create-context.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { joined } from '../../../platform/http/index.ts'
import type { ReconcileResult, Reconciler } from '../../../platform/reconcile/index.ts'
import { actorOfAsked } from '../../organisation/index.ts'
import { type Flows, sendNotice } from '../send-notice.ts'
import { ATTEMPTS_MAX, RUN_RECONCILER } from './saving-run.ts'
import {
  beginNext,
  endRun,
  findRun,
  findSameProposal,
  holdItem,
  type Item,
  listUnderWay,
  type RunRow,
  refuseRest,
  saveDone,
  saveRefused,
} from './saving-run-store.ts'

interface RunParts {
  readonly makeCtx: MakeCtx
  readonly flows: Flows
}

export function createSavingRunReconciler(parts: RunParts): Reconciler {
  return {
    name: RUN_RECONCILER,
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
    await ctx.inTx((tx) => refuseRest(tx, id, 'saving-run.post_ended'))
    return end(ctx, run)
  }
  const asPerson = parts.makeCtx(actor, {
    requestId: id,
    address: null,
    operation: savingOperations.sendNotice,
  })
  for (;;) {
    if (signal.aborted) return { done: false, againMs: 0 }
    const item = await ctx.inTx((tx) => beginNext(tx, id))
    if (item === null) return end(ctx, run)
    const reason = item.attempts > ATTEMPTS_MAX ? 'saving-run.broken' : await send(asPerson, parts, id, item)
    if (reason !== null) await ctx.inTx((tx) => saveRefused(tx, id, item.no, reason))
  }
}

/** @returns why it was refused. What only failed is thrown, and tried again a little later. */
async function send(ctx: Ctx, { flows }: RunParts, runId: string, item: Item): Promise<ReasonCode | null> {
  try {
    await ctx.inTx(async (tx) => {
      if (!(await holdItem(tx, runId, item.no))) return
      const proposalId = (await findSameProposal(tx, item)) ?? refuse('saving-run.gone')
      const { id } = await sendNotice(flows, joined(ctx, tx), proposalId)
      await saveDone(tx, runId, item.no, id)
    })
    return null
  } catch (error) {
    if (error instanceof AppError && !isPassing(error)) return error.reason
    throw error
  }
}

const isPassing = ({ reason }: AppError) =>
  ['internal', 'unavailable', 'timeout', 'rate_limited'].includes(reasons[reason].kind)

/** Whoever asked is told; not where somebody stopped it. */
async function end(ctx: Ctx, { id, body_id: bodyId, person_id: personId }: RunRow): Promise<ReconcileResult> {
  await ctx.inTx(async (tx) => {
    if (!(await endRun(tx, id, 'ended', ctx.clock.now()))) return
    const run = (await findRun(tx, id)) as RunRow
    const payload = { personId, done: run.done, refused: run.refused }
    await ctx.emit(tx, { type: 'saving-run.ended', noun: 'saving-run', id, bodyId, payload })
  })
  return DONE
}
