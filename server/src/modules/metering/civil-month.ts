/**
 * Hours since 1970 (UTC) and the civil days and months of Asia/Shanghai that they lie in. The zone has been 8 hours ahead
 * without daylight saving since 1991, so that every day and month begins with a whole hour and no zone table is asked.
 */

const OFFSET_H = 8
export const HOUR_MS = 3_600_000

/** Hours since 1970, the end not included. */
export interface Window {
  readonly from: number
  readonly to: number
}

export const instantOf = (hour: number): Date => new Date(hour * HOUR_MS)
export const hourOf = (at: Date): number => Math.floor(at.getTime() / HOUR_MS)

const civil = (hour: number): string => new Date((hour + OFFSET_H) * HOUR_MS).toISOString()
/** `2026-11-21T14`: the hour that begins at two in the afternoon. */
export const civilHourOf = (hour: number): string => civil(hour).slice(0, 13)
/** `2026-11-21` */
export const dayOf = (hour: number): string => civil(hour).slice(0, 10)
/** `2026-11` */
export const monthOf = (hour: number): string => civil(hour).slice(0, 7)

export const DAY_S = 86_400
/** Seconds since 1970 at which the civil day ends that this second lies in. */
export const dayEndAfter = (second: number): number =>
  (Math.floor((second + OFFSET_H * 3600) / DAY_S) + 1) * DAY_S - OFFSET_H * 3600
/** The first hour of the civil day that this hour lies in. */
export const dayBeginOf = (hour: number): number => hour - ((hour + OFFSET_H) % 24)

const DAY_MS = 24 * HOUR_MS
const daysEndedBy = (at: Date): number => Math.floor((at.getTime() + OFFSET_H * HOUR_MS) / DAY_MS)

/**
 * How many civil days count for who held something from then until then: a day counts, whole, for what is held when it ends
 * (24:00). So the day of opening counts and that of release does not; a day of change counts for what it changed to; and what was
 * opened and released within one day has none. Product default (facts §7).
 */
export const naturalDays = (from: Date, until: Date): number =>
  Math.max(0, daysEndedBy(until) - daysEndedBy(from))

export function windowOfDay(day: string): Window {
  const from = Date.parse(`${day}T00:00:00Z`) / HOUR_MS - OFFSET_H
  return { from, to: from + 24 }
}

export function windowOfMonth(month: string): Window {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const first = (at: number) => Date.UTC(year, at, 1) / HOUR_MS - OFFSET_H
  return { from: first(number - 1), to: first(number) }
}

/** The window in pieces of so many hours at most, none of which goes beyond a month. */
export function* piecesOf({ from, to }: Window, hours: number): Generator<Window> {
  for (let at = from; at < to; ) {
    const end = Math.min(to, at + hours, windowOfMonth(monthOf(at)).to)
    yield { from: at, to: end }
    at = end
  }
}
