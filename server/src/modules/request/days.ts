/** Civil-day arithmetic of terms by months, on days of Asia/Shanghai as `2026-11-21`. */
import { formatDay } from '../../platform/worktime/index.ts'

/** The same day `months` later; the last day of the month where there is no such day (31 January + 1 = 28 February). */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const whole = year * 12 + (month - 1) + months
  const lastDate = new Date(Date.UTC(Math.floor(whole / 12), (whole % 12) + 1, 0)).getUTCDate()
  return formatDay(
    Math.round(Date.UTC(Math.floor(whole / 12), whole % 12, Math.min(date, lastDate)) / 86_400_000),
  )
}
