/**
 * Civil days and minutes of the day in Asia/Shanghai. The zone has had no daylight saving since 1991, and calendars
 * start in 2000, so a fixed offset is exact and no zone table is asked.
 */
import { assert } from '../errors.ts'

export const OFFSET_MS = 8 * 3_600_000
export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000

/** Days since 1970-01-01 of the civil day in Shanghai. */
export type DayNumber = number

export function dayNumberOf(at: Date): DayNumber {
  return Math.floor((at.getTime() + OFFSET_MS) / DAY_MS)
}

export function instantOf(day: DayNumber, timeMs: number): Date {
  return new Date(day * DAY_MS + timeMs - OFFSET_MS)
}

/** `2026-11-21` → day number; null when it is not a real day (2026-02-30). */
export function parseDay(text: string): DayNumber | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const ms = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) return null
  return ms / DAY_MS
}

export function formatDay(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** Of days as they are written: `2026-11-21`. */
export const addDays = (day: string, days: number): string => formatDay(numberOf(day) + days)

export const daysBetween = (from: string, to: string): DayNumber => numberOf(to) - numberOf(from)

function numberOf(day: string): DayNumber {
  const number = parseDay(day)
  assert(number !== null, 'a civil day')
  return number
}

/** The civil day in China, where rules, prices and certificates are dated: `2026-11-21`. */
export const dayInChina = (at: Date): string => formatDay(dayNumberOf(at))

export function yearOf(day: DayNumber): number {
  return new Date(day * DAY_MS).getUTCFullYear()
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** `08:30` → milliseconds since midnight; null when it is no time of day. */
export function parseClockTime(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  return match ? (Number(match[1]) * 60 + Number(match[2])) * MINUTE_MS : null
}
