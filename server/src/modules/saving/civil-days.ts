/** Windows of civil days (`2026-11-21`) that rules look at. Pure. */
import { addDays, daysBetween, monthsLater } from '../../platform/worktime/index.ts'

/** Both ends included. */
export interface DayWindow {
  readonly from: string
  readonly to: string
}

export const lengthOf = ({ from, to }: DayWindow): number => daysBetween(from, to) + 1

/** The last so many whole days before today. */
export const lastDays = (today: string, days: number): DayWindow => ({
  from: addDays(today, -days),
  to: addDays(today, -1),
})

/** The last so many whole calendar months before this one, the earliest first. */
export function lastMonths(today: string, months: number): readonly DayWindow[] {
  const first = (back: number) => `${monthsLater(today.slice(0, 7), -back)}-01`
  return Array.from({ length: months }, (_, index) => {
    const back = months - index
    return { from: first(back), to: addDays(first(back - 1), -1) }
  })
}

export const overlaps = (a: DayWindow, b: { readonly from: string; readonly to: string | null }): boolean =>
  a.from <= (b.to ?? a.from) && b.from <= a.to
