/** Working days and working time over a calendar value: pure, no clock, no database. */
export { CHINA_CALENDAR, CHINA_HOURS_SOURCE } from './china-holidays.ts'
export {
  addDays,
  type DayNumber,
  dayInChina,
  dayNumberOf,
  daysBetween,
  formatDay,
  instantOf,
  parseDay,
  weekdayOf,
} from './civil-day.ts'
export { monthsBetween, monthsLater } from './civil-month.ts'
export {
  type ClockEvent,
  type ClockReading,
  type RunningSpan,
  readClock,
  spansOfClock,
  type Term,
} from './clock.ts'
export { type ClockInterval, explainInterval } from './explain.ts'
export {
  type CalendarContent,
  type CalendarDay,
  type CalendarFlaw,
  type CalendarYear,
  isMissing,
  judgeDay,
  type MissingYear,
  refuseContent,
  toWorkCalendar,
  type WorkCalendar,
} from './work-calendar.ts'
export {
  addWorkingDays,
  addWorkingMinutes,
  workingDaysBetween,
  workingMsBetween,
} from './working-time.ts'
