import { savingRunOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { listRuns, type RunRow } from './saving-run-store.ts'
import { toRun } from './saving-run-view.ts'
import { pageOfItems, seenRun, startRun, stopRun } from './start-run.ts'

const shown = async (ctx: Ctx, row: Promise<RunRow>) => toRun(ctx, await row)

export const savingRunRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) =>
    listRuns(ctx.authz.require(ctx, 'list', 'saving-run'), query, (row) => toRun(ctx, row)),
  ),
  route(operations.start, (ctx, { body }) => shown(ctx, startRun(ctx, body))),
  route(operations.get, (ctx, { params }) => shown(ctx, seenRun(ctx, params.id))),
  route(operations.items, (ctx, { params, query }) => pageOfItems(ctx, params.id, query, query)),
  route(operations.stop, (ctx, { params }) => shown(ctx, stopRun(ctx, params.id))),
]
