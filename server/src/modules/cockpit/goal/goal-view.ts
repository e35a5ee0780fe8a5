import type { Goal } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Db, elevated } from '../../../platform/db/index.ts'
import { dayInChina, monthsLater } from '../../../platform/worktime/index.ts'
import { placeOf } from '../milestone/milestone-place.ts'
import { actualMonthOf, type GoalFacts, INDICATORS, progressOf, refuseChange, stateOf } from './goal.ts'
import type { GoalRow } from './goal-store.ts'
import { readIndicator } from './indicator-store.ts'

/** The latest month that is over. */
export const lastMonthOf = (ctx: Ctx): string => monthsLater(dayInChina(ctx.clock.now()).slice(0, 7), -1)

/** Rows with their actuals, each figure read once. */
export async function presentGoals(ctx: Ctx, rows: readonly GoalRow[]): Promise<readonly Goal[]> {
  const lastMonth = lastMonthOf(ctx)
  return ctx.inTx(async (tx) => {
    const { regionId } = await placeOf(ctx, tx)
    const actuals = await elevated(tx, () => readActuals(tx, rows, lastMonth))
    return rows.map((row) =>
      toGoal(ctx, row, regionId, actuals.get(keyOf(row, lastMonth)) ?? null, lastMonth),
    )
  })
}

const keyOf = (row: GoalRow, lastMonth: string) =>
  `${row.indicator} ${row.region_id} ${actualMonthOf(row.due_month, lastMonth)}`

async function readActuals(db: Db, rows: readonly GoalRow[], lastMonth: string) {
  const known = new Map<string, string | null>()
  for (const row of rows) {
    const key = keyOf(row, lastMonth)
    if (known.has(key)) continue
    const month = actualMonthOf(row.due_month, lastMonth)
    known.set(key, await readIndicator(db, row.indicator, row.region_id, month))
  }
  return known
}

export const factsOf = (row: GoalRow): GoalFacts => ({
  indicator: row.indicator,
  baseline: row.baseline,
  target: row.target,
  dueMonth: row.due_month,
})

function toGoal(
  ctx: Ctx,
  row: GoalRow,
  regionId: string | null,
  actual: string | null,
  lastMonth: string,
): Goal {
  const { authz, actor } = ctx
  const { name, unit, formula, direction } = INDICATORS[row.indicator]
  const refusal = refuseChange(row, regionId, lastMonth)
  return {
    id: row.id,
    indicator: row.indicator,
    name,
    unit,
    formula,
    direction,
    region: { id: row.region_id, name: row.region_name },
    baselineMonth: row.baseline_month,
    baseline: row.baseline,
    baselineFrom: row.baseline_from,
    target: row.target,
    dueMonth: row.due_month,
    actual,
    actualMonth: actualMonthOf(row.due_month, lastMonth),
    progressPercent: progressOf(factsOf(row), actual),
    state: stateOf(factsOf(row), actual, lastMonth),
    source: row.source,
    note: row.note,
    setBy: row.set_by_name,
    setAt: row.created_at.toISOString(),
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', 'goal', refusal),
      remove: authz.allowance(actor, 'delete', 'goal', refusal),
    },
  }
}
