/**
 * Power schedules (关机计划, R122): when the servers of a system run in a week of Asia/Shanghai, and are switched off otherwise;
 * exceptions, what the next days bring, what it saves.
 */
import {
  ActionsOf,
  Day,
  Id,
  Instant,
  Money,
  Nullable,
  OneOf,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'

export const POWER_SCHEDULE_STATES = ['active', 'ended'] as const
export type PowerScheduleState = (typeof POWER_SCHEDULE_STATES)[number]
export const POWER_SCHEDULE_SERVERS_MAX = 100
/** So many days are shown beforehand. */
export const POWER_PREVIEW_DAYS = 14

const Time = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

/**
 * From when to when servers run on these days: 1 is Monday, 7 Sunday. One that ends at or before its beginning goes on until that time
 * of the next day; `24:00` is the day's end. A public holiday counts as a Sunday, a make-up day as a Monday.
 */
export const PowerWindow = Strict({
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
  from: Time,
  to: Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' }),
})
export type PowerWindow = Static<typeof PowerWindow>

const Windows = Type.Array(PowerWindow, { minItems: 1, maxItems: 21 })

export const powerScheduleContent = {
  systemId: Id,
  resourceIds: Type.Array(Id, { minItems: 1, maxItems: POWER_SCHEDULE_SERVERS_MAX, uniqueItems: true }),
  windows: Windows,
  validFrom: Day,
  /** The last day; null: until it is ended. */
  validUntil: Nullable(Day),
}

export const PowerScheduleCreate = Strict({
  name: ShortText,
  ...powerScheduleContent,
  /** The saving notice that it answers. */
  savingNoticeId: Nullable(Id),
})
export type PowerScheduleCreate = Static<typeof PowerScheduleCreate>

/** `working`, `weekend`, `holiday` as the calendar says; `make-up`: a day off on which work is done; `unknown`: no calendar of its year. */
export const POWER_DAY_KINDS = ['working', 'weekend', 'holiday', 'make-up', 'unknown'] as const
export type PowerDayKind = (typeof POWER_DAY_KINDS)[number]

const Minute = Type.Integer({ minimum: 0, maximum: 1440 })
export const PowerDay = Strict({
  day: Day,
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  kind: OneOf(POWER_DAY_KINDS),
  /** Of the holiday. */
  name: Nullable(Type.String()),
  /** Minutes of the day, in order, without overlap; the rest is off. Null: nothing is scheduled for this day. */
  on: Nullable(Type.Array(Strict({ from: Minute, to: Minute }), { maxItems: 50 })),
})
export type PowerDay = Static<typeof PowerDay>

const Hours = Type.Integer({ minimum: 0 })
const Power = OneOf(['on', 'off'])
const saving = {
  /** Of the servers together, a month at the list prices in force, weighed as their clauses count what is switched off; null without a price. */
  perMonth: Nullable(Money),
  /** Servers without a price. */
  unpriced: Hours,
}

export const PowerSchedulePreview = Strict({
  days: Type.Array(PowerDay, { maxItems: POWER_PREVIEW_DAYS }),
  /** When it switches next within these days, and what to. */
  next: Nullable(Strict({ at: Instant, to: Power })),
  /** Of a week without holidays. */
  offHoursPerWeek: Hours,
  ...saving,
  /** Their clauses count what is switched off in full: nothing is saved in money. */
  countsInFull: Type.Boolean(),
})
export type PowerSchedulePreview = Static<typeof PowerSchedulePreview>

const head = {
  id: Id,
  name: Type.String(),
  state: OneOf(POWER_SCHEDULE_STATES),
  system: Ref,
  body: Ref,
  windows: Windows,
  validFrom: Day,
  validUntil: Nullable(Day),
  offHoursPerWeek: Hours,
  serverCount: Hours,
  /** Of the hours that count now, or that it will begin with, as estimated when they were said. */
  estimate: Nullable(Money),
  savingNoticeId: Nullable(Id),
  createdBy: Type.String(),
  createdAt: Instant,
  endedBy: Nullable(Type.String()),
  endedAt: Nullable(Instant),
  version: Version,
  actions: ActionsOf(['change', 'stay', 'end']),
}
export const PowerScheduleItem = Strict(head)
export type PowerScheduleItem = Static<typeof PowerScheduleItem>

/** Why a server is not as the schedule has it, if it is not. */
export const POWER_STANDINGS = [
  'as-scheduled',
  'by-hand',
  'exempt',
  'term-over',
  'given-back',
  'under-way',
] as const
export type PowerStanding = (typeof POWER_STANDINGS)[number]

/** `planned`: counts from a day to come, also of a schedule that has not begun; `past`: overtaken by later hours, whether they ever counted or not; `ended`: counted, or was to, when the schedule was ended. */
const POWER_VERSION_STATES = ['in-force', 'planned', 'past', 'ended'] as const
export type PowerVersionState = (typeof POWER_VERSION_STATES)[number]

/** Other hours from a day on, and until which day. */
export const powerScheduleChange = { windows: Windows, from: Day, validUntil: Nullable(Day) }

export const PowerSchedule = Strict({
  ...head,
  /** What it wants now: null outside its days, and after its end. */
  wants: Nullable(Power),
  servers: Type.Array(
    Strict({
      resource: Ref,
      /** As intended. */
      power: Power,
      standing: OneOf(POWER_STANDINGS),
      /** Started by hand: not switched off before. */
      sparedUntil: Nullable(Instant),
      /** Switched off since the schedule was made, as it was observed. */
      stoppedHours: Type.Number({ minimum: 0 }),
      /** What that is worth by the price clauses in force, at thirty days a month; null without a price. */
      saved: Nullable(Money),
    }),
    { maxItems: POWER_SCHEDULE_SERVERS_MAX },
  ),
  /** Those that still count, then the latest. */
  stays: Type.Array(
    Strict({
      id: Id,
      /** Null: all of its servers. */
      resource: Nullable(Ref),
      until: Instant,
      reason: Type.String(),
      by: Type.String(),
      at: Instant,
      /** Its time has come, or it was taken back. */
      isOver: Type.Boolean(),
      endedBy: Nullable(Type.String()),
      endedAt: Nullable(Instant),
    }),
    { maxItems: 100 },
  ),
  /** Its hours as they were made and changed, the latest first. */
  versions: Type.Array(
    Strict({
      number: Type.Integer({ minimum: 1 }),
      state: OneOf(POWER_VERSION_STATES),
      windows: Windows,
      /** The first day that these hours count for. */
      from: Day,
      validUntil: Nullable(Day),
      /** Null for the first. */
      reason: Nullable(Type.String()),
      by: Type.String(),
      at: Instant,
    }),
    { maxItems: 101 },
  ),
  preview: PowerSchedulePreview,
  /** Hours that what was started by hand is left alone, and whether that is the product's own figure. */
  grace: Strict({ hours: Hours, isProductDefault: Type.Boolean() }),
  asOf: Instant,
})
export type PowerSchedule = Static<typeof PowerSchedule>

export const PowerScheduleSummary = Strict({
  schedules: Hours,
  servers: Hours,
  /** Of those whose hours count today, as estimated when these were said. */
  perMonth: Money,
  asOf: Instant,
})
export type PowerScheduleSummary = Static<typeof PowerScheduleSummary>
