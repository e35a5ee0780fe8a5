import type { Db } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import { findRegionOfBody } from '../organisation/index.ts'
import { type RuleBook, toRuleBook } from './rule-book.ts'
import { levelsOnDay, rulesOfLevels } from './rule-levels.ts'
import { findRuleSet, findRulesInForce, type RuleSetRow } from './rule-store.ts'
import { foldLevels, type LevelRules } from './tighten.ts'

/**
 * What applies to a body on a day: the whole platform's rules, tightened by the levels down to its region (R30). Null asks
 * for the whole platform's alone. Never a guess: an installation without rules is broken.
 */
export async function rulesOnDay(db: Db, day: string, bodyId: string | null): Promise<RuleBook> {
  const regionId = bodyId === null ? null : ((await findRegionOfBody(db, bodyId)) ?? null)
  const levels = await levelsOnDay(db, day, regionId)
  assert(levels[0]?.version !== undefined, 'the rules are installed at the start')
  const [whole, ...regional] = levels.map(({ version }) => version?.id)
  const regionalIds = regional.filter((id) => id !== undefined)
  return toBook({ id: whole ?? null, regionalIds }, rulesOfLevels(levels))
}

/** The whole platform's rules alone, with the number that people call their version by; null before they are installed. */
export interface PlatformRules {
  readonly book: RuleBook
  readonly number: number | null
}

/** What no lower level sets: one look at one row. */
export async function platformRulesOnDay(db: Db, day: string): Promise<PlatformRules> {
  return toPlatformRules(await findRulesInForce(db, null, day))
}

/** A version of the whole platform's rules, a draft as well; undefined for a region's, or when there is none of this id. */
export async function platformRulesOfVersion(db: Db, id: string): Promise<PlatformRules | undefined> {
  const row = await findRuleSet(db, id)
  return row === undefined || row.region_id !== null ? undefined : toPlatformRules(row)
}

const toPlatformRules = (row: RuleSetRow | undefined): PlatformRules => ({
  book: toRuleBook({ id: row?.id ?? null, regionalIds: [] }, row?.items ?? []),
  number: row?.number ?? null,
})

/** What a request was submitted under: the whole platform's version and those that tightened it, in their order. */
export async function rulesOfVersions(db: Db, id: string, regionalIds: readonly string[]): Promise<RuleBook> {
  const levels: LevelRules[] = []
  for (const each of [id, ...regionalIds]) {
    const row = await findRuleSet(db, each)
    assert(row !== undefined, `rule set ${each} is there as long as something refers to it`)
    levels.push({ region: null, items: row.items })
  }
  return toBook({ id, regionalIds }, levels)
}

const toBook = (versions: Parameters<typeof toRuleBook>[0], levels: readonly LevelRules[]) =>
  toRuleBook(versions, [...foldLevels(levels).values()])
