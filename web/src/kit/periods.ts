import { formatDay } from '../ui/format.ts'

const MONTHS = 24
const QUARTERS = 12
/** A plan reaches half a year. */
const MONTHS_AHEAD = 7

/** The civil year of the day in China, wherever the browser stands. */
export const thisYear = (today = formatDay(new Date().toISOString())): number => Number(today.slice(0, 4))

/** `2026-11` and those before it, the month of the day first. */
export const latestMonths = (
  count = MONTHS,
  today = formatDay(new Date().toISOString()),
): readonly string[] =>
  Array.from({ length: count }, (_, back) => {
    const [year, month] = today.split('-').map(Number) as [number, number]
    return new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7)
  })

/** The latest months and some that are still to come, the last first: for what is planned. */
export const monthsAround = (
  ahead = MONTHS_AHEAD,
  today = formatDay(new Date().toISOString()),
): readonly string[] => {
  const [year, month] = today.split('-').map(Number) as [number, number]
  const last = new Date(Date.UTC(year, month - 1 + ahead, 1)).toISOString().slice(0, 10)
  return latestMonths(MONTHS + ahead, last)
}

/** Months that are over on the day, the latest first. */
export const pastMonths = (count = MONTHS, today?: string): readonly string[] =>
  latestMonths(count + 1, today).slice(1)

/** Quarters that are over on the day, the latest first: `2026Q3`. */
export function pastQuarters(
  count = QUARTERS,
  today = formatDay(new Date().toISOString()),
): readonly string[] {
  const [year, month] = today.split('-').map(Number) as [number, number]
  const now = year * 4 + Math.floor((month - 1) / 3)
  return Array.from({ length: count }, (_, back) => {
    const at = now - 1 - back
    return `${Math.floor(at / 4)}Q${(at % 4) + 1}`
  })
}
