import { addDays, addMonths } from '../days.ts'

/** The last day of a term that begins on this day. */
export function lastDay(
  request: { readonly until: string | null; readonly term_months: number | null },
  from: string,
): string | null {
  if (request.until !== null) return request.until
  return request.term_months === null ? null : addDays(addMonths(from, request.term_months), -1)
}
