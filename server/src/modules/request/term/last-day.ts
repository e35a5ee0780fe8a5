import { addDays } from '../../../platform/worktime/index.ts'
import { addMonths } from '../days.ts'

interface AskedTerm {
  readonly until: string | null
  readonly term_months: number | null
}

/** The last day of a term that begins on this day. */
export function lastDay(asked: AskedTerm, from: string): string | null {
  if (asked.until !== null) return asked.until
  return asked.term_months === null ? null : addDays(addMonths(from, asked.term_months), -1)
}

export interface Stretch {
  readonly from: string
  readonly until: string
}

/**
 * The days that a renewal adds, whether it was applied for or comes by itself: from the day after the running term, or from today when
 * that is over. Up to a day that was named it may end before it begins: then it adds none.
 * @param running the last day of the running term, if there is one.
 * @returns null while no term is asked for.
 */
export function stretchOfRenewal(asked: AskedTerm, running: string | null, today: string): Stretch | null {
  const from = running !== null && running >= today ? addDays(running, 1) : today
  const until = lastDay(asked, from)
  return until === null ? null : { from, until }
}
