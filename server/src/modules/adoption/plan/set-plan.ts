/** What the things of a list are priced by, and from which day on: proposed when they are listed, changed while it is open. */
import type { BodyOf, adoptionPlanOperations as operations, PoolMapping } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findPlans, listCurrentPlans } from '../../catalogue/index.ts'
import { RESOURCE_KIND_WORDS } from '../../resource/index.ts'
import { refuseEdit } from '../adoption.ts'
import { changeList } from '../list/act-on-list.ts'
import { updateList } from '../list/list-store.ts'
import type { ClosedUntil } from '../ports.ts'
import {
  listEntryIds,
  listKinds,
  listShapes,
  tagOf,
  updateChosenPlans,
  updateProposedPlans,
} from './plan-store.ts'
import { isAbout, isPriceable, type OfferedPlan, proposePlan, tiersOf } from './propose-plan.ts'
import { refuseClosed } from './refuse-closed.ts'

/** Each shape once, in one statement: a list of thousands takes no longer than its shapes. */
export async function proposePlans(
  tx: Tx,
  list: { readonly id: string; readonly mapping: Pick<PoolMapping, 'volumeTypes'> },
): Promise<void> {
  const [shapes, offered] = [await listShapes(tx, list.id), await listCurrentPlans(tx)]
  const tierOf = tiersOf([list.mapping])
  const proposed = shapes.map((shape) => ({ shape, found: proposePlan(shape, offered, tierOf) }))
  await updateProposedPlans(tx, list.id, proposed)
}

/** @throws `adoption.not_open`, `adoption.nothing_left`, `adoption.plan_unfit`. */
export const setPlan = (ctx: Ctx, id: string, input: BodyOf<typeof operations.setPlan>): Promise<void> =>
  changeList(ctx, id, 'modify', refuseEdit, async (tx, list) => {
    const plan = input.planId === null ? null : await currentPlan(tx, input.planId)
    const kinds = await listKinds(tx, id, input.entryIds)
    const fitting = kinds.filter((kind) => isPriceable(kind) && (plan === null || isAbout(plan, kind)))
    const unfit = kinds.find((kind) => !fitting.includes(kind))
    // Chosen one by one, each must be of the plan's kind; all of them means all that it is about.
    if (input.entryIds !== null && unfit !== undefined) refuseUnfit(unfit)
    const ids =
      input.entryIds ?? (await Promise.all(fitting.map((kind) => listEntryIds(tx, id, kind)))).flat()
    if (ids.length === 0) refuse('adoption.nothing_left')
    const changed = await updateChosenPlans(tx, id, { by: 'id', of: ids, plans: ids.map(() => plan) })
    if (!(await updateList(tx, list, input.version, {}))) refuse('common.version_stale')
    return { plan: plan && `${plan.offeringCode}/${plan.code}`, changed }
  })

async function currentPlan(tx: Tx, planId: string): Promise<OfferedPlan> {
  const [plan] = await findPlans(tx, [planId])
  if (!plan?.isCurrent) refuseUnfit(null)
  return plan as OfferedPlan
}

const refuseUnfit = (kind: string | null): never => {
  const words = kind === null ? undefined : RESOURCE_KIND_WORDS[kind as keyof typeof RESOURCE_KIND_WORDS]
  return refuse('adoption.plan_unfit', { details: { kind: words?.zh ?? '—' } })
}

/** @throws `adoption.not_open`, `adoption.priced_from_past`, `adoption.month_closed`, `adoption.day_missing`. */
export const setPricedFrom = (
  ctx: Ctx,
  closedUntil: ClosedUntil,
  id: string,
  input: BodyOf<typeof operations.setPricedFrom>,
): Promise<void> =>
  changeList(ctx, id, 'modify', refuseEdit, async (tx, list) => {
    if (list.sort === 'take-in') refusePast(ctx, input.pricedFrom)
    else if (input.pricedFrom === null) refuse('adoption.day_missing')
    else await refuseClosed(tx, closedUntil, { bodyIds: [list.body_id], pricedFrom: input.pricedFrom })
    if (!(await updateList(tx, list, input.version, { priced_from: input.pricedFrom })))
      refuse('common.version_stale')
    return { pricedFrom: input.pricedFrom }
  })

/** Nothing is metered before it is taken in. @throws `adoption.priced_from_past`. */
export function refusePast(ctx: Ctx, pricedFrom: string | null): void {
  const today = dayInChina(ctx.clock.now())
  if (pricedFrom !== null && pricedFrom < today) refuse('adoption.priced_from_past', { details: { today } })
}

/** Plans by the kinds that they are about. */
export async function listPlansByKind(db: Db, kinds: readonly Parameters<typeof isAbout>[1][]) {
  const offered = await listCurrentPlans(db)
  return kinds.flatMap((kind) =>
    offered
      .filter((plan) => isAbout(plan, kind))
      .map((plan) => ({ ...tagOf(plan), kind, offeringTitle: plan.offeringTitle })),
  )
}
