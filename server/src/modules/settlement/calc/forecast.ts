/** How far a ceiling reaches: pure. */
import { monthsLater } from '../../../platform/worktime/index.ts'

export interface SpentMonth {
  /** `2026-09`, in their order. */
  readonly month: string
  readonly charged: bigint
  readonly isSettled: boolean
}

/** Settled quarters as settled, other months as charged: nothing twice. */
export const spentOf = (months: readonly SpentMonth[], settled: readonly bigint[]): bigint =>
  months.filter(({ isSettled }) => !isSettled).reduce((sum, { charged }) => sum + charged, 0n) +
  settled.reduce((sum, due) => sum + due, 0n)

export type Level = 'none' | 'fine' | 'warn' | 'reached'

export function levelOf(spent: bigint, ceiling: bigint | null, warnPercent: number): Level {
  if (ceiling === null) return 'none'
  if (spent >= ceiling) return 'reached'
  return spent * 100n >= ceiling * BigInt(warnPercent) ? 'warn' : 'fine'
}

/** Of so many last months that are over the mean counts. */
const FORECAST_MONTHS = 3

/** The month in which the ceiling is reached when it goes on as in the last months; null within the term's end. */
export function forecast(of: {
  readonly months: readonly Pick<SpentMonth, 'month' | 'charged'>[]
  readonly remaining: bigint
  /** The month under way is not in the mean. */
  readonly thisMonth: string
  readonly endsOn: string
}): { readonly monthly: bigint; readonly months: number; readonly reachedIn: string | null } | null {
  const over = of.months.filter(({ month }) => month < of.thisMonth).slice(-FORECAST_MONTHS)
  if (over.length === 0) return null
  const monthly = over.reduce((sum, { charged }) => sum + charged, 0n) / BigInt(over.length)
  if (monthly <= 0n) return null
  let month = over.at(-1)?.month as string
  for (let left = of.remaining; left > 0n; left -= monthly) {
    month = monthsLater(month, 1)
    if (month > of.endsOn.slice(0, 7)) return { monthly, months: over.length, reachedIn: null }
  }
  return { monthly, months: over.length, reachedIn: month }
}
