import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { refusePlanDay, refusePlanning } from './notice.ts'
import { noticeTermsOn } from './notice-due.ts'
import { findNotice, loadNoticeForUpdate, type NoticeRow, noteOnNotice } from './notice-store.ts'

/**
 * The body says by when it will be done; on the day after it is looked at (R129). A later plan takes the place of an earlier one.
 * @throws `saving-notice.settled`, `saving-notice.planned_often`, `saving-notice.plan_day`.
 */
export async function planNotice(
  ctx: Ctx,
  id: string,
  plan: { readonly by: string; readonly note: string },
): Promise<NoticeRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadNoticeForUpdate(tx, id)
    const notice = ctx.authz.authorised(ctx, 'operate', 'saving-notice', found)
    const at = ctx.clock.now()
    const today = dayInChina(at)
    const { plansMax, planDays } = await noticeTermsOn(tx, today)
    const refusal = refusePlanning(notice, plansMax)
    if (refusal) refuse(refusal, { details: { times: plansMax } })
    const late = refusePlanDay(plan.by, today, planDays)
    if (late) refuse(late, { details: { days: planDays } })
    await noteOnNotice(tx, id, {
      planned_on: plan.by,
      plan_note: plan.note.trim(),
      planned_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
      planned_at: at,
      plan_kept: null,
      plans: notice.plans + 1,
      ...(notice.due_on === null ? {} : { due_on: plan.by }),
    })
    await ctx.audit(tx, {
      noun: 'saving-notice',
      objectId: id,
      label: notice.resource_name,
      bodyId: notice.body_id,
      before: { plannedOn: notice.planned_on },
      after: { plannedOn: plan.by, note: plan.note },
    })
    await ctx.emit(tx, { type: 'saving-notice.planned', noun: 'saving-notice', id, bodyId: notice.body_id })
    return (await findNotice(tx, id)) as NoticeRow
  })
}
