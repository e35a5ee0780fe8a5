import type { PowerSchedulePreview, PowerWindow, ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { loadWorkCalendar } from '../../workflow/index.ts'
import { acted, loadActive, refuseActing } from './act-on-schedule.ts'
import { isServerInUse } from './make-schedule.ts'
import { previewOf } from './preview.ts'
import { estimateSaving, serversToRate } from './schedule-saving.ts'
import { findSchedule, insertChange, type ScheduleRow, toSchedule } from './schedule-store.ts'
import { listServerFacts, listServersOf, type ServerFact } from './server-store.ts'
import { listStaysInForce } from './stay-store.ts'
import { hoursOn, refuseWindows, sameWindows } from './windows.ts'

interface Change {
  readonly windows: readonly PowerWindow[]
  /** The first day of these hours. */
  readonly from: string
  readonly validUntil: string | null
}

/** So often may one schedule be changed; then a new one is made. */
const CHANGES_MAX = 100

/** What is asked against the schedule as it stands: pure. */
function refuseChange(row: ScheduleRow, change: Change, today: string): ReasonCode | null {
  const { windows, from, validUntil } = change
  const refusal = refuseWindows(windows)
  if (refusal) return refusal
  if (from < row.valid_from) return 'power-schedule.not_begun'
  if (from < today || (validUntil !== null && validUntil < from)) return 'power-schedule.period'
  if (row.changes.length >= CHANGES_MAX) return 'power-schedule.changes'
  const before = hoursOn(toSchedule(row), from)
  const isSame = sameWindows(before.windows, windows) && before.validUntil === validUntil
  return isSame && row.changes.every((each) => each.from <= from) ? 'power-schedule.same' : null
}

/** Those that are in use still. What is exempt stays on whatever the hours: it does not stand in the way. */
async function readServers(
  db: Db,
  row: ScheduleRow,
  change: Change,
  today: string,
): Promise<readonly ServerFact[]> {
  const refusal = refuseChange(row, change, today)
  if (refusal) refuse(refusal, { details: { from: row.valid_from } })
  const facts = await listServerFacts(db, await listServersOf(db, row.id), row.id, today)
  const inUse = facts.filter(isServerInUse)
  if (inUse.length === 0) refuse('power-schedule.servers')
  return inUse
}

/**
 * Other hours from a day on, today included; what was before stays in its history (R122).
 * @throws `power-schedule.ended|windows|not_begun|period|same|changes|servers`.
 */
export async function changeSchedule(
  ctx: Ctx,
  id: string,
  input: Change & { readonly version: number; readonly reason: string },
): Promise<ScheduleRow> {
  return ctx.inTx(async (tx) => {
    const row = await loadActive(ctx, tx, id, input.version)
    const now = ctx.clock.now()
    const today = dayInChina(now)
    const { windows, from, validUntil } = input
    const servers = await readServers(tx, row, input, today)
    const { perMonth } = estimateSaving(windows, await serversToRate(tx, servers, today))
    const reason = input.reason.trim()
    await insertChange(tx, row, {
      schedule_id: id,
      number: row.changes.length + 2,
      body_id: row.body_id,
      windows: JSON.stringify(windows),
      from_day: from,
      valid_until: validUntil,
      estimate_fen: perMonth?.toString() ?? null,
      reason,
      made_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
      made_at: now,
    })
    return acted(ctx, tx, row, 'changed', { windows, from, validUntil, reason }, { from })
  })
}

/** What other hours would bring. Writes nothing. @throws as {@link changeSchedule}. */
export async function previewChange(ctx: Ctx, id: string, change: Change): Promise<PowerSchedulePreview> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'operate', 'power-schedule', await findSchedule(tx, id))
    const refusal = refuseActing(row)
    if (refusal) refuse(refusal)
    const now = ctx.clock.now()
    const today = dayInChina(now)
    const toRate = await serversToRate(tx, await readServers(tx, row, change, today), today)
    const schedule = toSchedule(row)
    const changed = { ...schedule, changes: [...(schedule.changes ?? []), change] }
    const look = { calendar: await loadWorkCalendar(tx), now, stays: await listStaysInForce(tx, id, now) }
    return previewOf(look, changed, change.windows, toRate)
  })
}
