/** Things that were taken in before the day from which they are priced get their plans when it has come. */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { type PlanTag, setPlans } from '../../resource/index.ts'
import { TAKE_IN_BATCH } from '../adoption.ts'
import { type ListRow, loadListForUpdate } from '../list/list-store.ts'
import { closedOf, sinceDay } from '../plan/refuse-closed.ts'
import type { ClosedUntil } from '../ports.ts'
import {
  type ApprovedEntry,
  listApproved,
  listToPrice,
  lockApproved,
  updateEntriesPriced,
  updateLeftOut,
  updatePriced,
} from './take-in-store.ts'

/** Since when the things of a list are priced; null: since each was taken in. */
export function pricedSince({ priced_from: day }: Pick<ListRow, 'priced_from'>): Date | null {
  if (day === null) return null
  return sinceDay(day)
}

export const isPricedBy = (list: Pick<ListRow, 'priced_from'>, now: Date): boolean => {
  const since = pricedSince(list)
  return since === null || since <= now
}

/** @returns whether there is nothing left to do. */
export async function priceTakenIn(ctx: Ctx, listId: string): Promise<boolean> {
  return ctx.inTx(async (tx) => {
    const list = await loadListForUpdate(tx, listId)
    const now = ctx.clock.now()
    if (list?.state !== 'done' || !isPricedBy(list, now)) return true
    const entries = await listToPrice(tx, listId, TAKE_IN_BATCH)
    if (entries.length === 0) return true
    const { no, body_id: bodyId } = list
    const plans = entries.map(({ resource_id: resourceId, plan }) => ({ resourceId, plan: plan as PlanTag }))
    await setPlans(tx, ctx, { no, bodyId, since: pricedSince(list) ?? now }, plans)
    const ids = entries.map((entry) => entry.id)
    await updatePriced(tx, ids, now)
    const of = { act: 'adoption.priced', noun: 'adoption', objectId: listId, label: no, bodyId } as const
    await ctx.audit(tx, { ...of, after: { entries: ids.length, from: list.priced_from } })
    await ctx.emit(tx, { type: 'adoption.changed', noun: 'adoption', id: listId, bodyId })
    return entries.length < TAKE_IN_BATCH
  })
}

/**
 * The next batch of a list of resources that stand already. What was billed since stands; what got a plan meanwhile keeps it.
 * @returns whether there are no more; `later` while the day has not come.
 */
export async function priceResourcesOf(
  ctx: Ctx,
  closedUntil: ClosedUntil,
  listId: string,
): Promise<'later' | 'more' | 'done'> {
  return ctx.inTx(async (tx) => {
    const list = await loadListForUpdate(tx, listId)
    const since = list === undefined ? null : pricedSince(list)
    if (list?.state !== 'taking-in' || since === null || since > ctx.clock.now()) return 'later'
    const entries = await listApproved(tx, listId, TAKE_IN_BATCH)
    if (entries.length === 0) return 'done'
    const ids = entries.map((entry) => entry.id)
    await lockApproved(tx, ids)
    const closed = await closedOf(tx, closedUntil, list.body_id)
    if (closed !== undefined && since < closed) await updateLeftOut(tx, ids, 'adoption.closed_meanwhile')
    else await priceBatch(tx, ctx, { ...list, since }, entries)
    await ctx.emit(tx, { type: 'adoption.changed', noun: 'adoption', id: listId, bodyId: list.body_id })
    return 'more'
  })
}

async function priceBatch(
  tx: Tx,
  ctx: Ctx,
  { no, body_id: bodyId, since }: Pick<ListRow, 'no' | 'body_id'> & { readonly since: Date },
  entries: readonly ApprovedEntry[],
): Promise<void> {
  const plans = entries.flatMap(({ resource_id: resourceId, plan }) =>
    plan === null ? [] : [{ resourceId, plan: plan as PlanTag }],
  )
  const set = await setPlans(tx, ctx, { no, bodyId, since }, plans)
  const of = (isSet: boolean) =>
    entries.flatMap((entry) => (set.has(entry.resource_id) === isSet ? [entry.id] : []))
  await updateEntriesPriced(tx, of(true), ctx.clock.now())
  await updateLeftOut(tx, of(false), 'adoption.has_plan')
}
