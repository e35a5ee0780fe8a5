import type { Authorised } from '../../../platform/authz/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { listPapersOverdue, loadRequestForUpdate, type RequestRow, updateRequest } from '../request-store.ts'
import type { StoredCondition } from './allocate.ts'
import { RECONCILER } from './names.ts'

/** Says when the papers of an emergency have not come in time: on the request, to the applicant, to the regulator's list. */
export function createPapersReconciler(): Reconciler {
  return {
    name: RECONCILER.papers,
    concurrency: 1,
    sweepEveryMs: 600_000,
    async reconcile(ctx, id) {
      await ctx.inTx(async (tx) => {
        const found = await loadRequestForUpdate(tx, id, { personId: null, seesDrafts: true })
        const now = ctx.clock.now()
        if (!found || found.papers_at !== null || found.papers_due_at === null || found.papers_due_at >= now)
          return
        if (found.condition !== null) return
        const condition: StoredCondition = {
          type: 'papers-overdue',
          reason: 'request.papers_overdue',
          details: { due: dayInChina(found.papers_due_at) },
          since: now.toISOString(),
        }
        await updateRequest(tx, found as Authorised<RequestRow, 'operate'>, null, {
          condition: JSON.stringify(condition),
        })
        await ctx.emit(tx, {
          type: 'request.papers-overdue',
          noun: 'request',
          id,
          bodyId: found.body_id,
        })
      })
      return { done: true }
    },
    sweep: (ctx) => listPapersOverdue(ctx.db, ctx.clock.now(), 200),
  }
}
