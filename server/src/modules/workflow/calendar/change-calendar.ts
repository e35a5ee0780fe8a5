/** Every change of a calendar is its next version; the clock reconciler finds open clocks of older ones by itself. */
import { actingPerson } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { type CalendarContent, type CalendarYear, refuseContent } from '../../../platform/worktime/index.ts'
import { type CalendarRow, findCalendar, insertNextVersion, loadCalendarForUpdate } from './calendar-store.ts'

interface Change {
  readonly content: CalendarContent
  readonly hoursSource?: string
  readonly isProductDefault?: boolean
  readonly note: string
}

export async function changeCalendar(
  ctx: Ctx,
  id: string,
  version: number,
  decide: (current: CalendarContent) => Change,
): Promise<CalendarRow> {
  return ctx.inTx(async (tx) => {
    const calendar = ctx.authz.authorised(ctx, 'modify', 'calendar', await loadCalendarForUpdate(tx, id))
    if (calendar.version !== version) refuse('common.version_stale')
    const before = calendar.current
    const change = decide(before.content)
    refuseFlawed(change.content)
    await insertNextVersion(tx, calendar, {
      content: change.content,
      hoursSource: change.hoursSource ?? before.hours_source,
      isProductDefault: change.isProductDefault ?? before.is_product_default,
      note: change.note,
      createdBy: actingPerson(ctx.actor)?.name ?? null,
      at: ctx.clock.now(),
    })
    await ctx.audit(tx, {
      noun: 'calendar',
      objectId: id,
      bodyId: null,
      before: { version: before.number },
      after: { version: before.number + 1, note: change.note },
    })
    await ctx.emit(tx, { type: 'calendar.updated', noun: 'calendar', id, bodyId: null })
    return (await findCalendar(tx, id)) as CalendarRow
  })
}

function refuseFlawed(content: CalendarContent): void {
  const flaw = refuseContent(content)
  if (flaw?.flaw === 'hours') throw new AppError('calendar.hours_invalid')
  if (flaw?.flaw === 'day')
    throw new AppError('calendar.day_invalid', { details: { day: flaw.day, year: flaw.year } })
}

/** The year's arrangement replaces what was there for this year. */
export function withYear(content: CalendarContent, year: CalendarYear): CalendarContent {
  const others = content.years.filter((each) => each.year !== year.year)
  const days = [...year.days].sort((a, b) => a.day.localeCompare(b.day))
  return { ...content, years: [...others, { ...year, days }].sort((a, b) => a.year - b.year) }
}
