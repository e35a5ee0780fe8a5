/** How a request's estimate falls on months and years. Pure, exact in 分 (R274). */
import type { Term } from '@yunheng/contract'
import { assert } from '../../platform/errors.ts'

/** What one line of a request costs: at once, and over its term. */
export interface LineCost {
  readonly number: number
  readonly onceMinor: number
  readonly recurringMinor: number
  /** Where it has a stretch of its own: from this month on, for this term. */
  readonly fromMonth?: string
  readonly term?: Term
}

export interface MonthAmount {
  readonly number: number
  /** First day of the month. */
  readonly month: string
  readonly amountMinor: number
}

/** As the price list counts a month where a term is not whole months (product default). */
const DAYS_OF_MONTH = 30

/**
 * Month by month from the one of the approval on: what is paid once falls on the first, the rest evenly, a last stretch of days by its
 * days. Cumulative rounding: whatever the figures, the months of a line are its cost.
 */
export function spread(lines: readonly LineCost[], term: Term, firstMonth: string): readonly MonthAmount[] {
  return lines.flatMap(({ number, onceMinor, recurringMinor, ...own }) => {
    const weights = weightsOf(own.term ?? term)
    const whole = BigInt(weights.reduce((sum, weight) => sum + weight, 0))
    const first = own.fromMonth ?? firstMonth
    let reached = 0n
    let given = 0n
    return weights.flatMap((weight, index) => {
      reached += BigInt(weight)
      const upTo = (BigInt(recurringMinor) * reached) / whole
      const amountMinor = Number(upTo - given) + (index === 0 ? onceMinor : 0)
      given = upTo
      return amountMinor === 0 ? [] : [{ number, month: addMonths(first, index), amountMinor }]
    })
  })
}

const weightsOf = (term: Term): readonly number[] => [
  ...Array.from({ length: term.months }, () => DAYS_OF_MONTH),
  ...(term.days > 0 || term.months === 0 ? [Math.max(term.days, 1)] : []),
]

/** The sums by fiscal year, the earliest first. */
export function byYear(months: readonly MonthAmount[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>()
  for (const { month, amountMinor } of months)
    sums.set(yearOf(month), (sums.get(yearOf(month)) ?? 0) + amountMinor)
  return new Map([...sums].sort(([a], [b]) => a - b))
}

export const yearOf = (day: string): number => Number(day.slice(0, 4))
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`

export function addMonths(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number)
  assert(year !== undefined && number !== undefined, 'a month')
  const all = year * 12 + (number - 1) + count
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}-01`
}
