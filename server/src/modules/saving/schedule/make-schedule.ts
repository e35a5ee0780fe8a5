import type { PowerScheduleCreate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findSystem } from '../../system/index.ts'
import { loadNoticeForUpdate } from '../notice-store.ts'
import { estimateSaving, serversToRate } from './schedule-saving.ts'
import { findSchedule, findTaken, insertSchedule, type ScheduleRow } from './schedule-store.ts'
import { listServerFacts, type ServerFact } from './server-store.ts'
import { refuseWindows } from './windows.ts'

export const SCHEDULE_RECONCILER = 'power-schedule'

type Asked = Pick<PowerScheduleCreate, 'systemId' | 'resourceIds' | 'windows' | 'validFrom' | 'validUntil'>

/** The servers that were chosen, if they are ones of the system and in use. @throws `power-schedule.windows|period|servers`. */
export async function readAsked(db: Db, asked: Asked, today: string): Promise<readonly ServerFact[]> {
  const refusal = refuseWindows(asked.windows)
  if (refusal) refuse(refusal)
  const { validFrom, validUntil } = asked
  if (validUntil !== null && (validUntil < validFrom || validUntil < today)) refuse('power-schedule.period')
  const facts = await listServerFacts(db, asked.resourceIds, null, today)
  const fit = facts.filter((one) => isServerInUse(one) && one.system_id === asked.systemId)
  if (fit.length !== asked.resourceIds.length) refuse('power-schedule.servers')
  return fit
}

export const isServerInUse = ({ kind, presence, provisioned_at }: ServerFact) =>
  kind === 'server' && presence === 'present' && provisioned_at !== null

/**
 * A body says when servers of its own are to run (R122). It switches nothing itself: the reconciler does, by the way that a person goes.
 * @throws `power-schedule.windows|period|servers|taken|exempt|notice`.
 */
export async function makeSchedule(ctx: Ctx, input: PowerScheduleCreate): Promise<ScheduleRow> {
  return ctx.inTx(async (tx) => {
    const found = await findSystem(tx, input.systemId)
    const system = ctx.authz.authorised(ctx, 'create', 'power-schedule', found)
    const now = ctx.clock.now()
    const today = dayInChina(now)
    const servers = await readAsked(tx, input, today)
    const nameOf = (id: string) => servers.find((one) => one.id === id)?.name ?? ''
    const exempt = servers.find(({ is_exempt }) => is_exempt)
    if (exempt) refuse('power-schedule.exempt', { details: { name: exempt.name } })
    const taken = await findTaken(tx, system.id, input.resourceIds)
    if (taken !== undefined) refuse('power-schedule.taken', { details: { name: nameOf(taken) } })
    if (input.savingNoticeId !== null) await mustFitNotice(tx, input.savingNoticeId, input.resourceIds)
    const { perMonth } = estimateSaving(input.windows, await serversToRate(tx, servers, today))
    const id = ctx.ids.next()
    await insertSchedule(
      tx,
      {
        id,
        body_id: system.body_id,
        system_id: system.id,
        name: input.name.trim(),
        windows: input.windows,
        valid_from: input.validFrom,
        valid_until: input.validUntil,
        estimate_fen: perMonth?.toString() ?? null,
        saving_notice_id: input.savingNoticeId,
        created_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
        created_at: now,
        look_at: now,
      },
      input.resourceIds,
    )
    const { systemId: _, ...after } = input
    await ctx.audit(tx, {
      noun: 'power-schedule',
      objectId: id,
      label: input.name.trim(),
      bodyId: system.body_id,
      after,
    })
    await ctx.emit(tx, { type: 'power-schedule.created', noun: 'power-schedule', id, bodyId: system.body_id })
    await ctx.nudge(tx, SCHEDULE_RECONCILER, id)
    return (await findSchedule(tx, id)) as ScheduleRow
  })
}

const ANSWERABLE: readonly string[] = ['sent', 'accepted', 'insisted']

async function mustFitNotice(tx: Tx, noticeId: string, resourceIds: readonly string[]): Promise<void> {
  const notice = await loadNoticeForUpdate(tx, noticeId)
  const fits =
    notice !== undefined && ANSWERABLE.includes(notice.state) && resourceIds.includes(notice.resource_id)
  if (!fits) refuse('power-schedule.notice')
}
