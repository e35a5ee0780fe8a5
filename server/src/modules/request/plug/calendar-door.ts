import { addWorkingDays, isMissing } from '../../../platform/worktime/index.ts'
import { loadWorkCalendar } from '../../workflow/index.ts'
import type { CalendarDoor } from '../doors.ts'

export const calendarDoor: CalendarDoor = {
  async dueAfter(tx, from, workingDays) {
    const calendar = await loadWorkCalendar(tx)
    const due = calendar === null ? null : addWorkingDays(calendar, from, workingDays)
    return due === null || isMissing(due) ? null : due
  },
}
