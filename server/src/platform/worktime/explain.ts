/** "Why is it due then?": every interval between the start and the due time, counted or not, with the reason. */
import { type DayNumber, dayNumberOf, instantOf, MINUTE_MS } from './civil-day.ts'
import type { RunningSpan } from './clock.ts'
import { isMissing, judgeDay, type MissingYear, type WorkCalendar } from './work-calendar.ts'

export interface ClockInterval {
  readonly from: Date
  readonly to: Date
  readonly kind: 'working' | 'outside-hours' | 'weekend' | 'holiday' | 'paused'
  readonly name: string | null
  /** Whole minutes; adding up the exact milliseconds of all intervals gives the whole span. */
  readonly minutes: number
}

/** More intervals than a person reads; a term of 300 working days stays below. */
const MAX_INTERVALS = 1000

export function explainInterval(
  calendar: WorkCalendar,
  from: Date,
  to: Date,
  pauses: readonly RunningSpan[] = [],
): readonly ClockInterval[] | MissingYear {
  const cuts: ClockInterval[] = []
  for (let day = dayNumberOf(from); day <= dayNumberOf(to); day++) {
    const parts = partsOfDay(calendar, day)
    if (isMissing(parts)) return parts
    for (const part of parts) {
      const begin = new Date(Math.max(+part.from, +from))
      const end = new Date(Math.min(+part.to, +to))
      if (begin < end) for (const piece of cutByPauses(part, begin, end, pauses)) merge(cuts, piece)
    }
  }
  return cuts.slice(0, MAX_INTERVALS)
}

function partsOfDay(calendar: WorkCalendar, day: DayNumber): ClockInterval[] | MissingYear {
  const verdict = judgeDay(calendar, day)
  if (isMissing(verdict)) return verdict
  const whole = (fromMs: number, toMs: number, kind: ClockInterval['kind'], name: string | null) => ({
    from: instantOf(day, fromMs),
    to: instantOf(day, toMs),
    kind,
    name,
    minutes: 0,
  })
  const dayMs = 86_400_000
  if (!verdict.working) return [whole(0, dayMs, verdict.kind, verdict.name)]
  const parts: ClockInterval[] = []
  let at = 0
  for (const { fromMs, toMs } of calendar.hours) {
    if (fromMs > at) parts.push(whole(at, fromMs, 'outside-hours', null))
    parts.push(whole(fromMs, toMs, 'working', verdict.name))
    at = toMs
  }
  if (at < dayMs) parts.push(whole(at, dayMs, 'outside-hours', null))
  return parts
}

function cutByPauses(
  part: ClockInterval,
  from: Date,
  to: Date,
  pauses: readonly RunningSpan[],
): ClockInterval[] {
  const result: ClockInterval[] = []
  let at = from
  const push = (end: Date, kind: ClockInterval['kind'], name: string | null) => {
    if (end > at) result.push({ from: at, to: end, kind, name, minutes: minutesOf(at, end) })
    if (end > at) at = end
  }
  for (const pause of pauses) {
    if (!pause.paused || pause.from >= to || (pause.to !== null && pause.to <= at)) continue
    push(new Date(Math.max(+pause.from, +at)), part.kind, part.name)
    push(pause.to !== null && pause.to < to ? pause.to : to, 'paused', pause.reason)
  }
  push(to, part.kind, part.name)
  return result
}

/** Adjoining intervals of one kind and name become one: a weekend, a long holiday, a night. */
function merge(list: ClockInterval[], next: ClockInterval): void {
  const last = list[list.length - 1]
  if (last && +last.to === +next.from && last.kind === next.kind && last.name === next.name)
    list[list.length - 1] = { ...last, to: next.to, minutes: minutesOf(last.from, next.to) }
  else list.push(next)
}

function minutesOf(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / MINUTE_MS)
}
