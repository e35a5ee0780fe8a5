/** Civil quarters and their months: pure. */
import { monthsLater } from '../../../platform/worktime/index.ts'

export interface Quarter {
  /** `2026Q3` */
  readonly name: string
  /** First day. */
  readonly first: string
  /** Last day. */
  readonly last: string
  readonly months: readonly [string, string, string]
}

const two = (value: number) => String(value).padStart(2, '0')
const lastOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** @param name `2026Q3` */
export function quarterOf(name: string): Quarter {
  const [year, quarter] = name.split('Q').map(Number) as [number, number]
  const from = quarter * 3 - 2
  const month = (at: number) => `${year}-${two(at)}`
  return {
    name,
    first: `${month(from)}-01`,
    last: `${month(from + 2)}-${two(lastOf(year, from + 2))}`,
    months: [month(from), month(from + 1), month(from + 2)],
  }
}

/** @param day any day of it */
export const quarterOfDay = (day: string): Quarter =>
  quarterOf(`${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`)

/** Months from the first to the last day, both in it. */
export function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = []
  for (let month = first.slice(0, 7); month <= last.slice(0, 7); month = monthsLater(month, 1))
    months.push(month)
  return months
}
