import { type Milestone, milestoneOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert } from '../../../platform/errors.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { exportMilestones } from './export-milestones.ts'
import { findMilestone, listMilestones, type MilestoneRow } from './milestone-store.ts'
import { presentMilestones } from './milestone-view.ts'
import { changeMilestone, createMilestone, dropMilestone } from './plan-milestone.ts'
import { achieveMilestone, measureMilestone, reopenMilestone } from './prove-milestone.ts'

async function present(ctx: Ctx, row: MilestoneRow): Promise<Milestone> {
  const [milestone] = await presentMilestones(ctx, [row])
  assert(milestone !== undefined, 'one row gives one milestone')
  return milestone
}

export const milestoneRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'milestone')
    const today = dayInChina(ctx.clock.now())
    const { items, nextPageToken } = await listMilestones(db, { ...query, today }, query)
    return { items: [...(await presentMilestones(ctx, items))], nextPageToken }
  }),
  route(operations.export, (ctx, { query }) => exportMilestones(ctx, query)),
  route(operations.get, async (ctx, { params }) =>
    present(ctx, ctx.authz.authorised(ctx, 'view', 'milestone', await findMilestone(ctx.db, params.id))),
  ),
  route(operations.create, async (ctx, { body }) => present(ctx, await createMilestone(ctx, body))),
  route(operations.update, async (ctx, { params, body }) =>
    present(ctx, await changeMilestone(ctx, params.id, body)),
  ),
  route(operations.remove, async (ctx, { params }) => {
    await dropMilestone(ctx, params.id)
    return null
  }),
  route(operations.achieve, async (ctx, { params, body }) =>
    present(ctx, await achieveMilestone(ctx, params.id, body)),
  ),
  route(operations.measure, async (ctx, { params, body }) =>
    present(ctx, await measureMilestone(ctx, params.id, body.version)),
  ),
  route(operations.reopen, async (ctx, { params, body }) =>
    present(ctx, await reopenMilestone(ctx, params.id, body)),
  ),
]
