import type { Db } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import { type RuleBook, toRuleBook } from './rule-book.ts'
import { findRuleSet, findRulesInForce } from './rule-store.ts'

/** What applies on a day. Never a guess: an installation without rules is broken. */
export async function rulesOnDay(db: Db, day: string): Promise<RuleBook> {
  const row = await findRulesInForce(db, day)
  assert(row !== undefined, 'the rules are installed at the start')
  return toRuleBook(row, row.items)
}

export async function rulesOfVersion(db: Db, id: string): Promise<RuleBook> {
  const row = await findRuleSet(db, id)
  assert(row !== undefined, `rule set ${id} is there as long as something refers to it`)
  return toRuleBook(row, row.items)
}
