import { refuse } from '../../../platform/errors.ts'
import { addWorkingDays, isMissing, type WorkCalendar } from '../../../platform/worktime/index.ts'

/** The end of so many working days from then. @throws `work-order.calendar_missing`: a year is never guessed. */
export function dueAfter(calendar: WorkCalendar, from: Date, workingDays: number): Date {
  const due = addWorkingDays(calendar, from, workingDays)
  return isMissing(due) ? refuse('work-order.calendar_missing', { details: { year: due.missingYear } }) : due
}
