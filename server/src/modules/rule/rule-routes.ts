import { ruleSetOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../platform/http/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { changeRules, discardRules, draftRules } from './draft-rules.ts'
import { effectiveRules } from './effective-rules.ts'
import { publishRules } from './publish-rules.ts'
import { findRuleSet, listIdsInForce, listRuleSets } from './rule-store.ts'
import { presentRules, toSummary } from './rule-view.ts'

export const ruleRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'rule-set')
    const inForce = await listIdsInForce(db, dayInChina(ctx.clock.now()))
    return listRuleSets(db, query, query, (row, region) => toSummary(row, region, inForce))
  }),
  route(operations.get, async (ctx, { params }) =>
    presentRules(
      ctx,
      ctx.db,
      ctx.authz.authorised(ctx, 'view', 'rule-set', await findRuleSet(ctx.db, params.id)),
    ),
  ),
  route(operations.create, async (ctx, { body }) => presentRules(ctx, ctx.db, await draftRules(ctx, body))),
  route(operations.update, async (ctx, { params, body }) =>
    presentRules(ctx, ctx.db, await changeRules(ctx, params.id, body)),
  ),
  route(operations.publish, async (ctx, { params, body }) =>
    presentRules(ctx, ctx.db, await publishRules(ctx, params.id, body.version)),
  ),
  route(operations.remove, async (ctx, { params }) => {
    await discardRules(ctx, params.id)
    return null
  }),
  route(operations.effective, (ctx, { query }) => effectiveRules(ctx, query)),
]
