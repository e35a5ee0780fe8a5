import type { DueExplanation } from '@yunheng/contract'
import { AppError } from '../../../platform/errors.ts'
import {
  addWorkingDays,
  addWorkingMinutes,
  isMissing,
  type WorkCalendar,
} from '../../../platform/worktime/index.ts'
import { toExplanation } from './calendar-view.ts'

/** When a term that starts then would be due, and why. @throws `calendar.year_missing`. */
export function explainDue(
  calendar: WorkCalendar,
  from: Date,
  term: { readonly amount: number; readonly unit: DueExplanation['unit'] },
): DueExplanation {
  // A leap second (23:59:60) is a date-time to the schema and no instant to the machine.
  if (Number.isNaN(from.getTime())) throw new AppError('common.invalid_input', { internal: 'from' })
  const add = term.unit === 'working-day' ? addWorkingDays : addWorkingMinutes
  const due = add(calendar, from, term.amount)
  if (isMissing(due)) throw new AppError('calendar.year_missing', { details: { year: due.missingYear } })
  return toExplanation(calendar, from, due, term, null)
}
