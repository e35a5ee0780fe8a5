import type { GoalCreate, GoalUpdate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { placeOf } from '../milestone/milestone-place.ts'
import { type GoalFacts, INDICATORS, refuseChange, refuseMonths, refuseTarget } from './goal.ts'
import {
  findGoal,
  type GoalRow,
  insertGoal,
  isTaken,
  loadGoalForUpdate,
  removeGoal,
  updateGoal,
} from './goal-store.ts'
import { lastMonthOf } from './goal-view.ts'
import { readIndicator } from './indicator-store.ts'

/** Sets a goal of the caller's own level. @throws `goal.months`, `goal.baseline_unknown`, `goal.direction`, `goal.exists`. */
export async function createGoal(ctx: Ctx, input: GoalCreate): Promise<GoalRow> {
  ctx.authz.require(ctx, 'create', 'goal')
  const { actor } = ctx
  assert(actor.kind === 'person', 'goals are set by people')
  const refusal = refuseMonths(input.baselineMonth, input.dueMonth, lastMonthOf(ctx))
  if (refusal) refuse(refusal)
  return ctx.inTx(async (tx) => {
    const { regionId } = await placeOf(ctx, tx)
    assert(regionId !== null, 'the policy lets only holders of a post come here')
    const baseline = input.baseline ?? (await baselineOf(tx, input, regionId))
    checkTarget({ ...input, baseline })
    const id = ctx.ids.next()
    const isNew = await insertGoal(tx, {
      id,
      region_id: regionId,
      indicator: input.indicator,
      baseline_month: input.baselineMonth,
      baseline,
      baseline_from: input.baseline === null ? 'ledger' : 'document',
      target: input.target,
      due_month: input.dueMonth,
      source: input.source.trim(),
      note: input.note.trim(),
      set_by_name: actor.name,
      created_at: ctx.clock.now(),
    })
    if (!isNew) refuse('goal.exists')
    await ctx.audit(tx, { noun: 'goal', objectId: id, bodyId: null, after: { ...input, baseline } })
    await ctx.emit(tx, { type: 'goal.created', noun: 'goal', id, bodyId: null })
    return (await findGoal(tx, id)) as GoalRow
  })
}

async function baselineOf(tx: Tx, input: GoalCreate, regionId: string): Promise<string> {
  const { indicator, baselineMonth } = input
  const value = await elevated(tx, () => readIndicator(tx, indicator, regionId, baselineMonth))
  const { name } = INDICATORS[indicator]
  const month = baselineMonth
  return (
    value ??
    refuse('goal.baseline_unknown', {
      details: { month, name: name.zh },
      detailsEn: { month, name: name.en },
    })
  )
}

function checkTarget(facts: GoalFacts): void {
  const refusal = refuseTarget(facts)
  const { name, unit } = INDICATORS[facts.indicator]
  const { baseline } = facts
  if (!refusal) return
  refuse(refusal, {
    details: { name: name.zh, baseline, unit: unit.zh },
    detailsEn: { name: name.en, baseline, unit: unit.en },
  })
}

/** The baseline stays. @throws `goal.not_yours`, `goal.over`, `goal.months`, `goal.direction`, `goal.exists`. */
export async function changeGoal(ctx: Ctx, id: string, input: GoalUpdate): Promise<GoalRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadGoalForUpdate(tx, id)
    const goal = ctx.authz.authorised(ctx, 'modify', 'goal', found)
    const { version, target, dueMonth, source, note } = input
    const lastMonth = lastMonthOf(ctx)
    const { regionId } = await placeOf(ctx, tx)
    const refusal =
      refuseChange(goal, regionId, lastMonth) ?? refuseMonths(goal.baseline_month, dueMonth, lastMonth)
    if (refusal) refuse(refusal)
    checkTarget({ indicator: goal.indicator, baseline: goal.baseline, target, dueMonth })
    if (await isTaken(tx, goal, dueMonth)) refuse('goal.exists')
    const change = { target, due_month: dueMonth, source: source.trim(), note: note.trim() }
    if (!(await updateGoal(tx, goal, version, change))) refuse('common.version_stale')
    const before = { target: goal.target, dueMonth: goal.due_month }
    await ctx.audit(tx, { noun: 'goal', objectId: id, bodyId: null, before, after: input })
    await ctx.emit(tx, { type: 'goal.updated', noun: 'goal', id, bodyId: null })
    return (await findGoal(tx, id)) as GoalRow
  })
}

/** @throws `goal.not_yours`, `goal.over`. */
export async function dropGoal(ctx: Ctx, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const found = await loadGoalForUpdate(tx, id)
    const goal = ctx.authz.authorised(ctx, 'delete', 'goal', found)
    const { regionId } = await placeOf(ctx, tx)
    const refusal = refuseChange(goal, regionId, lastMonthOf(ctx))
    if (refusal) refuse(refusal)
    await removeGoal(tx, goal)
    const before = { indicator: goal.indicator, target: goal.target, dueMonth: goal.due_month }
    await ctx.audit(tx, { noun: 'goal', objectId: id, bodyId: null, before })
    await ctx.emit(tx, { type: 'goal.removed', noun: 'goal', id, bodyId: null })
  })
}
