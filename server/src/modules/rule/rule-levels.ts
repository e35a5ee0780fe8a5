import type { RuleItemInput, RuleRegion, RuleValue } from '@yunheng/contract'
import { actingPost } from '../../platform/actor.ts'
import type { Actor } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { refuse, wordsOf } from '../../platform/errors.ts'
import { findRegion, listRegionsAbove, type RegionRow } from '../organisation/index.ts'
import { withShipped } from './rule-book.ts'
import { findRulesInForce, type RuleSetRow } from './rule-store.ts'
import { findLoosening, foldLevels, type ItemInForce, type LevelRules } from './tighten.ts'

/** A level with the version of it that is in force. */
export interface RuleLevelInForce {
  readonly region: RuleRegion
  readonly version: RuleSetRow | undefined
}

const KEEPERS: readonly RegionRow['level'][] = ['city', 'county']
const toLevel = ({ id, name, level }: RegionRow): RuleRegion => ({ id, name, level })

/** From the whole platform down to this region. The province’s own rules are the whole platform’s. */
export async function levelsOnDay(
  db: Db,
  day: string,
  regionId: string | null,
): Promise<readonly RuleLevelInForce[]> {
  const regions = regionId === null ? [] : await listRegionsAbove(db, regionId)
  const below = regions.filter((region) => region.parent_id !== null).map(toLevel)
  const levels: RuleLevelInForce[] = []
  for (const region of [null, ...below])
    levels.push({ region, version: await findRulesInForce(db, region?.id ?? null, day) })
  return levels
}

export const rulesOfLevels = (levels: readonly RuleLevelInForce[]): readonly LevelRules[] =>
  levels.map(({ region, version }) => {
    const items = version?.items ?? []
    return { region, items: region === null ? withShipped(items) : items }
  })

export type Keeping = { readonly regionId: string | null } | { readonly refusal: 'rule-set.no_level' }

/** Whose rules this person keeps: the whole platform’s, or those of the region of his post (R30, R45). */
export async function levelKeptBy(db: Db, actor: Actor): Promise<Keeping> {
  if (actor.scope.all) return { regionId: null }
  const regionId = actingPost(actor)?.regionId
  const region = regionId === undefined ? undefined : await findRegion(db, regionId)
  return region !== undefined && KEEPERS.includes(region.level)
    ? { regionId: region.id }
    : { refusal: 'rule-set.no_level' }
}

/** Every level keeps its own: the province does not write a county’s, nor the other way round. */
export function refuseKeepingRules(keeping: Keeping, row?: Pick<RuleSetRow, 'region_id'>) {
  if ('refusal' in keeping) return keeping.refusal
  return row === undefined || row.region_id === keeping.regionId ? null : ('rule-set.other_level' as const)
}

/** What this region’s rules stand under on a day: the levels above it, without its own. */
export async function inheritedOnDay(
  db: Db,
  day: string,
  regionId: string,
): Promise<ReadonlyMap<string, ItemInForce>> {
  const levels = await levelsOnDay(db, day, regionId)
  return foldLevels(rulesOfLevels(levels.slice(0, -1)))
}

/** @throws `rule-set.loosens_inherited`, `rule-set.fixed_above`: which field loosens which rule of which level. */
export function refuseLoosening(
  items: readonly RuleItemInput[],
  inherited: ReadonlyMap<string, ItemInForce>,
): void {
  const found = findLoosening(items, inherited)
  if (found === null) return
  const { index, item, definition, above } = found
  const zh = {
    rule: definition.title.zh,
    own: wordsOfValue(item.value, '是', '否'),
    inherited: wordsOfValue(above.value, '是', '否'),
    level: above.from?.name ?? '全省',
  }
  const en = {
    rule: definition.title.en,
    own: wordsOfValue(item.value, 'yes', 'no'),
    inherited: wordsOfValue(above.value, 'yes', 'no'),
    level: above.from?.name ?? 'the province',
  }
  const reason = definition.tighter === 'fixed' ? 'rule-set.fixed_above' : 'rule-set.loosens_inherited'
  const at = { path: `/items/${index}/value`, ...wordsOf(reason, zh, en) }
  refuse(reason, { details: zh, detailsEn: en, fields: [at] })
}

const wordsOfValue = (value: RuleValue, yes: string, no: string) =>
  typeof value === 'boolean' ? (value ? yes : no) : Array.isArray(value) ? value.join('·') : String(value)
