import type { Calendar, CalendarSummary, DueExplanation, Static } from '@yunheng/contract'
import { explainInterval, isMissing, type WorkCalendar } from '../../../platform/worktime/index.ts'
import type { CalendarRow } from './calendar-store.ts'

export function toCalendar(row: CalendarRow): Calendar {
  const { content, created_at, created_by, hours_source, is_product_default } = row.current
  return {
    id: row.id,
    code: row.code,
    name: { zh: row.name_zh, en: row.name_en },
    version: row.current.number,
    weekdays: [...content.weekdays],
    hours: content.hours.map((each) => ({ ...each })),
    hoursSource: hours_source,
    isProductDefault: is_product_default,
    years: content.years.map(({ year, days, source }) => ({
      year,
      days: days.map((each) => ({ ...each })),
      source,
    })),
    updatedAt: created_at.toISOString(),
    updatedBy: created_by,
  }
}

/** The notice for the next year comes out in November; from October on its absence is worth a warning. */
export function toCalendarSummary(row: CalendarRow, now: Date): Static<typeof CalendarSummary> {
  const local = new Date(now.getTime() + 8 * 3_600_000)
  const year = local.getUTCFullYear()
  const years = row.current.content.years.map((each) => each.year).sort()
  const wanted = local.getUTCMonth() >= 9 ? [year, year + 1] : [year]
  return {
    id: row.id,
    code: row.code,
    name: { zh: row.name_zh, en: row.name_en },
    version: row.version,
    years,
    missingYear: wanted.find((each) => !years.includes(each)) ?? null,
  }
}

export function toExplanation(
  calendar: WorkCalendar,
  startedAt: Date,
  dueAt: Date | null,
  term: { readonly amount: number; readonly unit: DueExplanation['unit'] },
  missingYear: number | null,
): DueExplanation {
  const list = dueAt === null ? [] : explainInterval(calendar, startedAt, dueAt)
  return {
    startedAt: startedAt.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
    missingYear: isMissing(list) ? list.missingYear : missingYear,
    amount: term.amount,
    unit: term.unit,
    calendarVersion: calendar.version,
    intervals: isMissing(list)
      ? []
      : list.map(({ from, kind, minutes, name, to }) => ({
          from: from.toISOString(),
          to: to.toISOString(),
          kind,
          name,
          minutes,
        })),
  }
}
