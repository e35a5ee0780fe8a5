/**
 * The arrangements of public holidays that the General Office of the State Council published, day by day.
 * Only published years are here. A later year is imported when its notice is out (usually in November).
 */
import type { CalendarContent, CalendarDay, CalendarYear } from './work-calendar.ts'

function holiday(name: string, from: string, to: string): CalendarDay[] {
  const days: CalendarDay[] = []
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += 86_400_000)
    days.push({ day: new Date(ms).toISOString().slice(0, 10), kind: 'holiday', name })
  return days
}

function makeUp(name: string, ...days: string[]): CalendarDay[] {
  return days.map((day) => ({ day, kind: 'workday', name: `${name}调休上班` }))
}

/** 国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号，2024-11-12） */
const year2025: CalendarYear = {
  year: 2025,
  source: '国办发明电〔2024〕12号',
  days: [
    ...holiday('元旦', '2025-01-01', '2025-01-01'),
    ...holiday('春节', '2025-01-28', '2025-02-04'),
    ...makeUp('春节', '2025-01-26', '2025-02-08'),
    ...holiday('清明节', '2025-04-04', '2025-04-06'),
    ...holiday('劳动节', '2025-05-01', '2025-05-05'),
    ...makeUp('劳动节', '2025-04-27'),
    ...holiday('端午节', '2025-05-31', '2025-06-02'),
    ...holiday('国庆节、中秋节', '2025-10-01', '2025-10-08'),
    ...makeUp('国庆节、中秋节', '2025-09-28', '2025-10-11'),
  ],
}

/** 国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025-11-04） */
const year2026: CalendarYear = {
  year: 2026,
  source: '国办发明电〔2025〕7号',
  days: [
    ...holiday('元旦', '2026-01-01', '2026-01-03'),
    ...makeUp('元旦', '2026-01-04'),
    ...holiday('春节', '2026-02-15', '2026-02-23'),
    ...makeUp('春节', '2026-02-14', '2026-02-28'),
    ...holiday('清明节', '2026-04-04', '2026-04-06'),
    ...holiday('劳动节', '2026-05-01', '2026-05-05'),
    ...makeUp('劳动节', '2026-05-09'),
    ...holiday('端午节', '2026-06-19', '2026-06-21'),
    ...holiday('中秋节', '2026-09-25', '2026-09-27'),
    ...holiday('国庆节', '2026-10-01', '2026-10-07'),
    ...makeUp('国庆节', '2026-09-20', '2026-10-10'),
  ],
}

/** Hours differ from place to place and season to season: these are the product's proposal until an order is entered. */
export const CHINA_CALENDAR: CalendarContent = {
  weekdays: [1, 2, 3, 4, 5],
  hours: [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '17:30' },
  ],
  years: [year2025, year2026],
}
export const CHINA_HOURS_SOURCE = '产品默认值'
