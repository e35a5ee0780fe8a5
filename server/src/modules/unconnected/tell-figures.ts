/** Figures of a day: reported by the platform itself (R32), or entered by a person who counted (R37). */
import type { BodyOf, unconnectedPlatformOperations as operations, PlatformFigures } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { digestOf } from './credential.ts'
import { reachOf, refuseCount, wayOf } from './unconnected-platform.ts'
import {
  findPlatform,
  findReport,
  loadPlatformByToken,
  loadPlatformForUpdate,
  noteTokenUsed,
  type PlatformRow,
  putReport,
  type ReportJson,
  type Told,
  updatePlatform,
} from './unconnected-store.ts'
import { calendarOf, toReport } from './unconnected-view.ts'

/** @throws `unconnected-platform.reports_itself`, `…revoked`, `…day_out_of_reach`. */
export async function countPlatform(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.count>,
): Promise<PlatformRow> {
  return ctx.inTx(async (tx) => {
    const calendar = await calendarOf(ctx, tx)
    const found = await loadPlatformForUpdate(tx, id, calendar)
    const platform = ctx.authz.authorised(ctx, 'operate', 'unconnected-platform', found)
    const refusal = refuseCount(platform)
    if (refusal) refuse(refusal)
    if (!(await updatePlatform(tx, platform, input.version, {}))) refuse('common.version_stale')
    const { day, figures, source } = input
    const enteredBy = ctx.actor.kind === 'nobody' ? '' : ctx.actor.name
    await tell(ctx, tx, platform, calendar.today, {
      day,
      figures,
      source: source.trim(),
      enteredBy,
      receivedAt: ctx.clock.now(),
    })
    return (await findPlatform(tx, id, calendar)) as PlatformRow
  })
}

/**
 * What a platform reports with its own credential: nobody is signed in, so the platform acts for it and is named in the trail.
 * @throws `unconnected-platform.credential_unknown`, `…day_out_of_reach`.
 */
export async function reportFigures(
  ctx: Ctx,
  credential: string | null,
  day: string,
  figures: PlatformFigures,
): Promise<ReportJson> {
  const digest = digestOf(credential) ?? refuse('unconnected-platform.credential_unknown')
  const system = ctx.asSystem('unconnected-platform')
  return system.inTx(async (tx) => {
    const calendar = await calendarOf(system, tx)
    const platform =
      (await loadPlatformByToken(tx, digest, calendar)) ?? refuse('unconnected-platform.credential_unknown')
    const now = system.clock.now()
    const told = { day, figures, source: platform.name, enteredBy: platform.name, receivedAt: now }
    await tell(system, tx, platform, calendar.today, told)
    await noteTokenUsed(tx, platform.id, now)
    return (await findReport(tx, platform.id, day)) as ReportJson
  })
}

/** Under the platform's lock. The same again changes nothing, but that it was said again is kept in the trail. */
async function tell(ctx: Ctx, tx: Tx, platform: PlatformRow, today: string, told: Told): Promise<void> {
  const reach = reachOf(wayOf(platform.network_type), today)
  if (told.day < reach.from || told.day > reach.until)
    refuse('unconnected-platform.day_out_of_reach', { details: reach })
  const before = await findReport(tx, platform.id, told.day)
  const { day, figures, source } = told
  const isSame =
    before !== undefined &&
    before.source === source &&
    JSON.stringify(toReport(before).figures) === JSON.stringify(inOrder(figures))
  if (!isSame) await putReport(tx, platform.id, told)
  await ctx.audit(tx, {
    noun: 'unconnected-platform',
    objectId: platform.id,
    label: platform.name,
    bodyId: platform.body_id,
    ...(before === undefined ? {} : { before: toReport(before).figures }),
    after: { day, source, ...figures },
  })
  if (!isSame)
    await ctx.emit(tx, {
      type: 'unconnected-platform.told',
      noun: 'unconnected-platform',
      id: platform.id,
      bodyId: platform.body_id,
      payload: { day },
    })
}

const inOrder = ({ clouds, vcpus, memoryGiB, storageGiB, systems, resources }: PlatformFigures) => ({
  clouds,
  vcpus,
  memoryGiB,
  storageGiB,
  systems,
  resources,
})
