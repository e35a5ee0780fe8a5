import { savingTrialOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { beginRuleTrial } from './begin-rule-trial.ts'
import { listSums, listTrials } from './rule-trial-store.ts'
import { describeTrial, getTrial, toSumRow, toTrial } from './rule-trial-view.ts'

export const ruleTrialRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) =>
    listTrials(ctx.authz.require(ctx, 'list', 'saving-trial'), query, toTrial),
  ),
  route(operations.get, (ctx, { params }) => describeTrial(ctx, params.id)),
  route(operations.rows, async (ctx, { params, query }) =>
    listSums(ctx.db, (await getTrial(ctx, params.id)).id, query, query, toSumRow),
  ),
  route(operations.create, async (ctx, { body }) => toTrial(await beginRuleTrial(ctx, body))),
]
