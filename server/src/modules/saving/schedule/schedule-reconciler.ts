import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { joined } from '../../../platform/http/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { dayInChina, type WorkCalendar } from '../../../platform/worktime/index.ts'
import { findLastPowerAct, loadResourceForUpdate, powerServer } from '../../resource/index.ts'
import { platformRulesOnDay } from '../../rule/index.ts'
import { loadWorkCalendar } from '../../workflow/index.ts'
import { NOTICE_RECONCILER } from '../notice.ts'
import { SCHEDULE_RECONCILER } from './make-schedule.ts'
import { powerStep } from './power-step.ts'
import {
  findSchedule,
  listToLook,
  loadScheduleForUpdate,
  noteLook,
  type ScheduleRow,
  settleSchedule,
  toSchedule,
} from './schedule-store.ts'
import { listServerFacts, listServersOf, type ServerFact } from './server-store.ts'
import { listStaysInForce, type StayInForce } from './stay-store.ts'
import { nextLook, wantedAt } from './windows.ts'

const BATCH = 200
const SWEEP_MS = 15_000

/** What all servers of one schedule are asked against. */
export interface Look {
  readonly schedule: ScheduleRow
  readonly calendar: WorkCalendar | null
  /** In force. */
  readonly stays: readonly StayInForce[]
  readonly graceHours: number
  readonly now: Date
}

/** What the schedule wants of one server: an exception goes before its hours. */
export function wantedOf({ schedule, calendar, stays, now }: Look, resourceId: string): 'on' | 'off' | null {
  const wants = wantedAt(toSchedule(schedule), calendar, now)
  const staysOn = stays.some(({ resource_id: id }) => id === null || id === resourceId)
  return wants === 'off' && staysOn ? 'on' : wants
}

/**
 * Brings servers to what their schedule wants now (R122), whenever it looks: no beat is counted, so that one that was missed is caught
 * up, and one that came twice does nothing. What is switched is intended as by a person, and driven by the resource's own reconciler.
 */
export const scheduleReconciler: Reconciler = {
  name: SCHEDULE_RECONCILER,
  concurrency: 2,
  sweepEveryMs: SWEEP_MS,
  async reconcile(ctx, id, signal) {
    const servers = await listServersOf(ctx.db, id)
    const spared: Date[] = []
    for (const resourceId of servers) {
      signal.throwIfAborted()
      spared.push(...(await ctx.inTx((tx) => bringTo(ctx, tx, id, resourceId))))
    }
    const look = await readLook(ctx, id)
    if (look === undefined) return { done: true }
    if (look.schedule.ended_at !== null) await settleSchedule(ctx.db, id, look.now)
    else {
      const others = [...spared, ...look.stays.map((stay) => stay.until_at)]
      await noteLook(ctx.db, id, nextLook(toSchedule(look.schedule), look.calendar, look.now, others))
    }
    return { done: true }
  },
  sweep: (ctx) => listToLook(ctx.db, ctx.clock.now(), BATCH),
}

async function readLook(ctx: Ctx, id: string, tx?: Tx): Promise<Look | undefined> {
  const db = tx ?? ctx.db
  const now = ctx.clock.now()
  const schedule = tx ? await loadScheduleForUpdate(tx, id) : await findSchedule(db, id)
  if (schedule === undefined) return undefined
  const { book } = await platformRulesOnDay(db, dayInChina(now))
  return {
    schedule,
    calendar: await loadWorkCalendar(db),
    stays: await listStaysInForce(db, id, now),
    graceHours: book.integer('saving.schedule.grace-hours').value,
    now,
  }
}

/** One server, behind the lock of its schedule. @returns until when it is spared, if it is. */
async function bringTo(ctx: Ctx, tx: Tx, id: string, resourceId: string): Promise<readonly Date[]> {
  const look = await readLook(ctx, id, tx)
  if (look === undefined) return []
  const before = await loadResourceForUpdate(tx, resourceId)
  const [server] = await listServerFacts(tx, [resourceId], id, dayInChina(look.now))
  if (before === undefined || server === undefined || isElsewhere(look, server)) return []
  const step = powerStep(wantedOf(look, resourceId), await standingOf(tx, server), look.now, look.graceHours)
  if (step.do === 'nothing') return step.sparedUntil === null ? [] : [step.sparedUntil]
  const by = { act: 'power-schedule', details: { schedule: look.schedule.name, scheduleId: id } }
  try {
    await powerServer(joined(ctx, tx), resourceId, before.version, step.do === 'start' ? 'on' : 'off', by)
    // Once it is followed it answers the notice.
    const { saving_notice_id } = look.schedule
    if (saving_notice_id !== null) await ctx.nudge(tx, NOTICE_RECONCILER, saving_notice_id)
  } catch (error) {
    // What a person could not do now either (it is being rescued) is tried again at the next look.
    if (!(error instanceof AppError)) throw error
    ctx.log.info({ reason: error.reason, resourceId, schedule: id }, 'a scheduled power act was refused')
  }
  return []
}

/** Its schedule has ended and it follows another one by now. */
const isElsewhere = ({ schedule }: Look, { is_elsewhere }: ServerFact) =>
  schedule.ended_at !== null && is_elsewhere

/** What the rule asks of a server. */
export async function standingOf(tx: Tx, server: ServerFact) {
  return {
    power: server.power,
    isGivenBack: server.presence === 'absent',
    isTermOver: server.is_term_over,
    isExempt: server.is_exempt,
    lastAct: (await findLastPowerAct(tx, server.id)) ?? null,
  }
}
