/** By when what was accepted, or must be done all the same, is done: as the body planned, or by rule (R129). */
import type { Ctx } from '../../platform/context.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import { addDays, addWorkingDays, dayInChina, isMissing } from '../../platform/worktime/index.ts'
import { platformRulesOnDay } from '../rule/index.ts'
import { loadWorkCalendar } from '../workflow/index.ts'
import { type NoticeTerms, noticeTermsOf } from './notice-clock.ts'

/** Notices cross regions: the whole platform's rules hold. */
export const noticeTermsOn = async (db: Db, today: string): Promise<NoticeTerms> =>
  noticeTermsOf((await platformRulesOnDay(db, today)).book)

const WORK_WEEK = 5
const WEEK = 7

/** The day of what is answered, or decided, now: as the body planned, or by rule. Without the calendar of that year: by whole weeks. */
export async function dueDayOf(
  ctx: Ctx,
  tx: Tx,
  { planned_on }: { readonly planned_on: string | null },
): Promise<string> {
  const now = ctx.clock.now()
  const today = dayInChina(now)
  if (planned_on !== null && planned_on >= today) return planned_on
  const { dueWorkingDays } = await noticeTermsOn(tx, today)
  const calendar = await loadWorkCalendar(tx)
  const due = calendar === null ? null : addWorkingDays(calendar, now, dueWorkingDays)
  if (due !== null && !isMissing(due)) return dayInChina(due)
  return addDays(today, Math.ceil(dueWorkingDays / WORK_WEEK) * WEEK)
}
