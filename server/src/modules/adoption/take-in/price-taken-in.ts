/** Things that were taken in before the day from which they are priced get their plans when it has come. */
import type { Ctx } from '../../../platform/context.ts'
import { assert } from '../../../platform/errors.ts'
import { instantOf, parseDay } from '../../../platform/worktime/index.ts'
import { type PlanTag, setPlans } from '../../resource/index.ts'
import { TAKE_IN_BATCH } from '../adoption.ts'
import { type ListRow, loadListForUpdate } from '../list/list-store.ts'
import { listToPrice, updatePriced } from './take-in-store.ts'

/** Since when the things of a list are priced; null: since each was taken in. */
export function pricedSince({ priced_from: day }: Pick<ListRow, 'priced_from'>): Date | null {
  if (day === null) return null
  const number = parseDay(day)
  assert(number !== null, 'a list is priced from a real day')
  return instantOf(number, 0)
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
