import { consolidationOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { actOnPlan } from './act-on-plan.ts'
import { findConsolidation, listConsolidations } from './consolidation-store.ts'
import { presentConsolidation, toSummary } from './consolidation-view.ts'
import { proposeConsolidation } from './propose.ts'

const present = async (ctx: Ctx, row: Promise<Awaited<ReturnType<typeof proposeConsolidation>>>) =>
  presentConsolidation(ctx, ctx.db, await row)

export const consolidationRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listConsolidations(ctx.authz.require(ctx, 'list', 'consolidation'), query, query, toSummary),
  ),
  route(operations.get, async (ctx, { params }) => {
    const row = ctx.authz.authorised(ctx, 'view', 'consolidation', await findConsolidation(ctx.db, params.id))
    return presentConsolidation(ctx, ctx.db, row)
  }),
  route(operations.propose, (ctx, { params, body }) =>
    present(ctx, proposeConsolidation(ctx, params.id, body)),
  ),
  route(operations.approve, (ctx, { params, body: { version, comment } }) =>
    present(ctx, actOnPlan(ctx, params.id, 'approve', { version, note: comment ?? null })),
  ),
  route(operations.pause, (ctx, { params, body: { version, reason } }) =>
    present(ctx, actOnPlan(ctx, params.id, 'pause', { version, note: reason })),
  ),
  route(operations.resume, (ctx, { params, body: { version, reason } }) =>
    present(ctx, actOnPlan(ctx, params.id, 'resume', { version, note: reason ?? null })),
  ),
  route(operations.stop, (ctx, { params, body: { version, reason } }) =>
    present(ctx, actOnPlan(ctx, params.id, 'stop', { version, note: reason })),
  ),
]
