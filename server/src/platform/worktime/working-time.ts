/** Adding and measuring working time. Everything here is pure, over a {@link WorkCalendar}. */
import { dayNumberOf, MINUTE_MS } from './civil-day.ts'
import {
  closeOf,
  isMissing,
  judgeDay,
  type MissingYear,
  spansOf,
  type WorkCalendar,
} from './work-calendar.ts'

/** A calendar with no working day at all would walk forever; ten years is beyond every term we know. */
const HORIZON_DAYS = 3660

/**
 * A term of n working days. The day it starts is not counted, and it ends at close of business of the last day
 * (《民法典》第二百零一条、第二百零三条). Zero days: close of business today, or of the next working day.
 */
export function addWorkingDays(calendar: WorkCalendar, from: Date, days: number): Date | MissingYear {
  const start = dayNumberOf(from)
  if (days === 0) {
    const today = judgeDay(calendar, start)
    if (isMissing(today)) return today
    if (today.working && from <= closeOf(calendar, start)) return closeOf(calendar, start)
    return addWorkingDays(calendar, from, 1)
  }
  let left = days
  for (let day = start + 1; day < start + 1 + HORIZON_DAYS + days * 7; day++) {
    const verdict = judgeDay(calendar, day)
    if (isMissing(verdict)) return verdict
    if (verdict.working && --left === 0) return closeOf(calendar, day)
  }
  throw new Error('the calendar has no working days')
}

/** The instant at which `minutes` of working time have passed since `from`. */
export function addWorkingMinutes(calendar: WorkCalendar, from: Date, minutes: number): Date | MissingYear {
  let leftMs = minutes * MINUTE_MS
  const start = dayNumberOf(from)
  for (let day = start; day < start + HORIZON_DAYS; day++) {
    const spans = spansOf(calendar, day)
    if (isMissing(spans)) return spans
    for (const span of spans) {
      const begin = Math.max(span.from.getTime(), from.getTime())
      const roomMs = span.to.getTime() - begin
      if (roomMs < 0 || (roomMs === 0 && leftMs > 0)) continue
      if (leftMs <= roomMs) return new Date(begin + leftMs)
      leftMs -= roomMs
    }
  }
  throw new Error('the calendar has no working days')
}

/** Working time between two instants, in milliseconds; 0 when `to` is not after `from`. */
export function workingMsBetween(calendar: WorkCalendar, from: Date, to: Date): number | MissingYear {
  let sum = 0
  for (let day = dayNumberOf(from); day <= dayNumberOf(to); day++) {
    const spans = spansOf(calendar, day)
    if (isMissing(spans)) return spans
    for (const span of spans)
      sum += Math.max(0, Math.min(+span.to, to.getTime()) - Math.max(+span.from, from.getTime()))
  }
  return sum
}

/** Working days after the day of `from`, up to and including the day of `to`. */
export function workingDaysBetween(calendar: WorkCalendar, from: Date, to: Date): number | MissingYear {
  let sum = 0
  for (let day = dayNumberOf(from) + 1; day <= dayNumberOf(to); day++) {
    const verdict = judgeDay(calendar, day)
    if (isMissing(verdict)) return verdict
    if (verdict.working) sum++
  }
  return sum
}
