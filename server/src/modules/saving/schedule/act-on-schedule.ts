import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { platformRulesOnDay } from '../../rule/index.ts'
import { SCHEDULE_RECONCILER } from './make-schedule.ts'
import { endScheduleRow, findSchedule, loadScheduleForUpdate, type ScheduleRow } from './schedule-store.ts'
import { listServersOf } from './server-store.ts'
import { endStayRow, insertStay } from './stay-store.ts'

const DAY_MS = 86_400_000

export const refuseActing = ({ ended_at }: Pick<ScheduleRow, 'ended_at'>) =>
  ended_at === null ? null : ('power-schedule.ended' as const)

export interface Stay {
  readonly version: number
  readonly resourceId: string | null
  readonly until: string
  readonly reason: string
}

/** An exception: these run until then, whatever the hour. @throws `power-schedule.ended|stay|servers`. */
export async function letStay(ctx: Ctx, id: string, stay: Stay): Promise<ScheduleRow> {
  return ctx.inTx(async (tx) => {
    const row = await loadActive(ctx, tx, id, stay.version)
    const now = ctx.clock.now()
    const until = new Date(stay.until)
    const { book } = await platformRulesOnDay(tx, dayInChina(now))
    const days = book.integer('saving.schedule.stay-days').value
    // A leap second (23:59:60) is a date-time to the schema and no instant to the machine.
    const isAhead = until > now && until.getTime() <= now.getTime() + days * DAY_MS
    if (!isAhead) refuse('power-schedule.stay', { details: { days } })
    if (stay.resourceId !== null && !(await listServersOf(tx, id)).includes(stay.resourceId))
      refuse('power-schedule.servers')
    await insertStay(tx, row, {
      id: ctx.ids.next(),
      schedule_id: id,
      body_id: row.body_id,
      resource_id: stay.resourceId,
      until_at: until,
      reason: stay.reason.trim(),
      created_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
      created_at: now,
    })
    const { until: at, reason, resourceId } = stay
    return acted(ctx, tx, row, 'stayed', { until: at, reason, resourceId })
  })
}

/** An exception that is not needed any more: its hours count again. @throws `power-schedule.ended|stay_over`. */
export async function endStay(
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly stayId: string },
): Promise<ScheduleRow> {
  return ctx.inTx(async (tx) => {
    const row = await loadActive(ctx, tx, id, input.version)
    const at = ctx.clock.now()
    const by = ctx.actor.kind === 'nobody' ? '' : ctx.actor.name
    if (!(await endStayRow(tx, row, input.stayId, { at, by }))) refuse('power-schedule.stay_over')
    return acted(ctx, tx, row, 'stay-ended', { stayId: input.stayId })
  })
}

/** What it had switched off is switched on again. @throws `power-schedule.ended`. */
export async function endSchedule(ctx: Ctx, id: string, version: number): Promise<ScheduleRow> {
  return ctx.inTx(async (tx) => {
    const row = await loadActive(ctx, tx, id, version)
    const at = ctx.clock.now()
    await endScheduleRow(tx, row, { at, by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name })
    return acted(ctx, tx, row, 'ended', { endedAt: at.toISOString() })
  })
}

export async function loadActive(ctx: Ctx, tx: Tx, id: string, version: number) {
  const found = await loadScheduleForUpdate(tx, id)
  const row = ctx.authz.authorised(ctx, 'operate', 'power-schedule', found)
  const refusal = refuseActing(row)
  if (refusal) refuse(refusal)
  if (row.version !== version) refuse('common.version_stale')
  return row
}

export async function acted(
  ctx: Ctx,
  tx: Tx,
  row: ScheduleRow,
  what: 'stayed' | 'stay-ended' | 'changed' | 'ended',
  after: Readonly<Record<string, unknown>>,
  payload: Readonly<Record<string, string>> = {},
): Promise<ScheduleRow> {
  const { id, body_id: bodyId, name: label } = row
  await ctx.audit(tx, { noun: 'power-schedule', objectId: id, label, bodyId, after })
  await ctx.emit(tx, { type: `power-schedule.${what}`, noun: 'power-schedule', id, bodyId, payload })
  await ctx.nudge(tx, SCHEDULE_RECONCILER, id)
  return (await findSchedule(tx, id)) as ScheduleRow
}
