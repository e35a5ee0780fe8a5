import { priceTrialOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { beginTrial } from './begin-trial.ts'
import { exportTrial } from './export-trial.ts'
import { listSums, listTrials } from './price-trial-store.ts'
import { describeTrial, getTrial, toSumRow, toTrial } from './price-trial-view.ts'

export const priceTrialRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) =>
    listTrials(ctx.authz.require(ctx, 'list', 'price-trial'), query, toTrial),
  ),
  route(operations.get, (ctx, { params }) => describeTrial(ctx, params.id)),
  route(operations.rows, async (ctx, { params, query }) =>
    listSums(ctx.db, (await getTrial(ctx, params.id)).id, query, query, toSumRow),
  ),
  route(operations.export, (ctx, { params, query }) => exportTrial(ctx, params.id, query)),
  route(operations.create, async (ctx, { body }) => toTrial(await beginTrial(ctx, body))),
]
