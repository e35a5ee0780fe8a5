/** The working-day calendar (工作日历): weekly pattern, hours, holidays and make-up days, one version after another. */
import {
  ActionsOf,
  Bilingual,
  ById,
  Day,
  Id,
  Instant,
  Nullable,
  OneOf,
  operation,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'

/** Wall-clock time in Asia/Shanghai, `08:30`. */
export const ClockTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
export const WorkingHours = Strict({ from: ClockTime, to: ClockTime })

export const CALENDAR_DAY_KINDS = ['holiday', 'workday'] as const
/** A day that differs from the weekly pattern: a holiday (放假) or a make-up working day (调休上班). */
export const CalendarDay = Strict({ day: Day, kind: OneOf(CALENDAR_DAY_KINDS), name: ShortText })
export type CalendarDay = Static<typeof CalendarDay>

/** A year is known only when its arrangement was published and entered; an absent year is refused, never guessed. */
export const CalendarYear = Strict({
  year: Type.Integer({ minimum: 2000, maximum: 2100 }),
  days: Type.Array(CalendarDay, { maxItems: 366 }),
  /** The document that orders it, e.g. 国办发明电〔2025〕7号. */
  source: ShortText,
})
export type CalendarYear = Static<typeof CalendarYear>

export const Calendar = Strict({
  id: Id,
  code: Type.String(),
  name: Bilingual,
  version: Version,
  /** Working days of the week, 1 = Monday … 7 = Sunday. */
  weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7 }),
  hours: Type.Array(WorkingHours, { minItems: 1, maxItems: 6 }),
  hoursSource: ShortText,
  /** True while the hours are the product's proposal and not an order of the authority. */
  isProductDefault: Type.Boolean(),
  years: Type.Array(CalendarYear, { maxItems: 101 }),
  updatedAt: Instant,
  updatedBy: Nullable(ShortText),
})
export type Calendar = Static<typeof Calendar>

export const CalendarSummary = Strict({
  id: Id,
  code: Type.String(),
  name: Bilingual,
  version: Version,
  years: Type.Array(Type.Integer()),
  /** Set from October on while the next year is missing: clocks that reach into it have no due date. */
  missingYear: Nullable(Type.Integer()),
})

export const CalendarVersionEntry = Strict({
  version: Version,
  createdAt: Instant,
  createdBy: Nullable(ShortText),
  note: Type.String(),
})

export const ClockInterval = Strict({
  from: Instant,
  to: Instant,
  kind: OneOf(['working', 'outside-hours', 'weekend', 'holiday', 'paused', 'before-start']),
  name: Nullable(Type.String()),
  minutes: Type.Integer({ minimum: 0 }),
})

/** Why a thing is due then: the intervals between start and due, each counted or not, with the reason. */
export const DueExplanation = Strict({
  startedAt: Instant,
  dueAt: Nullable(Instant),
  /** Year whose arrangement is missing, when no due date can be told. */
  missingYear: Nullable(Type.Integer()),
  amount: Type.Integer({ minimum: 0 }),
  unit: OneOf(['working-day', 'working-minute']),
  calendarVersion: Version,
  intervals: Type.Array(ClockInterval, { maxItems: 1000 }),
})
export type DueExplanation = Static<typeof DueExplanation>

const CalendarImport = Strict({
  version: Version,
  /** One day a line: `2027-01-01,holiday,元旦`; lines starting with # are comments. */
  text: Type.String({ minLength: 1, maxLength: 40_000 }),
  year: Type.Integer({ minimum: 2000, maximum: 2100 }),
  source: ShortText,
  /** True: only say what would change. */
  preview: Type.Boolean(),
})

export const CalendarImportResult = Strict({
  added: Type.Integer(),
  changed: Type.Integer(),
  removed: Type.Integer(),
  same: Type.Integer(),
  errors: Type.Array(Strict({ line: Type.Integer(), zh: Type.String(), en: Type.String() }), {
    maxItems: 400,
  }),
  calendar: Nullable(Calendar),
})

const read = { none: 'read' } as const

export const calendarOperations = {
  calendarList: operation({
    id: 'calendar.list',
    method: 'GET',
    path: '/calendars',
    title: { zh: '工作日历列表', en: 'Working calendars' },
    response: Strict({ items: Type.Array(CalendarSummary, { maxItems: 200 }) }),
    access: { action: 'list', noun: 'calendar' },
    audit: read,
    reasons: [],
  }),
  calendarGet: operation({
    id: 'calendar.get',
    method: 'GET',
    path: '/calendars/{id}',
    title: { zh: '查看工作日历', en: 'A working calendar' },
    params: ById,
    query: Strict({ version: Type.Optional(Version) }),
    response: Strict({
      ...Calendar.properties,
      history: Type.Array(CalendarVersionEntry, { maxItems: 200 }),
      actions: ActionsOf(['modify']),
    }),
    access: { action: 'view', noun: 'calendar' },
    audit: read,
    reasons: [],
  }),
  calendarUpdate: operation({
    id: 'calendar.update',
    method: 'PUT',
    path: '/calendars/{id}',
    title: { zh: '修改每周工作日与工作时间', en: 'Change weekdays and working hours' },
    params: ById,
    body: Strict({
      version: Version,
      weekdays: Calendar.properties.weekdays,
      hours: Calendar.properties.hours,
      hoursSource: ShortText,
    }),
    response: Calendar,
    access: { action: 'modify', noun: 'calendar' },
    audit: { act: 'calendar.update' },
    reasons: ['calendar.hours_invalid'],
  }),
  calendarSetYear: operation({
    id: 'calendar.set-year',
    method: 'PUT',
    path: '/calendars/{id}/years',
    title: { zh: '设置某年节假日与调休', en: 'Set the holidays and make-up days of a year' },
    params: ById,
    body: Strict({ version: Version, ...CalendarYear.properties }),
    response: Calendar,
    access: { action: 'modify', noun: 'calendar' },
    audit: { act: 'calendar.set-year' },
    reasons: ['calendar.day_invalid'],
  }),
  calendarImport: operation({
    id: 'calendar.import',
    method: 'POST',
    path: '/calendars/{id}/import',
    title: { zh: '导入某年节假日安排', en: 'Import the arrangement of a year' },
    params: ById,
    body: CalendarImport,
    response: CalendarImportResult,
    access: { action: 'modify', noun: 'calendar' },
    audit: { act: 'calendar.import' },
    reasons: ['calendar.day_invalid'],
  }),
  calendarExplain: operation({
    id: 'calendar.explain',
    method: 'POST',
    path: '/calendars/{id}/explain',
    title: { zh: '试算到期时间', en: 'Work out a due time' },
    params: ById,
    body: Strict({
      from: Instant,
      amount: Type.Integer({ minimum: 0, maximum: 100_000 }),
      unit: OneOf(['working-day', 'working-minute']),
    }),
    response: DueExplanation,
    access: { action: 'view', noun: 'calendar' },
    audit: { none: 'computes only' },
    reasons: ['calendar.year_missing'],
  }),
} as const

export const calendarReasons = {
  'calendar.year_missing': {
    kind: 'precondition',
    zh: '工作日历缺少 {year} 年的节假日安排，无法推算期限。请先录入或导入该年安排。',
    en: 'The calendar has no arrangement for {year}, so no term can be worked out. Enter or import that year first.',
  },
  'calendar.hours_invalid': {
    kind: 'invalid',
    zh: '工作时间须按先后排列、互不重叠，且每段结束晚于开始。',
    en: 'Working hours must be in order, must not overlap, and each must end after it starts.',
  },
  'calendar.day_invalid': {
    kind: 'invalid',
    zh: '日期“{day}”不能用于 {year} 年：须为该年内的有效日期且不重复。',
    en: 'The day "{day}" does not fit {year}: it must be a real day of that year, listed once.',
  },
} as const
