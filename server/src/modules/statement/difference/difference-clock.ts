/** Tells owners of differences before their day and after it, and their head at last. It takes no input but the statement. */
import type { Ctx } from '../../../platform/context.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { addDays, dayInChina } from '../../../platform/worktime/index.ts'
import { platformRulesOnDay } from '../../rule/index.ts'
import { type ReminderDays, stepOf } from './difference.ts'
import { listAsked, listToRemind, noteReminder } from './reminder-store.ts'

const BATCH = 200

/** One look at a statement tells each of its owners once: a provider with hundreds of differences has one notice, not hundreds. */
export const differenceClock: Reconciler = {
  name: 'difference-clock',
  concurrency: 1,
  sweepEveryMs: 600_000,
  async sweep(ctx) {
    const today = dayInChina(ctx.clock.now())
    return listToRemind(ctx.db, today, await daysOf(ctx.db, today), BATCH)
  },
  async reconcile(ctx, statementId) {
    await ctx.inTx((tx) => remind(ctx, tx, statementId))
    return { done: true }
  },
}

/** A statement crosses regions: the whole platform's rules hold. */
async function daysOf(db: Db, today: string): Promise<ReminderDays> {
  const { book } = await platformRulesOnDay(db, today)
  return {
    before: book.integer('difference.remind-days').value,
    after: book.integer('difference.escalate-days').value,
  }
}

async function remind(ctx: Ctx, tx: Tx, statementId: string): Promise<void> {
  const now = ctx.clock.now()
  const today = dayInChina(now)
  const days = await daysOf(tx, today)
  for (const asked of await listAsked(tx, statementId, addDays(today, days.before))) {
    const step = stepOf(asked.due_on, today, days)
    if (step === null || !(await noteReminder(tx, statementId, asked, step, now))) continue
    const { id, body_id: bodyId, due_on: dueOn, count, owner } = asked
    const act = `difference.${step}`
    await ctx.audit(tx, {
      act,
      noun: 'difference',
      objectId: id,
      label: dueOn,
      bodyId,
      after: { owner, dueOn, count },
    })
    await ctx.emit(tx, { type: act, noun: 'difference', id, bodyId })
  }
}
