/** Tells once, when an order in the provider's hands has passed its day. It takes no input but the order. */
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { listUntoldOverdue, loadWorkOrderForUpdate, markOverdueTold } from './work-order-store.ts'

export const workOrderClock: Reconciler = {
  name: 'work-order-clock',
  concurrency: 1,
  sweepEveryMs: 60_000,
  sweep: (ctx) => listUntoldOverdue(ctx.db, ctx.clock.now()),
  async reconcile(ctx, id) {
    await ctx.inTx(async (tx) => {
      const order = await loadWorkOrderForUpdate(tx, id)
      const now = ctx.clock.now()
      const isInHand = order?.state === 'open' || order?.state === 'accepted'
      if (!order || !isInHand || order.due_at >= now || order.overdue_told_at !== null) return
      await markOverdueTold(tx, id, now)
      await ctx.emit(tx, {
        type: 'work-order.overdue',
        noun: 'work-order',
        id,
        bodyId: order.body_id ?? order.provider_body_id,
        payload: { providerBodyId: order.provider_body_id, dueAt: order.due_at.toISOString() },
      })
    })
    return { done: true }
  },
}
