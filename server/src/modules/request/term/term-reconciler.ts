import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { dayInChina, daysBetween } from '../../../platform/worktime/index.ts'
import { releaseBudget } from '../delivery/commit-budget.ts'
import { RECONCILER } from '../delivery/names.ts'
import type { Doors } from '../doors.ts'
import { insertRequestEvent } from '../event-store.ts'
import { renewAlone } from './renew-alone.ts'
import { nextTermAction, SAID_ENDED } from './term.ts'
import { listTermsDue, loadTermForUpdate, type TermRow, updateTerm } from './term-store.ts'

const BATCH = 200

/** Carries the ends of terms out: reminds, stops, releases. It only changes what is intended; resources follow. */
export function createTermReconciler(doors: Doors): Reconciler {
  return {
    name: RECONCILER.term,
    concurrency: 2,
    sweepEveryMs: 600_000,
    async reconcile(ctx, id) {
      await ctx.inTx((tx) => endTerm(doors, ctx, tx, id))
      return { done: true }
    },
    async sweep(ctx) {
      const today = dayInChina(ctx.clock.now())
      return listTermsDue(ctx.db, today, await doors.rules.onDay(ctx.db, today, null), BATCH)
    },
  }
}

export async function endTerm(doors: Doors, ctx: Ctx, tx: Tx, resourceId: string): Promise<void> {
  const term = await loadTermForUpdate(tx, resourceId)
  if (!term) return
  const today = dayInChina(ctx.clock.now())
  const rules = await doors.rules.onDay(tx, today, null)
  const action = nextTermAction(toState(term), today, rules)
  const name = term.resource_name
  const noticed = term.noticed_at ?? ctx.clock.now()
  switch (action.kind) {
    case 'none':
      return
    case 'remind': {
      await updateTerm(tx, resourceId, { reminded_days: action.days, noticed_at: noticed })
      return say(ctx, tx, term, 'reminded', { name, days: daysBetween(today, term.until) })
    }
    case 'say-ended': {
      await updateTerm(tx, resourceId, { reminded_days: SAID_ENDED, noticed_at: noticed })
      return say(ctx, tx, term, 'expired', { name, what: '请续期或释放', whatEn: 'renew or release it' })
    }
    case 'renew': {
      const news = await renewAlone(doors, ctx, tx, term, rules)
      if (news !== null) return say(ctx, tx, term, news.event, { name, ...news.details })
      // Told of before: today it goes on as any other.
      return endTerm(doors, ctx, tx, resourceId)
    }
    case 'stop': {
      await doors.supply.stop(ctx, tx, [resourceId], 'term-ended')
      await updateTerm(tx, resourceId, { stopped_at: ctx.clock.now() })
      return say(ctx, tx, term, 'expired', { name, what: '已停止', whatEn: 'stopped' })
    }
    case 'release': {
      // Formal use cools off as what is given back by a request does, and can be restored so long.
      const atOnce = term.purpose !== 'formal'
      await doors.supply.release(ctx, tx, [resourceId], { atOnce, reason: 'term-ended' })
      await updateTerm(tx, resourceId, { released_at: ctx.clock.now() })
      await releaseBudget(doors, ctx, tx, [resourceId])
      return say(ctx, tx, term, 'expired', { name, what: '已释放', whatEn: 'given back' })
    }
  }
}

export function toState(term: TermRow) {
  return {
    purpose: term.purpose,
    until: term.until,
    remindedDays: term.reminded_days,
    stopped: term.stopped_at !== null,
    released: term.released_at !== null,
    atEnd: term.at_end,
    hasRenewalProblem: term.renewal_problem !== null,
    renewalTriedOn: term.renewal_tried_on,
    confirmed: term.confirmed_at !== null,
  }
}

async function say(
  ctx: Ctx,
  tx: Tx,
  term: TermRow,
  event: 'reminded' | 'expired' | 'renewed' | 'not-renewed',
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  await insertRequestEvent(tx, ctx, term.request_id, event, details)
  await ctx.audit(tx, {
    act: `resource-term.${event}`,
    noun: 'resource',
    objectId: term.resource_id,
    bodyId: term.body_id,
    after: { until: term.until, ...details },
  })
  await ctx.emit(tx, {
    type: `resource-term.${event}`,
    noun: 'resource',
    id: term.resource_id,
    bodyId: term.body_id,
    payload: { requestId: term.request_id, until: term.until, ...details },
  })
}
