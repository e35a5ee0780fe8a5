import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { insertHistory } from '../history-store.ts'
import { listNeighbours } from '../link-store.ts'
import { RESOURCE_RECONCILER } from '../reconcile/record-outcome.ts'
import { recordStep } from '../record-step.ts'
import { isCooling, type ResourceRow, stateOf } from '../resource.ts'
import { loadResourcesForUpdate, updateIntent } from '../resource-store.ts'
import { coolingDaysOf } from './cooling.ts'

export interface Release {
  /** Act for the history: `resource.release`, `request.cancel` … */
  readonly act: string
  readonly reason: string | null
  /** The rule in force unless said otherwise; 0 takes away at once. */
  readonly coolingDays?: number
}

/**
 * Intends resources away. Snapshots go with their volume and subnets with their network; what is merely attached to a
 * server stays and is let go when the server has gone. What never worked has nothing to be restored, so it does not cool.
 *
 * @returns ids of all that is on its way out because of this.
 */
export async function intendRelease(
  tx: Tx,
  ctx: Ctx,
  ids: readonly string[],
  release: Release,
): Promise<readonly string[]> {
  const rows = await loadResourcesForUpdate(tx, { ids })
  const leaving = rows.filter((row) => isThere(row, release))
  const parts = (await Promise.all(leaving.map((row) => listParts(tx, row)))).flat()
  const dependent = await loadResourcesForUpdate(tx, { ids: parts.filter((id) => !ids.includes(id)) })
  const all = [...leaving, ...dependent.filter((row) => isThere(row, release))]
  const days = coolingDaysOf(tx, ctx, release.coolingDays)
  const now = ctx.clock.now()
  for (const row of all) await leave(tx, ctx, row, release, { now, days: await days(row) })
  return all.map((row) => row.id)
}

/** What cannot be without it: it goes with it, and comes back with it. So does the volume that a server starts from, unless it is kept. */
const PART_OF: Readonly<Partial<Record<ResourceRow['kind'], ResourceRow['kind']>>> = {
  volume: 'snapshot',
  network: 'subnet',
}

async function listParts(tx: Tx, row: ResourceRow): Promise<readonly string[]> {
  if (row.spec.kind === 'server') {
    const { rootVolumeId, keepsRootVolume } = row.spec
    return rootVolumeId === undefined || keepsRootVolume === true ? [] : [rootVolumeId]
  }
  const part = PART_OF[row.kind]
  if (part === undefined) return []
  const { burden } = await listNeighbours(tx, row)
  return burden.filter((one) => one.kind === part).map((one) => one.id)
}

/** Everything of a request that was not delivered for good: at once, since nobody has begun to use it. */
export async function releaseAll(
  tx: Tx,
  ctx: Ctx,
  requestId: string,
  reason: string,
): Promise<readonly string[]> {
  const rows = await loadResourcesForUpdate(tx, { requestId })
  const ids = rows.map((row) => row.id)
  return intendRelease(tx, ctx, ids, { act: 'request.cancel', reason, coolingDays: 0 })
}

function isThere(row: ResourceRow, { coolingDays }: Release): boolean {
  if (row.released_at !== null || row.ground !== null) return false
  // Cooling already, and now it is to go at once.
  return row.presence === 'present' || (coolingDays === 0 && row.cooling_until !== null)
}

async function leave(
  tx: Tx,
  ctx: Ctx,
  row: ResourceRow,
  release: Release,
  { now, days }: { readonly now: Date; readonly days: number },
): Promise<void> {
  const intent = {
    presence: 'absent',
    cooling_until: days === 0 ? null : new Date(now.getTime() + days * 86_400_000),
    intended_at: now,
  } as const
  const state = stateOf({ ...row, ...intent }, now)
  await updateIntent(tx, row, { ...intent, state, agreement: 'changing' })
  const details = release.reason === null ? {} : { reason: release.reason }
  await insertHistory(tx, ctx, row, [{ sort: 'intent', code: release.act, details }])
  // A person who gives it back himself has his own entry.
  if (release.act !== 'resource.release') await recordStep(tx, ctx, row, 'resource.given-back')
  await ctx.nudge(tx, RESOURCE_RECONCILER, row.id)
}

/**
 * Takes releases back that still cool off, with the parts that left together with them (which cool until the same
 * instant; one that was given back by itself, before or since, stays so). What has gone meanwhile stays gone.
 *
 * @returns ids of what came back.
 */
export async function intendRestore(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
  const back: string[] = []
  for (const row of await loadResourcesForUpdate(tx, { ids })) {
    if (back.includes(row.id) || !(await intendBack(tx, ctx, row))) continue
    back.push(row.id)
    const parts = await loadResourcesForUpdate(tx, { ids: await listParts(tx, row) })
    const together = parts.filter((part) => part.cooling_until?.getTime() === row.cooling_until?.getTime())
    for (const part of together) if (await intendBack(tx, ctx, part)) back.push(part.id)
  }
  return back
}

/** Taken back within the cooling-off time: intended as before. @returns false when it is too late. */
async function intendBack(tx: Tx, ctx: Ctx, row: ResourceRow): Promise<boolean> {
  const now = ctx.clock.now()
  if (!isCooling(row, now)) return false
  const intent = { presence: 'present', cooling_until: null, intended_at: now } as const
  const state = stateOf({ ...row, ...intent, generation: row.generation + 1 }, now)
  await updateIntent(tx, row, { ...intent, state, agreement: 'changing' })
  await insertHistory(tx, ctx, row, [{ sort: 'intent', code: 'resource.restore' }])
  await ctx.nudge(tx, RESOURCE_RECONCILER, row.id)
  return true
}
