/**
 * When a week's windows let servers run: pure, in Asia/Shanghai, which has had no summer time since 1991, so that a day has 1440
 * minutes and a week 10,080. What is no window is off.
 */
import type { PowerDay, PowerDayKind, PowerWindow, ReasonCode } from '@yunheng/contract'
import {
  type DayNumber,
  dayNumberOf,
  formatDay,
  instantOf,
  isMissing,
  judgeDay,
  type WorkCalendar,
  weekdayOf,
} from '../../../platform/worktime/index.ts'

export const DAY_MINUTES = 1440
export const WEEK_MINUTES = 7 * DAY_MINUTES
const MINUTE_MS = 60_000
const MONDAY = 1
const SUNDAY = 7

/** Minutes, the end not included. */
export interface Span {
  readonly from: number
  readonly to: number
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Minutes since the midnight with which its day begins; one across midnight ends beyond 1440. */
export function spanOf({ from, to }: Pick<PowerWindow, 'from' | 'to'>): Span {
  const [begin, end] = [minuteOf(from), minuteOf(to)]
  return { from: begin, to: end > begin ? end : end + DAY_MINUTES }
}

/** The windows of a week without holidays, from Monday's midnight; one on Sunday may reach beyond the week's end. */
const spansOfWeek = (windows: readonly PowerWindow[]): readonly Span[] =>
  windows
    .flatMap((window) => {
      const { from, to } = spanOf(window)
      return window.days.map((day) => {
        const midnight = (day - MONDAY) * DAY_MINUTES
        return { from: midnight + from, to: midnight + to }
      })
    })
    .sort((a, b) => a.from - b.from || a.to - b.to)

/** No two windows overlap, also around the week's end; none is empty; something of the week is off. */
export function refuseWindows(windows: readonly PowerWindow[]): ReasonCode | null {
  if (windows.some(({ from, to }) => from === to)) return 'power-schedule.windows'
  const spans = spansOfWeek(windows)
  const [first] = spans
  if (first === undefined) return 'power-schedule.windows'
  const round = [...spans, { from: first.from + WEEK_MINUTES, to: first.to + WEEK_MINUTES }]
  const overlaps = spans.some(({ to }, index) => to > (round[index + 1] as Span).from)
  return overlaps || onMinutesOf(windows) >= WEEK_MINUTES ? 'power-schedule.windows' : null
}

/** Of a week without holidays. Only of windows that were not refused. */
export const onMinutesOf = (windows: readonly PowerWindow[]): number =>
  spansOfWeek(windows).reduce((sum, { from, to }) => sum + to - from, 0)

export const offHoursOf = (windows: readonly PowerWindow[]): number =>
  Math.round((WEEK_MINUTES - onMinutesOf(windows)) / 60)

interface KindOfDay {
  readonly kind: PowerDayKind
  readonly name: string | null
  /** Whose windows count; null where the calendar does not know the year: then servers stay on. */
  readonly as: number | null
}

/** A public holiday counts as a Sunday, a make-up day as a Monday. */
export function kindOfDay(calendar: WorkCalendar | null, day: DayNumber): KindOfDay {
  const verdict = calendar === null ? { missingYear: 0 } : judgeDay(calendar, day)
  if (isMissing(verdict)) return { kind: 'unknown', name: null, as: null }
  const { kind, name } = verdict
  if (kind === 'holiday') return { kind, name, as: SUNDAY }
  if (kind === 'working' && name !== null) return { kind: 'make-up', name, as: MONDAY }
  return { kind, name, as: weekdayOf(day) }
}

/** Whose windows count on a day. */
type WindowsOn = (day: DayNumber) => readonly PowerWindow[]

/** Minutes since 1970 in Shanghai in which servers run, in order, put together where they touch: of all windows that begin on these days. */
function spansOn(
  windowsOn: WindowsOn,
  calendar: WorkCalendar | null,
  first: DayNumber,
  last: DayNumber,
): readonly Span[] {
  const spans: Span[] = []
  for (let day = first; day <= last; day += 1) {
    const { as } = kindOfDay(calendar, day)
    const midnight = day * DAY_MINUTES
    if (as === null) spans.push({ from: midnight, to: midnight + DAY_MINUTES })
    else
      for (const window of windowsOn(day))
        if (window.days.includes(as)) {
          const { from, to } = spanOf(window)
          spans.push({ from: midnight + from, to: midnight + to })
        }
  }
  const merged: { from: number; to: number }[] = []
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const before = merged.at(-1)
    if (before !== undefined && span.from <= before.to) before.to = Math.max(before.to, span.to)
    else merged.push({ ...span })
  }
  return merged
}

/** What runs on one day, in its minutes. The window of the evening before may reach into it. */
export const onDay = (
  windows: readonly PowerWindow[],
  calendar: WorkCalendar | null,
  day: DayNumber,
): readonly Span[] => runsOn(() => windows, calendar, day)

function runsOn(windowsOn: WindowsOn, calendar: WorkCalendar | null, day: DayNumber): readonly Span[] {
  const midnight = day * DAY_MINUTES
  return spansOn(windowsOn, calendar, day - 1, day).flatMap(({ from, to }) => {
    const span = { from: Math.max(0, from - midnight), to: Math.min(DAY_MINUTES, to - midnight) }
    return span.from < span.to ? [span] : []
  })
}

/** When it runs, and until which civil day that counts. */
interface Hours {
  readonly windows: readonly PowerWindow[]
  readonly validUntil: string | null
}

export interface Schedule extends Hours {
  /** Civil days, both included. */
  readonly validFrom: string
  readonly isEnded: boolean
  /** Other hours from a day on, as they were said one after the other. */
  readonly changes?: readonly (Hours & { readonly from: string })[]
}

/** Of what counts for a day by then, what was said last. */
export const hoursOn = ({ windows, validUntil, changes = [] }: Schedule, day: string): Hours =>
  changes.findLast(({ from }) => from <= day) ?? { windows, validUntil }

function isValidOn(schedule: Schedule, day: string): boolean {
  const { validUntil } = hoursOn(schedule, day)
  return !schedule.isEnded && schedule.validFrom <= day && (validUntil === null || day <= validUntil)
}

const runsOf = (schedule: Schedule, calendar: WorkCalendar | null, day: DayNumber) =>
  runsOn((one) => hoursOn(schedule, formatDay(one)).windows, calendar, day)

/** The same hours, in whichever order they stand. */
export function sameWindows(some: readonly PowerWindow[], others: readonly PowerWindow[]): boolean {
  const words = (windows: readonly PowerWindow[]) =>
    spansOfWeek(windows)
      .map(({ from, to }) => `${from}-${to}`)
      .join(' ')
  return words(some) === words(others)
}

/** What it wants at an instant: null outside its days and after its end, when it has nothing to say. */
export function wantedAt(schedule: Schedule, calendar: WorkCalendar | null, at: Date): 'on' | 'off' | null {
  const day = dayNumberOf(at)
  if (!isValidOn(schedule, formatDay(day))) return null
  const minute = Math.floor((at.getTime() - instantOf(day, 0).getTime()) / MINUTE_MS)
  const isOn = runsOf(schedule, calendar, day).some(({ from, to }) => from <= minute && minute < to)
  return isOn ? 'on' : 'off'
}

/** The next so many days, as the console draws them. */
export function daysAhead(
  schedule: Schedule,
  calendar: WorkCalendar | null,
  from: Date,
  count: number,
): PowerDay[] {
  const first = dayNumberOf(from)
  return Array.from({ length: count }, (_, index) => {
    const day = first + index
    const { kind, name } = kindOfDay(calendar, day)
    const on = isValidOn(schedule, formatDay(day)) ? [...runsOf(schedule, calendar, day)] : null
    return { day: formatDay(day), weekday: weekdayOf(day), kind, name, on }
  })
}

/** Instants of a day at which it may want something else. */
function edgesOf(schedule: Schedule, calendar: WorkCalendar | null, day: DayNumber): readonly number[] {
  const midnight = instantOf(day, 0).getTime()
  const spans = runsOf(schedule, calendar, day)
  return [midnight, ...spans.flatMap(({ from, to }) => [from, to].map((at) => midnight + at * MINUTE_MS))]
}

/**
 * When it switches next within so many days, and what to. What it says nothing about is on; where all servers stay on until an
 * instant, nothing is off before.
 */
export function nextSwitch(
  schedule: Schedule,
  calendar: WorkCalendar | null,
  now: Date,
  days: number,
  staysUntil = 0,
): { readonly at: Date; readonly to: 'on' | 'off' } | null {
  const isOff = (at: number) => at >= staysUntil && wantedAt(schedule, calendar, new Date(at)) === 'off'
  const first = dayNumberOf(now)
  const edges = Array.from({ length: days + 1 }, (_, index) => edgesOf(schedule, calendar, first + index))
  const ahead = [...edges.flat(), staysUntil].filter((at) => at > now.getTime()).sort((a, b) => a - b)
  const before = isOff(now.getTime())
  const at = ahead.find((edge) => isOff(edge) !== before)
  return at === undefined ? null : { at: new Date(at), to: before ? 'on' : 'off' }
}

/** When to look again: at the next edge, and in any case before long, since clocks are set and calendars change. */
export function nextLook(
  schedule: Schedule,
  calendar: WorkCalendar | null,
  now: Date,
  others: readonly Date[],
): Date {
  const day = dayNumberOf(now)
  const edges = [day, day + 1].flatMap((one) => edgesOf(schedule, calendar, one))
  const ahead = [...edges, ...others.map((at) => at.getTime())].filter((at) => at > now.getTime())
  return new Date(Math.min(now.getTime() + LOOK_MS_MAX, ...ahead))
}

/** The longest time between two looks. */
export const LOOK_MS_MAX = 3_600_000
