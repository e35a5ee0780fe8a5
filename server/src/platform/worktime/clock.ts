/**
 * The clock is a fold over events: nothing is stored that could drift. Changing the calendar or the term and folding
 * again gives the new answer; pauses stay pauses whatever else changes.
 */
import { dayNumberOf, MINUTE_MS } from './civil-day.ts'
import { closeOf, isMissing, judgeDay, type MissingYear, type WorkCalendar } from './work-calendar.ts'
import { addWorkingMinutes, workingMsBetween } from './working-time.ts'

export interface ClockEvent {
  readonly at: Date
  readonly kind: 'start' | 'pause' | 'resume' | 'stop'
  readonly reason?: string
}

export interface Term {
  readonly amount: number
  readonly unit: 'working-day' | 'working-minute'
}

export interface RunningSpan {
  readonly from: Date
  /** Null while it still runs or is still paused. */
  readonly to: Date | null
  readonly paused: boolean
  readonly reason: string | null
}

export interface ClockReading {
  readonly state: 'not-started' | 'running' | 'paused' | 'stopped'
  /** Working minutes that counted, up to `now`. */
  readonly elapsedMinutes: number
  /** Null while paused, before the start, and when the term already ended by stopping in time. */
  readonly dueAt: Date | null
  readonly overdue: boolean
}

/** Running and paused spans in order. Events that change nothing (a second pause, a resume while running) are ignored. */
export function spansOfClock(events: readonly ClockEvent[]): readonly RunningSpan[] {
  const spans: { from: Date; to: Date | null; paused: boolean; reason: string | null }[] = []
  const ordered = events.map((event, index) => ({ event, index }))
  ordered.sort((a, b) => a.event.at.getTime() - b.event.at.getTime() || a.index - b.index)
  for (const { event } of ordered) {
    const current = spans[spans.length - 1]
    const open = current && current.to === null ? current : null
    const turn = (paused: boolean) => {
      if (open) open.to = event.at
      spans.push({ from: event.at, to: null, paused, reason: event.reason ?? null })
    }
    if (event.kind === 'start' && spans.length === 0) turn(false)
    if (event.kind === 'pause' && open && !open.paused) turn(true)
    if (event.kind === 'resume' && open?.paused) turn(false)
    if (event.kind === 'stop' && open) open.to = event.at
  }
  return spans
}

export function readClock(
  calendar: WorkCalendar,
  events: readonly ClockEvent[],
  term: Term,
  now: Date,
): ClockReading | MissingYear {
  const spans = spansOfClock(events)
  const first = spans[0]
  const last = spans[spans.length - 1]
  if (!first || !last) return { state: 'not-started', elapsedMinutes: 0, dueAt: null, overdue: false }
  let elapsedMs = 0
  for (const span of spans) {
    if (span.paused || span.from > now) continue
    const part = workingMsBetween(calendar, span.from, span.to && span.to < now ? span.to : now)
    if (isMissing(part)) return part
    elapsedMs += part
  }
  const stopped = last.to !== null
  const state = stopped ? 'stopped' : last.paused ? 'paused' : 'running'
  const due =
    term.unit === 'working-day'
      ? dueByDays(calendar, spans, term.amount)
      : dueByMinutes(calendar, spans, term.amount)
  if (isMissing(due)) return due
  const reference = stopped ? (last.to as Date) : now
  return {
    state,
    elapsedMinutes: Math.floor(elapsedMs / MINUTE_MS),
    dueAt: due,
    overdue: due !== null && reference > due,
  }
}

/**
 * Working days: a day counts when the clock is running at its close of business, so the day of a pause does not count
 * and the day of resuming does. Null while paused before the term is used up.
 */
function dueByDays(
  calendar: WorkCalendar,
  spans: readonly RunningSpan[],
  days: number,
): Date | null | MissingYear {
  const first = spans[0] as RunningSpan
  const last = spans[spans.length - 1] as RunningSpan
  const pausedAt = (at: Date) =>
    spans.some((span) => span.paused && span.from <= at && (span.to === null || at < span.to))
  let left = Math.max(days, 1)
  const skipFirst = days === 0 ? 0 : 1
  for (let day = dayNumberOf(first.from) + skipFirst; ; day++) {
    const verdict = judgeDay(calendar, day)
    if (isMissing(verdict)) return verdict
    const close = closeOf(calendar, day)
    if (last.paused && last.to === null && close >= last.from) return null
    if (verdict.working && close >= first.from && !pausedAt(close) && --left === 0) return close
  }
}

function dueByMinutes(
  calendar: WorkCalendar,
  spans: readonly RunningSpan[],
  minutes: number,
): Date | null | MissingYear {
  let leftMs = minutes * MINUTE_MS
  for (const [index, span] of spans.entries()) {
    if (span.paused) continue
    const isLast = index === spans.length - 1
    const due = addWorkingMinutes(calendar, span.from, leftMs / MINUTE_MS)
    if (isMissing(due)) return due
    if (isLast || span.to === null || due <= span.to) return due
    const used = workingMsBetween(calendar, span.from, span.to)
    if (isMissing(used)) return used
    leftMs -= used
  }
  return null
}
