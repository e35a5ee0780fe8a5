/**
 * The working calendar as a value: weekly pattern, hours with lunch, holidays and make-up days (调休).
 * A year is known only when its arrangement was published; asking about another year gives {@link MissingYear},
 * never a guess from the weekly pattern, since a make-up Sunday or an 8-day holiday would make it wrong.
 */
import { type DayNumber, instantOf, parseClockTime, parseDay, weekdayOf, yearOf } from './civil-day.ts'

export interface CalendarDay {
  readonly day: string
  readonly kind: 'holiday' | 'workday'
  readonly name: string
}

export interface CalendarYear {
  readonly year: number
  readonly days: readonly CalendarDay[]
  readonly source: string
}

/** As stored and exchanged: plain JSON. */
export interface CalendarContent {
  readonly weekdays: readonly number[]
  readonly hours: readonly { readonly from: string; readonly to: string }[]
  readonly years: readonly CalendarYear[]
}

export interface Span {
  readonly from: Date
  readonly to: Date
}

/** The typed refusal: what cannot be told because a year's arrangement is absent. */
export interface MissingYear {
  readonly missingYear: number
}

export function isMissing(value: unknown): value is MissingYear {
  return typeof value === 'object' && value !== null && 'missingYear' in value
}

export interface DayVerdict {
  readonly working: boolean
  readonly kind: 'working' | 'weekend' | 'holiday'
  /** Name of the holiday, or of the holiday a make-up day is for. */
  readonly name: string | null
}

export interface WorkCalendar {
  readonly version: number
  readonly weekdays: ReadonlySet<number>
  /** Milliseconds since midnight, in order, not overlapping. */
  readonly hours: readonly { readonly fromMs: number; readonly toMs: number }[]
  readonly years: ReadonlySet<number>
  readonly exceptions: ReadonlyMap<DayNumber, CalendarDay>
}

export type CalendarFlaw =
  | { readonly flaw: 'hours' }
  | { readonly flaw: 'day'; readonly day: string; readonly year: number }

/** Why the content is no calendar, or null. */
export function refuseContent(content: CalendarContent): CalendarFlaw | null {
  let last = -1
  if (content.hours.length === 0) return { flaw: 'hours' }
  for (const { from, to } of content.hours) {
    const fromMs = parseClockTime(from)
    const toMs = parseClockTime(to)
    if (fromMs === null || toMs === null || fromMs < last || toMs <= fromMs) return { flaw: 'hours' }
    last = toMs
  }
  const years = new Set<number>()
  for (const { year, days } of content.years) {
    const seen = new Set<string>()
    if (years.has(year)) return { flaw: 'day', day: String(year), year }
    years.add(year)
    for (const { day } of days) {
      const number = parseDay(day)
      if (number === null || yearOf(number) !== year || seen.has(day)) return { flaw: 'day', day, year }
      seen.add(day)
    }
  }
  return null
}

/** Content that was refused is a programmer's error here: callers check with {@link refuseContent} first. */
export function toWorkCalendar(content: CalendarContent, version: number): WorkCalendar {
  const flaw = refuseContent(content)
  if (flaw) throw new Error(`not a calendar: ${JSON.stringify(flaw)}`)
  const exceptions = new Map<DayNumber, CalendarDay>()
  for (const year of content.years)
    for (const each of year.days) exceptions.set(parseDay(each.day) as DayNumber, each)
  return {
    version,
    weekdays: new Set(content.weekdays),
    hours: content.hours.map(({ from, to }) => ({
      fromMs: parseClockTime(from) as number,
      toMs: parseClockTime(to) as number,
    })),
    years: new Set(content.years.map((each) => each.year)),
    exceptions,
  }
}

export function judgeDay(calendar: WorkCalendar, day: DayNumber): DayVerdict | MissingYear {
  const year = yearOf(day)
  if (!calendar.years.has(year)) return { missingYear: year }
  const exception = calendar.exceptions.get(day)
  if (exception)
    return exception.kind === 'workday'
      ? { working: true, kind: 'working', name: exception.name }
      : { working: false, kind: 'holiday', name: exception.name }
  return calendar.weekdays.has(weekdayOf(day))
    ? { working: true, kind: 'working', name: null }
    : { working: false, kind: 'weekend', name: null }
}

/** Working spans of one day, none on a day off. */
export function spansOf(calendar: WorkCalendar, day: DayNumber): readonly Span[] | MissingYear {
  const verdict = judgeDay(calendar, day)
  if (isMissing(verdict)) return verdict
  if (!verdict.working) return []
  return calendar.hours.map(({ fromMs, toMs }) => ({
    from: instantOf(day, fromMs),
    to: instantOf(day, toMs),
  }))
}

/** Close of business (停止业务活动的时间) of a working day. */
export function closeOf(calendar: WorkCalendar, day: DayNumber): Date {
  const last = calendar.hours[calendar.hours.length - 1]
  if (!last) throw new Error('a calendar has hours')
  return instantOf(day, last.toMs)
}
