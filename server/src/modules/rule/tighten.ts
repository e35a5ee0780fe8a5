/** What “tighter” means for a value (R30), and what applies where several levels have set it. Pure. */
import type { RuleItemInput, RuleRegion, RuleValue, Tighter } from '@yunheng/contract'
import { RULE_DEFINITIONS } from './rule-definitions.ts'

/** One level's own values: the whole platform's (region null), or those that a region has set. */
export interface LevelRules {
  readonly region: RuleRegion
  readonly items: readonly RuleItemInput[]
}

export interface ItemInForce extends RuleItemInput {
  readonly from: RuleRegion
}

/** Whether `own` allows what `inherited` does not. What is fixed may not differ either way. */
export function isLooser(tighter: Tighter, own: RuleValue, inherited: RuleValue): boolean {
  switch (tighter) {
    case 'lower':
      return Number(own) > Number(inherited)
    case 'yes':
      return inherited === true && own !== true
    case 'fixed':
      return JSON.stringify(own) !== JSON.stringify(inherited)
  }
}

/** Inherited ∧ own: what is looser than what stands above it has no effect, also where the level above tightened later. */
function tighten(tighter: Tighter, inherited: ItemInForce, own: ItemInForce): ItemInForce {
  const isSame = JSON.stringify(own.value) === JSON.stringify(inherited.value)
  return isSame || isLooser(tighter, own.value, inherited.value) ? inherited : own
}

/** What applies under these levels, from the whole platform down. */
export function foldLevels(levels: readonly LevelRules[]): ReadonlyMap<string, ItemInForce> {
  const inForce = new Map<string, ItemInForce>()
  for (const { region, items } of levels) {
    for (const item of items) {
      const definition = RULE_DEFINITIONS.find(({ code }) => code === item.code)
      if (definition === undefined) continue
      const own = { ...item, from: region }
      const inherited = inForce.get(item.code)
      inForce.set(item.code, inherited === undefined ? own : tighten(definition.tighter, inherited, own))
    }
  }
  return inForce
}

/** The first of a level's own values that is looser than what it inherits, with the field it stands in. */
export function findLoosening(items: readonly RuleItemInput[], inherited: ReadonlyMap<string, ItemInForce>) {
  for (const [index, item] of items.entries()) {
    const definition = RULE_DEFINITIONS.find(({ code }) => code === item.code)
    const above = inherited.get(item.code)
    if (
      definition !== undefined &&
      above !== undefined &&
      isLooser(definition.tighter, item.value, above.value)
    )
      return { index, item, definition, above }
  }
  return null
}
