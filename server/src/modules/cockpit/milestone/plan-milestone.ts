import type { MilestoneCreate, MilestoneUpdate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { refuseChange, refuseLevel, refusePlan } from './milestone.ts'
import { placeOf } from './milestone-place.ts'
import {
  findMilestone,
  insertMilestone,
  loadMilestoneForUpdate,
  type MilestoneRow,
  removeMilestone,
  updateMilestone,
} from './milestone-store.ts'

/** Plans a milestone of the caller's own level, beside those of the documents (R3). @throws `milestone.period`, `milestone.target`. */
export async function createMilestone(ctx: Ctx, input: MilestoneCreate): Promise<MilestoneRow> {
  ctx.authz.require(ctx, 'create', 'milestone')
  const refusal = refusePlan(input)
  if (refusal) refuse(refusal)
  return ctx.inTx(async (tx) => {
    const { regionId } = await placeOf(ctx, tx)
    assert(regionId !== null, 'the policy lets only holders of a post come here')
    const id = ctx.ids.next()
    await insertMilestone(tx, {
      id,
      region_id: regionId,
      is_product_default: false,
      created_at: ctx.clock.now(),
      ...toColumns(input),
    })
    await ctx.audit(tx, { noun: 'milestone', objectId: id, bodyId: null, after: input })
    await ctx.emit(tx, { type: 'milestone.created', noun: 'milestone', id, bodyId: null })
    return (await findMilestone(tx, id)) as MilestoneRow
  })
}

/** @throws `milestone.of_document`, `milestone.not_yours`, `milestone.achieved` and as {@link createMilestone}. */
export async function changeMilestone(ctx: Ctx, id: string, input: MilestoneUpdate): Promise<MilestoneRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadMilestoneForUpdate(tx, id)
    const milestone = ctx.authz.authorised(ctx, 'modify', 'milestone', found)
    const { version, ...fields } = input
    const refusal =
      refuseLevel(milestone, await placeOf(ctx, tx)) ?? refuseChange(milestone) ?? refusePlan(fields)
    if (refusal) refuse(refusal)
    if (!(await updateMilestone(tx, milestone, version, toColumns(fields)))) refuse('common.version_stale')
    const before = { title: milestone.title_zh, dueOn: milestone.due_on, target: milestone.target }
    await ctx.audit(tx, { noun: 'milestone', objectId: id, bodyId: null, before, after: fields })
    await ctx.emit(tx, { type: 'milestone.updated', noun: 'milestone', id, bodyId: null })
    return (await findMilestone(tx, id)) as MilestoneRow
  })
}

/** @throws `milestone.of_document`, `milestone.not_yours`, `milestone.achieved`. */
export async function dropMilestone(ctx: Ctx, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const found = await loadMilestoneForUpdate(tx, id)
    const milestone = ctx.authz.authorised(ctx, 'delete', 'milestone', found)
    const refusal = refuseLevel(milestone, await placeOf(ctx, tx)) ?? refuseChange(milestone)
    if (refusal) refuse(refusal)
    await removeMilestone(tx, milestone)
    const before = { title: milestone.title_zh, dueOn: milestone.due_on }
    await ctx.audit(tx, { noun: 'milestone', objectId: id, bodyId: null, before })
    await ctx.emit(tx, { type: 'milestone.removed', noun: 'milestone', id, bodyId: null })
  })
}

function toColumns(input: MilestoneCreate) {
  const title = input.title.trim()
  return {
    title_zh: title,
    title_en: title,
    starts_on: input.startsOn,
    due_on: input.dueOn,
    source: input.source.trim(),
    figure: input.figure,
    target: input.target,
    note: input.note.trim(),
  }
}
