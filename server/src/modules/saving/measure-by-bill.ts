/** Holds what was done against the bills, once the month after is billed. No input but the notice. */
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import { addDays, dayInChina } from '../../platform/worktime/index.ts'
import { listUsageBilled } from '../billing/index.ts'
import { type BillEffect, billEffectOf, LOOK_AGAIN_DAYS, monthsAround, overlapsSince } from './bill-effect.ts'
import { isToldByAnother, listToBill, loadNoticeForUpdate, noteOnNotice } from './notice-store.ts'

const BATCH = 200

export const billEffectReconciler: Reconciler = {
  name: 'saving-bill',
  concurrency: 1,
  sweepEveryMs: 600_000,
  async reconcile(ctx, id) {
    await ctx.inTx((tx) => compare(ctx, tx, id))
    return { done: true }
  },
  sweep: (ctx) => listToBill(ctx.db, dayInChina(ctx.clock.now()), BATCH),
}

async function compare(ctx: Ctx, tx: Tx, id: string): Promise<void> {
  const notice = await loadNoticeForUpdate(tx, id)
  const today = dayInChina(ctx.clock.now())
  if (notice?.state !== 'done' || notice.settled_on === null) return
  if (notice.bill_look_on === null || notice.bill_look_on > today) return
  const { before, after } = monthsAround(notice.settled_on)
  const bills = await listUsageBilled(tx, {
    bodyId: notice.body_id,
    systemId: notice.system_id,
    resourceId: notice.resource_id,
    months: [before, after],
  })
  const effect: BillEffect = (await isToldByAnother(tx, notice, overlapsSince(notice.settled_on)))
    ? { is: 'unknown' }
    : billEffectOf(notice.settled_on, bills, today)
  if (effect.is === 'waiting') {
    // Another day: what waits for its bill leaves room for others.
    await noteOnNotice(tx, id, { bill_look_on: addDays(today, LOOK_AGAIN_DAYS) })
    return
  }
  const said =
    effect.is === 'known'
      ? { billed_before_fen: String(effect.before), billed_after_fen: String(effect.after) }
      : {}
  await noteOnNotice(tx, id, { bill_look_on: null, billed_on: today, ...said })
  const act = 'saving-notice.billed'
  const { body_id: bodyId, resource_name: label } = notice
  await ctx.audit(tx, {
    act,
    noun: 'saving-notice',
    objectId: id,
    label,
    bodyId,
    after: { before, after, ...said },
  })
  await ctx.emit(tx, { type: act, noun: 'saving-notice', id, bodyId })
}
