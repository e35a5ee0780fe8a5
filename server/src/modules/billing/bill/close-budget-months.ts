/** Months that are over are closed in the budget, those too in which a body was not billed at all (R274). */
import type { Db } from '../../../platform/db/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { type ClosedMonth, closeMonth, listMonthsToClose } from '../../budget/index.ts'
import { findMeteredHour, monthOf } from '../../metering/index.ts'
import { listBilledMonths } from './bill-store.ts'
import { listUnbilled } from './billing-reconciler.ts'

export const budgetMonthReconciler: Reconciler = {
  name: 'budget-month',
  concurrency: 1,
  sweepEveryMs: 3_600_000,
  async reconcile(ctx, bodyId) {
    for (const one of await toClose(ctx.db, dayInChina(ctx.clock.now()), bodyId))
      await ctx.inTx((tx) => closeMonth(ctx, tx, one))
    return { done: true }
  },
  async sweep(ctx) {
    const found = await toClose(ctx.db, dayInChina(ctx.clock.now()), null)
    return [...new Set(found.map(({ bodyId }) => bodyId))]
  },
}

/**
 * Of this year and the last one: months whose bill is closed; and of those that are metered to their end, months in which the body held
 * nothing that is still to be billed, and has no bill.
 */
async function toClose(db: Db, today: string, bodyId: string | null): Promise<readonly ClosedMonth[]> {
  const metered = await findMeteredHour(db)
  if (metered === null) return []
  const span = { from: `${Number(today.slice(0, 4)) - 1}-01-01`, until: `${monthOf(metered)}-01` }
  const held = await listMonthsToClose(db, span, bodyId)
  if (held.length === 0) return []
  const keyOf = (of: { readonly body_id: string; readonly month: string }) => `${of.body_id} ${of.month}`
  const known = [...(await listBilledMonths(db)), ...(await listUnbilled(db, bodyId))]
  const billed = new Set(known.map(keyOf))
  return held
    .filter((one) => one.bill_id !== null || !billed.has(keyOf(one)))
    .map((one) => ({ bodyId: one.body_id, month: `${one.month}-01`, billId: one.bill_id }))
}
