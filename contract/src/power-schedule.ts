/**
 * Power schedules (关机计划, R122): when the servers of a system run in a week of Asia/Shanghai, and are switched off otherwise;
 * exceptions, what the next days bring, what it saves.
 */
import { actsOn } from './act.ts'
import {
  ActionsOf,
  Day,
  Id,
  IdParams,
  Instant,
  Money,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
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

const content = {
  systemId: Id,
  resourceIds: Type.Array(Id, { minItems: 1, maxItems: POWER_SCHEDULE_SERVERS_MAX, uniqueItems: true }),
  windows: Windows,
  validFrom: Day,
  /** The last day; null: until it is ended. */
  validUntil: Nullable(Day),
}

export const PowerScheduleCreate = Strict({
  name: ShortText,
  ...content,
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
const saving = {
  /** Of the servers together, a month at the list prices in force, weighed as their clauses count what is switched off; null without a price. */
  perMonth: Nullable(Money),
  /** Servers without a price. */
  unpriced: Hours,
}

export const PowerSchedulePreview = Strict({
  days: Type.Array(PowerDay, { maxItems: POWER_PREVIEW_DAYS }),
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
  /** As it was estimated when it was made. */
  estimate: Nullable(Money),
  savingNoticeId: Nullable(Id),
  createdBy: Type.String(),
  createdAt: Instant,
  endedBy: Nullable(Type.String()),
  endedAt: Nullable(Instant),
  version: Version,
  actions: ActionsOf(['stay', 'end']),
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

export const PowerSchedule = Strict({
  ...head,
  /** What it wants now: null outside its days, and after its end. */
  wants: Nullable(OneOf(['on', 'off'])),
  servers: Type.Array(
    Strict({
      resource: Ref,
      /** As intended. */
      power: OneOf(['on', 'off']),
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
  /** The latest first. */
  stays: Type.Array(
    Strict({
      id: Id,
      /** Null: all of its servers. */
      resource: Nullable(Ref),
      until: Instant,
      reason: Type.String(),
      by: Type.String(),
      at: Instant,
    }),
    { maxItems: 50 },
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
  /** Of those in force, as estimated when they were made. */
  perMonth: Money,
  asOf: Instant,
})
export type PowerScheduleSummary = Static<typeof PowerScheduleSummary>

const read = { none: 'read' } as const
const refusals = ['power-schedule.windows', 'power-schedule.period', 'power-schedule.servers']
const act = actsOn({
  noun: 'power-schedule',
  path: '/power-schedules',
  response: PowerSchedule,
  action: 'operate',
  reasons: ['power-schedule.ended'],
})

export const powerScheduleOperations = {
  list: operation({
    id: 'power-schedule.list',
    method: 'GET',
    path: '/power-schedules',
    title: { zh: '关机计划', en: 'List power schedules' },
    query: PageQuery({
      state: Type.Optional(OneOf(POWER_SCHEDULE_STATES)),
      bodyId: Type.Optional(Id),
      systemId: Type.Optional(Id),
      resourceId: Type.Optional(Id),
    }),
    response: PageOf(PowerScheduleItem),
    access: { action: 'list', noun: 'power-schedule' },
    audit: read,
    reasons: [],
  }),
  summary: operation({
    id: 'power-schedule.summary',
    method: 'GET',
    path: '/power-schedule-summary',
    title: { zh: '关机计划概览', en: 'What power schedules come to' },
    response: PowerScheduleSummary,
    access: { action: 'list', noun: 'power-schedule' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'power-schedule.get',
    method: 'GET',
    path: '/power-schedules/{id}',
    title: { zh: '查看关机计划', en: 'Get a power schedule' },
    params: IdParams,
    response: PowerSchedule,
    access: { action: 'view', noun: 'power-schedule' },
    audit: read,
    reasons: [],
  }),
  /** What it would bring, before anybody asks for it. Writes nothing. */
  preview: operation({
    id: 'power-schedule.preview',
    method: 'POST',
    path: '/power-schedule-preview',
    title: { zh: '预览关机计划', en: 'See what a power schedule would bring' },
    body: Strict(content),
    response: PowerSchedulePreview,
    access: { action: 'create', noun: 'power-schedule' },
    audit: { none: 'computes only' },
    reasons: refusals,
  }),
  create: operation({
    id: 'power-schedule.create',
    method: 'POST',
    path: '/power-schedules',
    title: { zh: '制定关机计划', en: 'Make a power schedule' },
    body: PowerScheduleCreate,
    response: PowerSchedule,
    status: 201,
    access: { action: 'create', noun: 'power-schedule' },
    audit: { act: 'power-schedule.create' },
    idempotent: true,
    reasons: [...refusals, 'power-schedule.taken', 'power-schedule.exempt', 'power-schedule.notice'],
  }),
  stay: act(
    'stay',
    { zh: '保持开机至', en: 'Let servers stay on until' },
    { resourceId: Nullable(Id), until: Instant, reason: ShortText },
    ['power-schedule.stay', 'power-schedule.servers'],
  ),
  end: act('end', { zh: '结束关机计划', en: 'End a power schedule' }, {}),
} as const
