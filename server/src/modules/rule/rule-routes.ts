import {
  ruleSetOperations as operations,
  type RuleItem,
  type RuleSet,
  type RuleSetSummary,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { changeRules, discardRules, draftRules, refuseKeepingRules, refusePublished } from './draft-rules.ts'
import { dayInChina, publishRules, refusePublishing } from './publish-rules.ts'
import { sameItem } from './rule-book.ts'
import { RULE_DEFINITIONS } from './rule-definitions.ts'
import { findRuleSet, findRulesInForce, hasDraft, listRuleSets, type RuleSetRow } from './rule-store.ts'

function toSummary(row: RuleSetRow, inForceId: string | undefined): RuleSetSummary {
  return {
    id: row.id,
    number: row.number,
    state: row.published_at === null ? 'draft' : 'published',
    isInForce: row.id === inForceId,
    effectiveFrom: row.effective_from,
    reason: row.reason,
    changes: row.changes,
    draftedBy: row.drafted_by_name,
    publishedBy: row.published_by_name,
    publishedAt: row.published_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  }
}

function toItems(row: RuleSetRow, base: RuleSetRow | undefined): RuleItem[] {
  const before = new Map((base?.items ?? []).map((item) => [item.code, item]))
  return RULE_DEFINITIONS.flatMap((definition) => {
    const item = row.items.find(({ code }) => code === definition.code)
    if (item === undefined) return []
    const was = before.get(item.code)
    const { title, unit, kind, minimum, maximum, requirement } = definition
    const { code: _, ...left } = was ?? item
    return [
      {
        ...item,
        title,
        unit,
        kind,
        minimum,
        maximum,
        requirement,
        before: was === undefined || sameItem(was, item) ? null : left,
      },
    ]
  })
}

async function present(ctx: Ctx, db: Db, row: RuleSetRow): Promise<RuleSet> {
  const { authz, actor } = ctx
  const today = dayInChina(ctx.clock.now())
  const base = row.base_id === null ? undefined : await findRuleSet(db, row.base_id)
  const change = refuseKeepingRules(actor) ?? refusePublished(row)
  const draft = refuseKeepingRules(actor) ?? ((await hasDraft(db)) ? 'rule-set.draft_exists' : null)
  const publish = refuseKeepingRules(actor) ?? refusePublishing(row, actor, today)
  return {
    ...toSummary(row, (await findRulesInForce(db, today))?.id),
    items: toItems(row, base),
    actions: {
      draft: authz.allowance(actor, 'create', 'rule-set', draft),
      modify: authz.allowance(actor, 'modify', 'rule-set', change),
      publish: authz.allowance(actor, 'approve', 'rule-set', publish),
      remove: authz.allowance(actor, 'delete', 'rule-set', change),
    },
  }
}

export const ruleRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'rule-set')
    const inForce = await findRulesInForce(db, dayInChina(ctx.clock.now()))
    return listRuleSets(db, query, query, (row) => toSummary(row, inForce?.id))
  }),
  route(operations.get, async (ctx, { params }) =>
    present(ctx, ctx.db, ctx.authz.authorised(ctx, 'view', 'rule-set', await findRuleSet(ctx.db, params.id))),
  ),
  route(operations.create, async (ctx, { body }) => present(ctx, ctx.db, await draftRules(ctx, body))),
  route(operations.update, async (ctx, { params, body }) =>
    present(ctx, ctx.db, await changeRules(ctx, params.id, body)),
  ),
  route(operations.publish, async (ctx, { params, body }) =>
    present(ctx, ctx.db, await publishRules(ctx, params.id, body.version)),
  ),
  route(operations.remove, async (ctx, { params }) => {
    await discardRules(ctx, params.id)
    return null
  }),
]
