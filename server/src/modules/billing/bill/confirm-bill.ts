/** The body agrees, on the page of the bill or on its task: the same act, and the task is done either way. */
import type { BodyOf, billOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import type { FlowAct, FlowChange, FlowListener } from '../../workflow/index.ts'
import { type Flows, NO_CLOSING } from './act-on-bill.ts'
import { refuseVerb } from './bill.ts'
import { type BillRow, findBill, loadBillForUpdate, updateBill } from './bill-store.ts'

/** The flow's lock is taken before the bill's, as by whoever does the task. */
export async function confirmBill(
  flows: Flows,
  ctx: Ctx,
  id: string,
  { version }: BodyOf<typeof operations.confirm>,
): Promise<BillRow> {
  return ctx.inTx(async (tx) => {
    const bill = ctx.authz.authorised(ctx, 'approve', 'bill', await findBill(tx, id))
    if (bill.version !== version) refuse('common.version_stale')
    const refusal = refuseVerb('confirm', bill)
    if (refusal) refuse(refusal)
    // Its listener confirms. A bill whose flow was voided, or that was sent before there was one, has no task.
    if (!(await flows.settleFlow(tx, ctx, { noun: 'bill', id }, 'done', null))) await confirm(ctx, tx, id)
    return (await findBill(tx, id)) as BillRow
  })
}

async function confirm(ctx: Ctx, tx: Tx, id: string): Promise<void> {
  const bill = await loadBillForUpdate(tx, id)
  if (bill === undefined) return refuse('common.not_found')
  const refusal = refuseVerb('confirm', bill)
  if (refusal) refuse(refusal)
  const change = {
    state: 'confirmed',
    confirmed_at: ctx.clock.now(),
    confirmed_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
    ...NO_CLOSING,
  } as const
  if (!(await updateBill(tx, id, bill.version, change))) refuse('common.version_stale')
  const { body_id: bodyId, month: label } = bill
  await ctx.audit(tx, {
    act: 'bill.confirm',
    noun: 'bill',
    objectId: id,
    label,
    bodyId,
    before: { state: bill.state },
    after: change,
  })
  await ctx.emit(tx, { type: 'bill.confirmed', noun: 'bill', id, bodyId })
}

export const billFlowListener: FlowListener = { subjectNoun: 'bill', onFlowChange, refuseAct }

async function onFlowChange(tx: Tx, ctx: Ctx, news: FlowChange): Promise<void> {
  // Voided: nobody has agreed, and the bill still waits.
  if (news.kind === 'ended' && news.outcome === 'approved') await confirm(ctx, tx, news.subject.id)
}

/** Objections are made charge by charge, on the bill: while one is open nothing can be confirmed. */
async function refuseAct(tx: Tx, _ctx: Ctx, { verb, subject }: FlowAct) {
  if (verb !== 'complete') return null
  const bill = await findBill(tx, subject.id)
  const reason = bill === undefined ? null : refuseVerb('confirm', bill)
  return reason && { reason }
}
