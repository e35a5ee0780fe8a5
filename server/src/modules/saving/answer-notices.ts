/** The body answers on the page of its notices, one or a selection: the same act as on the task, and the task is done either way. */
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { refuseAnswering } from './notice.ts'
import { findNotice } from './notice-store.ts'
import type { Flows } from './send-notice.ts'

/**
 * All of them, or none: who sees a refusal knows which, and answers the others anew. The listener of the flow notes what the answer
 * means for the notice. @throws `saving-notice.answered` with the name of the resource.
 */
export async function answerNotices(
  flows: Flows,
  ctx: Ctx,
  ids: readonly string[],
  answer: { readonly how: 'approved' | 'rejected'; readonly comment: string | null },
): Promise<{ readonly answered: number }> {
  return ctx.inTx(async (tx) => {
    // One order for everybody who answers several.
    for (const id of [...ids].sort()) {
      const notice = ctx.authz.authorised(ctx, 'approve', 'saving-notice', await findNotice(tx, id))
      const subject = { noun: 'saving-notice', id } as const
      const refusal = refuseAnswering(notice)
      // The flow's lock before the notice's, as by whoever does the task.
      if (refusal || !(await flows.settleFlow(tx, ctx, subject, answer.how, answer.comment)))
        refuse('saving-notice.answered', { details: { resource: notice.resource_name } })
      await ctx.audit(tx, {
        noun: 'saving-notice',
        objectId: id,
        label: notice.resource_name,
        bodyId: notice.body_id,
        before: { state: notice.state },
        after: { answer: answer.how, comment: answer.comment },
      })
    }
    return { answered: ids.length }
  })
}
