import type {
  EffectiveRule,
  RuleInForce,
  RuleItem,
  RuleItemInput,
  RuleRegion,
  RuleSet,
  RuleSetSummary,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { findRegion } from '../organisation/index.ts'
import { refusePublished } from './draft-rules.ts'
import { refusePublishing } from './publish-rules.ts'
import { sameItem, withShipped } from './rule-book.ts'
import type { RuleDefinition } from './rule-definition.ts'
import { RULE_DEFINITIONS } from './rule-definitions.ts'
import {
  inheritedOnDay,
  levelKeptBy,
  type RuleLevelInForce,
  refuseKeepingRules,
  rulesOfLevels,
} from './rule-levels.ts'
import { findRuleSet, hasDraft, listIdsInForce, type RuleSetRow } from './rule-store.ts'
import { foldLevels, type ItemInForce } from './tighten.ts'

export function toSummary(row: RuleSetRow, region: RuleRegion, inForce: ReadonlySet<string>): RuleSetSummary {
  return {
    id: row.id,
    number: row.number,
    region,
    state: row.published_at === null ? 'draft' : 'published',
    isInForce: inForce.has(row.id),
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

/** The level that a version belongs to; null is the whole platform. */
export async function levelOf(db: Db, regionId: string | null): Promise<RuleRegion> {
  const region = regionId === null ? undefined : await findRegion(db, regionId)
  return region === undefined ? null : { id: region.id, name: region.name, level: region.level }
}

const toDefinition = ({ title, unit, kind, tighter, minimum, maximum, requirement }: RuleDefinition) => ({
  title,
  unit,
  kind,
  tighter,
  minimum,
  maximum,
  requirement,
})

const toSourced = ({ value, source, isProductDefault }: RuleItemInput) => ({
  value,
  source,
  isProductDefault,
})
const toInForce = (item: ItemInForce): RuleInForce => ({ ...toSourced(item), from: item.from })

function toItems(
  row: RuleSetRow,
  base: RuleSetRow | undefined,
  inherited: ReadonlyMap<string, ItemInForce> | null,
): RuleItem[] {
  const whole = row.region_id === null
  const before = new Map(
    (whole && base ? withShipped(base.items) : (base?.items ?? [])).map((item) => [item.code, item]),
  )
  const items = whole ? withShipped(row.items) : row.items
  return RULE_DEFINITIONS.flatMap((definition) => {
    const item = items.find(({ code }) => code === definition.code)
    if (item === undefined) return []
    const was = before.get(item.code)
    const above = inherited?.get(item.code)
    return [
      {
        ...item,
        ...toDefinition(definition),
        before: was === undefined || sameItem(was, item) ? null : toSourced(was),
        inherited: above === undefined ? null : toInForce(above),
      },
    ]
  })
}

export async function presentRules(ctx: Ctx, db: Db, row: RuleSetRow): Promise<RuleSet> {
  const { authz, actor } = ctx
  const today = dayInChina(ctx.clock.now())
  const base = row.base_id === null ? undefined : await findRuleSet(db, row.base_id)
  const region = await levelOf(db, row.region_id)
  const inherited =
    row.region_id === null ? null : await inheritedOnDay(db, row.effective_from, row.region_id)
  const kept = refuseKeepingRules(await levelKeptBy(db, actor), row)
  const change = kept ?? refusePublished(row)
  const draft = kept ?? ((await hasDraft(db, row.region_id)) ? 'rule-set.draft_exists' : null)
  const publish = kept ?? refusePublishing(row, actor, today)
  return {
    ...toSummary(row, region, await listIdsInForce(db, today)),
    items: toItems(row, base, inherited),
    actions: {
      draft: authz.allowance(actor, 'create', 'rule-set', draft),
      modify: authz.allowance(actor, 'modify', 'rule-set', change),
      publish: authz.allowance(actor, 'approve', 'rule-set', publish),
      remove: authz.allowance(actor, 'delete', 'rule-set', change),
    },
  }
}

/** Inherited, own and effective value of every rule at the lowest of these levels, and the level that each comes from. */
export function toEffectiveRules(levels: readonly RuleLevelInForce[]): EffectiveRule[] {
  const isWhole = levels.length === 1
  const rules = rulesOfLevels(levels)
  const above = foldLevels(rules.slice(0, -1))
  const effective = foldLevels(rules)
  const own = new Map((rules.at(-1)?.items ?? []).map((item) => [item.code, item]))
  return RULE_DEFINITIONS.flatMap((definition) => {
    const { code } = definition
    const inForce = effective.get(code)
    if (inForce === undefined) return []
    const inherited = above.get(code)
    const mine = own.get(code)
    return [
      {
        code,
        ...toDefinition(definition),
        inherited: isWhole || inherited === undefined ? null : toInForce(inherited),
        own: mine === undefined ? null : toSourced(mine),
        effective: toInForce(inForce),
      },
    ]
  })
}
