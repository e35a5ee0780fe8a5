/** What follows from a notice: its answer, the decision about an objection, that it was done, what came of it. */

import type { Role, SavingNoticeStep } from '@yunheng/contract'
import { actingPost, personIdOf } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import { addDays, dayInChina } from '../../platform/worktime/index.ts'
import { findPricesInForce } from '../catalogue/index.ts'
import { meanOf, sumWindow } from '../measure/index.ts'
import { findResource } from '../resource/index.ts'
import type { FlowChange, FlowListener } from '../workflow/index.ts'
import { firstLook } from './bill-effect.ts'
import { monthlyFen } from './judge-price.ts'
import { NOTICE_RECONCILER, nextStep } from './notice.ts'
import { dueDayOf, noticeTermsOn } from './notice-due.ts'
import {
  findNow,
  listToFollow,
  loadNoticeForUpdate,
  type NoticeRow,
  type NowRow,
  noteOnNotice,
  noteReminder,
} from './notice-store.ts'
import { estimateSaving, serversToRate } from './schedule/schedule-saving.ts'
import { findFollowedSchedule, type ScheduleRow, toSchedule } from './schedule/schedule-store.ts'
import { listServerFacts } from './schedule/server-store.ts'
import { hoursOn } from './schedule/windows.ts'
import { ANSWER_FLOW, type Flows, OBJECTION_FLOW, titleOf } from './send-notice.ts'

const BATCH = 200

/** The answer and the decision are acts on tasks; what they mean for the notice is noted in the same transaction. */
export const savingFlowListener: FlowListener = { subjectNoun: 'saving-notice', onFlowChange }

async function onFlowChange(tx: Tx, ctx: Ctx, news: FlowChange): Promise<void> {
  if (news.kind !== 'ended') return
  const notice = await loadNoticeForUpdate(tx, news.subject.id)
  if (notice === undefined) return
  if (news.outcome !== 'approved' && news.outcome !== 'rejected')
    return callOff(tx, ctx, notice, news.comment)
  const isYes = news.outcome === 'approved'
  const at = ctx.clock.now()
  const by = ctx.actor.kind === 'nobody' ? '' : ctx.actor.name
  if (news.flowKey === ANSWER_FLOW && notice.state === 'sent') {
    const { actor } = ctx
    await noteOnNotice(tx, notice.id, {
      state: isYes ? 'accepted' : 'objected',
      answered_at: at,
      answered_by: by,
      answered_person_id: personIdOf(actor),
      answered_role: actingPost(actor)?.role ?? null,
      answer: news.comment,
      ...(isYes ? { due_on: await dueDayOf(ctx, tx, notice) } : {}),
    })
    await ctx.nudge(tx, NOTICE_RECONCILER, notice.id)
    return tell(tx, ctx, notice, isYes ? 'accepted' : 'objected', news.comment)
  }
  if (news.flowKey !== OBJECTION_FLOW || notice.state !== 'objected') return
  const state = isYes ? 'waived' : 'insisted'
  const due = isYes ? {} : { due_on: await dueDayOf(ctx, tx, notice) }
  await noteOnNotice(tx, notice.id, { state, decided_at: at, decided_by: by, decision: news.comment, ...due })
  return tell(tx, ctx, notice, state, news.comment)
}

/** Its flow was ended by hand: nothing more is asked, and another notice may be sent. */
async function callOff(tx: Tx, ctx: Ctx, notice: NoticeRow, comment: string | null): Promise<void> {
  if (notice.state !== 'sent' && notice.state !== 'objected') return
  const at = ctx.clock.now()
  const by = ctx.actor.kind === 'nobody' ? '' : ctx.actor.name
  const ended =
    notice.state === 'sent'
      ? { answered_at: at, answered_by: by, answer: comment }
      : { decided_at: at, decided_by: by, decision: comment }
  await noteOnNotice(tx, notice.id, { state: 'lapsed', settled_on: dayInChina(at), ...ended })
  return tell(tx, ctx, notice, 'lapsed', comment)
}

type Told =
  | 'accepted'
  | 'objected'
  | 'waived'
  | 'insisted'
  | 'done'
  | 'lapsed'
  | 'measured'
  | SavingNoticeStep

async function tell(tx: Tx, ctx: Ctx, notice: NoticeRow, what: Told, comment: string | null): Promise<void> {
  const { id, body_id: bodyId, resource_name: label } = notice
  const act = `saving-notice.${what}`
  await ctx.audit(tx, {
    act,
    noun: 'saving-notice',
    objectId: id,
    label,
    bodyId,
    before: { state: notice.state },
    after: { comment },
  })
  await ctx.emit(tx, { type: act, noun: 'saving-notice', id, bodyId })
}

/** Asks for the decision about an objection, sees what was done, measures it a month after. No input but the notice. */
export function createNoticeReconciler(flows: Flows): Reconciler {
  return {
    name: NOTICE_RECONCILER,
    concurrency: 1,
    sweepEveryMs: 600_000,
    async reconcile(ctx, id) {
      await ctx.inTx((tx) => follow(flows, ctx, tx, id))
      return { done: true }
    },
    async sweep(ctx) {
      const at = ctx.clock.now()
      const today = dayInChina(at)
      const terms = await noticeTermsOn(ctx.db, today)
      return listToFollow(ctx.db, { at, today, effectSince: addDays(today, -terms.effectDays), terms }, BATCH)
    },
  }
}

async function follow(flows: Flows, ctx: Ctx, tx: Tx, id: string): Promise<void> {
  const notice = await loadNoticeForUpdate(tx, id)
  if (notice === undefined) return
  if (notice.state === 'objected' && notice.objected_at === null)
    return askForDecision(flows, ctx, tx, notice)
  const today = dayInChina(ctx.clock.now())
  const now = await findNow(tx, notice, ctx.clock.now())
  if (now === undefined) return
  const scheduled = await findFollowedSchedule(tx, notice)
  const seen = {
    isScheduled: scheduled !== undefined,
    isGone: now.is_gone,
    isLeaving: now.is_leaving,
    vcpus: now.vcpus,
    memory_mib: now.memory_mib,
    isFound: now.is_found,
    isUnrefuted: notice.unrefuted_on !== null,
  }
  const terms = await noticeTermsOn(tx, today)
  const step = nextStep(notice, seen, today, terms)
  switch (step) {
    case 'done':
      await noteOnNotice(tx, id, {
        state: 'done',
        settled_on: today,
        bill_look_on: firstLook(today),
        settled_fen: await savedBy(tx, notice, now, today, scheduled),
        ...keptBy(notice, today),
      })
      return tell(tx, ctx, notice, 'done', null)
    case 'lapsed':
      await noteOnNotice(tx, id, { state: 'lapsed', settled_on: today })
      return tell(tx, ctx, notice, 'lapsed', null)
    case 'due-soon':
    case 'overdue':
    case 'to-head':
    case 'to-centre':
      return remind(tx, ctx, notice, step, today)
    case 'measure':
      await noteOnNotice(tx, id, {
        effect_on: today,
        effect_cpu: await cpuSince(tx, notice, now, terms.effectDays),
      })
      return tell(tx, ctx, notice, 'measured', null)
    case null:
      return
  }
}

/** Each step is told once for a day; a later day begins anew. */
async function remind(
  tx: Tx,
  ctx: Ctx,
  notice: NoticeRow,
  step: SavingNoticeStep,
  today: string,
): Promise<void> {
  const { id, due_on: dueOn, planned_on: plannedOn } = notice
  if (dueOn === null || !(await noteReminder(tx, { id, dueOn, step, at: ctx.clock.now() }))) return
  if (plannedOn !== null && plannedOn < today) await noteOnNotice(tx, id, { plan_kept: false })
  return tell(tx, ctx, notice, step, notice.plan_note)
}

/** In the name of whoever objected: he does not decide about it himself. */
async function askForDecision(flows: Flows, ctx: Ctx, tx: Tx, notice: NoticeRow): Promise<void> {
  if (notice.answered_person_id === null || notice.answered_role === null) return
  await flows.startFlow(tx, ctx, {
    subject: { noun: 'saving-notice', id: notice.id, bodyId: notice.body_id, title: titleOf(notice) },
    by: { flow: OBJECTION_FLOW },
    variables: {},
    starter: {
      personId: notice.answered_person_id,
      name: notice.answered_by ?? '',
      role: notice.answered_role as Role,
      bodyId: notice.body_id,
    },
  })
  await noteOnNotice(tx, notice.id, { objected_at: ctx.clock.now() })
}

/** What it costs less a month than when the notice was sent, at the prices of today; all of it where nothing is left. */
async function savedBy(
  tx: Tx,
  notice: NoticeRow,
  now: NowRow,
  today: string,
  scheduled: ScheduleRow | undefined,
): Promise<string | null> {
  if (now.is_gone) return notice.saving_fen === null ? null : String(notice.saving_fen)
  if (scheduled !== undefined) {
    const servers = await listServerFacts(tx, [notice.resource_id], scheduled.id, today)
    const { windows } = hoursOn(toSchedule(scheduled), today)
    const { perMonth } = estimateSaving(windows, await serversToRate(tx, servers, today))
    return perMonth?.toString() ?? null
  }
  const resource = await findResource(tx, notice.resource_id)
  if (resource === undefined) return null
  const prices = await findPricesInForce(tx, notice.provider_body_id, today)
  const diskGiB = (resource.observed_spec as { rootDiskGiB?: number } | null)?.rootDiskGiB ?? 0
  const at = (vcpus: number | null, memoryMiB: number | null) => {
    const size = { vcpus: vcpus ?? 0, memoryMiB: memoryMiB ?? 0, diskGiB, isOff: false }
    return monthlyFen({ kind: 'server', plan: resource.plan, poolId: resource.pool_id, ...size }, prices)
  }
  const [before, after] = [at(notice.vcpus, notice.memory_mib), at(now.vcpus, now.memory_mib)]
  return before === null || after === null ? null : String(before - after)
}

/** What was planned for a later day, or for today, was kept. */
const keptBy = ({ planned_on }: NoticeRow, today: string) =>
  planned_on === null ? {} : { plan_kept: today <= planned_on }

async function cpuSince(tx: Tx, notice: NoticeRow, now: NowRow, days: number): Promise<number | null> {
  if (now.is_gone || notice.settled_on === null) return null
  const window = { from: addDays(notice.settled_on, 1), to: addDays(notice.settled_on, days) }
  const cpu = (await sumWindow(tx, [notice.resource_id], window)).get(notice.resource_id)?.get('cpu')
  const mean = cpu === undefined ? null : meanOf(cpu)
  return mean === null ? null : Math.round(mean)
}
