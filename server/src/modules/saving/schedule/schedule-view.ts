import type {
  PowerSchedule,
  PowerScheduleItem,
  PowerSchedulePreview,
  PowerScheduleSummary,
  PowerStanding,
  PowerVersionState,
  PowerWindow,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { platformRulesOnDay } from '../../rule/index.ts'
import { loadWorkCalendar } from '../../workflow/index.ts'
import { refuseActing } from './act-on-schedule.ts'
import { readAsked } from './make-schedule.ts'
import { moneyOf, moneyOrNull } from './money.ts'
import { type PowerStep, powerStep } from './power-step.ts'
import { previewOf } from './preview.ts'
import { type Look, standingOf, wantedOf } from './schedule-reconciler.ts'
import { type ServersToRate, savedIn, serversToRate } from './schedule-saving.ts'
import { changeOn, findSchedule, type ScheduleRow, sumSchedules, toSchedule } from './schedule-store.ts'
import { listServerFacts, listServersOf, type ServerFact, sumStopped } from './server-store.ts'
import { listStays, listStaysInForce, type StayRow } from './stay-store.ts'
import { offHoursOf, wantedAt } from './windows.ts'

const HOUR_MS = 3_600_000

export function toScheduleItem(
  ctx: Pick<Ctx, 'authz' | 'actor' | 'clock'>,
  row: ScheduleRow,
): PowerScheduleItem {
  const changed = changeOn(row, dayInChina(ctx.clock.now()))
  const { windows } = changed ?? row
  const allowance = ctx.authz.allowance(ctx.actor, 'operate', 'power-schedule', refuseActing(row))
  return {
    id: row.id,
    name: row.name,
    state: row.ended_at === null ? 'active' : 'ended',
    system: { id: row.system_id, name: row.system_name },
    body: { id: row.body_id, name: row.body_name },
    windows: [...windows],
    validFrom: row.valid_from,
    validUntil: changed === undefined ? row.valid_until : changed.validUntil,
    offHoursPerWeek: offHoursOf(windows),
    serverCount: row.server_count,
    estimate: moneyOrNull(changed === undefined ? row.estimate_fen : changed.estimateFen),
    savingNoticeId: row.saving_notice_id,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    endedBy: row.ended_by,
    endedAt: row.ended_at?.toISOString() ?? null,
    version: row.version,
    actions: { change: allowance, stay: allowance, end: allowance },
  }
}

/** With its servers as they are, its exceptions, what the next days bring and what it has saved. */
export async function describeSchedule(ctx: Ctx, id: string): Promise<PowerSchedule> {
  return ctx.inTx(async (tx) => {
    const found = await findSchedule(tx, id)
    const schedule = ctx.authz.authorised(ctx, 'view', 'power-schedule', found)
    const now = ctx.clock.now()
    const today = dayInChina(now)
    const { book } = await platformRulesOnDay(tx, today)
    const { value: hours, isProductDefault } = book.integer('saving.schedule.grace-hours')
    const calendar = await loadWorkCalendar(tx)
    const look = { schedule, calendar, stays: await listStaysInForce(tx, id, now), graceHours: hours, now }
    const servers = await listServerFacts(tx, await listServersOf(tx, id), id, today)
    const toRate = await serversToRate(tx, servers, today)
    const item = toScheduleItem(ctx, schedule)
    return {
      ...item,
      wants: wantedAt(toSchedule(schedule), calendar, now),
      servers: await serversOf(tx, look, servers, toRate),
      stays: (await listStays(tx, id, now)).map((stay) => toStay(stay, now)),
      versions: versionsOf(schedule, today),
      preview: previewOf(look, toSchedule(schedule), item.windows, toRate),
      grace: { hours, isProductDefault },
      asOf: now.toISOString(),
    }
  })
}

async function serversOf(
  tx: Tx,
  look: Look,
  servers: readonly ServerFact[],
  toRate: ServersToRate,
): Promise<PowerSchedule['servers']> {
  const { created_at, ended_at } = look.schedule
  const ids = servers.map(({ id }) => id)
  const stopped = await sumStopped(tx, ids, created_at, ended_at ?? look.now)
  const rows: PowerSchedule['servers'] = []
  for (const server of servers) {
    const step = powerStep(wantedOf(look, server.id), await standingOf(tx, server), look.now, look.graceHours)
    const byMonth = stopped.get(server.id) ?? new Map<string, number>()
    const ms = [...byMonth.values()].reduce((sum, one) => sum + one, 0)
    rows.push({
      resource: { id: server.id, name: server.name },
      power: server.power,
      standing: standingWord(step, look.schedule),
      sparedUntil: step.do === 'nothing' ? (step.sparedUntil?.toISOString() ?? null) : null,
      stoppedHours: Math.round((ms / HOUR_MS) * 10) / 10,
      saved: moneyOrNull(savedIn(toRate.get(server.id) ?? null, byMonth)),
    })
  }
  return rows
}

/** What is to be done is under way: the next look is seconds off. */
const standingWord = (step: PowerStep, { settled_at }: ScheduleRow): PowerStanding =>
  step.do === 'nothing' ? step.standing : settled_at === null ? 'under-way' : 'as-scheduled'

/**
 * The latest first. One that is overtaken before its day never counts; while the schedule has not begun, none counts yet, and once it
 * has ended none counts any more.
 */
function versionsOf(row: ScheduleRow, today: string): PowerSchedule['versions'] {
  const made = {
    number: 1,
    windows: row.windows,
    from: row.valid_from,
    validUntil: row.valid_until,
    reason: null,
    by: row.created_by,
    at: row.created_at.toISOString(),
  }
  const all = [made, ...row.changes]
  const first = changeOn(row, today)?.number ?? 1
  return all
    .map((one) => {
      const isOvertaken = all.some(({ number, from }) => number > one.number && from <= one.from)
      const isAhead = one.from > today
      const isNow = one.number === first && row.valid_from <= today
      const counts = isNow ? 'in-force' : isAhead && !isOvertaken ? 'planned' : 'past'
      const state: PowerVersionState = counts !== 'past' && row.ended_at !== null ? 'ended' : counts
      const { number, windows, from, validUntil, reason, by } = one
      const at = new Date(one.at).toISOString()
      return { number, state, windows: [...windows], from, validUntil, reason, by, at }
    })
    .reverse()
}

const toStay = (row: StayRow, now: Date): PowerSchedule['stays'][number] => ({
  id: row.id,
  resource: row.resource_id === null ? null : { id: row.resource_id, name: row.resource_name ?? '' },
  until: row.until_at.toISOString(),
  reason: row.reason,
  by: row.created_by,
  at: row.created_at.toISOString(),
  isOver: row.ended_at !== null || row.until_at <= now,
  endedBy: row.ended_by,
  endedAt: row.ended_at?.toISOString() ?? null,
})

export interface Previewed {
  readonly systemId: string
  readonly resourceIds: readonly string[]
  readonly windows: readonly PowerWindow[]
  readonly validFrom: string
  readonly validUntil: string | null
}

/** What a schedule would bring. Writes nothing. @throws `power-schedule.windows|period|servers`. */
export async function previewSchedule(ctx: Ctx, asked: Previewed): Promise<PowerSchedulePreview> {
  const db = ctx.authz.require(ctx, 'create', 'power-schedule')
  const now = ctx.clock.now()
  const today = dayInChina(now)
  const given = { ...asked, resourceIds: [...asked.resourceIds], windows: [...asked.windows] }
  const toRate = await serversToRate(db, await readAsked(db, given, today), today)
  const schedule = { ...asked, isEnded: false }
  const look = { calendar: await loadWorkCalendar(db), now, stays: [] }
  return previewOf(look, schedule, asked.windows, toRate)
}

export async function summariseSchedules(ctx: Ctx, db: Db): Promise<PowerScheduleSummary> {
  const now = ctx.clock.now()
  const { schedules, servers, estimate } = await sumSchedules(db, dayInChina(now))
  return { schedules, servers, perMonth: moneyOf(estimate), asOf: now.toISOString() }
}
