import type { Tx } from '../../platform/db/index.ts'
import { addWorkingDays, isMissing } from '../../platform/worktime/index.ts'
import { loadWorkCalendar } from '../workflow/index.ts'

/** The end of so many working days from then; null when the calendar lacks the year: never guessed. */
export async function dueAfter(tx: Tx, from: Date, workingDays: number): Promise<Date | null> {
  const calendar = await loadWorkCalendar(tx)
  const due = calendar === null ? null : addWorkingDays(calendar, from, workingDays)
  return due === null || isMissing(due) ? null : due
}
