import { type Goal, goalOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert } from '../../../platform/errors.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { exportGoals } from './export-goals.ts'
import { findGoal, type GoalRow, listGoals } from './goal-store.ts'
import { presentGoals } from './goal-view.ts'
import { changeGoal, createGoal, dropGoal } from './set-goal.ts'

async function present(ctx: Ctx, row: GoalRow): Promise<Goal> {
  const [goal] = await presentGoals(ctx, [row])
  assert(goal !== undefined, 'one row gives one goal')
  return goal
}

export const goalRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'goal')
    const { items, nextPageToken } = await listGoals(db, query, query)
    return { items: [...(await presentGoals(ctx, items))], nextPageToken }
  }),
  route(operations.export, (ctx, { query }) => exportGoals(ctx, query)),
  route(operations.get, async (ctx, { params }) =>
    present(ctx, ctx.authz.authorised(ctx, 'view', 'goal', await findGoal(ctx.db, params.id))),
  ),
  route(operations.create, async (ctx, { body }) => present(ctx, await createGoal(ctx, body))),
  route(operations.update, async (ctx, { params, body }) =>
    present(ctx, await changeGoal(ctx, params.id, body)),
  ),
  route(operations.remove, async (ctx, { params }) => {
    await dropGoal(ctx, params.id)
    return null
  }),
]
