/** What is done with power schedules (关机计划, R122). */
import { actsOn } from './act.ts'
import {
  Id,
  IdParams,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  ShortText,
  Strict,
  Type,
} from './base.ts'
import {
  POWER_SCHEDULE_STATES,
  PowerSchedule,
  PowerScheduleCreate,
  PowerScheduleItem,
  PowerSchedulePreview,
  PowerScheduleSummary,
  powerScheduleChange,
  powerScheduleContent,
} from './power-schedule.ts'

const read = { none: 'read' } as const
const refusals = ['power-schedule.windows', 'power-schedule.period', 'power-schedule.servers']
const changeRefusals = [
  ...refusals,
  'power-schedule.not_begun',
  'power-schedule.same',
  'power-schedule.changes',
]
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
    body: Strict(powerScheduleContent),
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
  change: act(
    'change',
    { zh: '调整关机计划', en: 'Change the hours of a power schedule' },
    { ...powerScheduleChange, reason: ShortText },
    changeRefusals,
  ),
  /** What other hours would bring. Writes nothing. */
  previewChange: operation({
    id: 'power-schedule.preview-change',
    method: 'POST',
    path: '/power-schedules/{id}/preview-change',
    title: { zh: '预览调整效果', en: 'See what other hours would bring' },
    params: IdParams,
    body: Strict(powerScheduleChange),
    response: PowerSchedulePreview,
    access: { action: 'operate', noun: 'power-schedule' },
    audit: { none: 'computes only' },
    reasons: ['power-schedule.ended', ...changeRefusals],
  }),
  stay: act(
    'stay',
    { zh: '保持开机至', en: 'Let servers stay on until' },
    { resourceId: Nullable(Id), until: Instant, reason: ShortText },
    ['power-schedule.stay', 'power-schedule.servers'],
  ),
  endStay: act('end-stay', { zh: '提前结束保持开机', en: 'Take an exception back' }, { stayId: Id }, [
    'power-schedule.stay_over',
  ]),
  end: act('end', { zh: '结束关机计划', en: 'End a power schedule' }, {}),
} as const
