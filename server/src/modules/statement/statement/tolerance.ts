/** What of a statement is no difference yet: values of the platform's rules, as they are in force on the first day of its month. */
import type { Db } from '../../../platform/db/index.ts'
import { type PlatformRules, platformRulesOfVersion, platformRulesOnDay } from '../../rule/index.ts'

export interface Tolerance {
  readonly ruleSetId: string | null
  /** As people call the version of the rules. */
  readonly number: number
  /** 分 that every line, or charge, may be off by its own rounding. */
  readonly lineFen: number
  /** Thousandths by which quantities may differ before they count as different. */
  readonly quantityPermille: number
  /** Working days that an owner has to answer. */
  readonly answerDays: number
  readonly source: string
  readonly isProductDefault: boolean
}

export const toleranceOfMonth = async (db: Db, month: string): Promise<Tolerance> =>
  toTolerance(await platformRulesOnDay(db, `${month}-01`))

/** As it was when a statement was compared. */
export async function toleranceOfVersion(db: Db, ruleSetId: string): Promise<Tolerance | null> {
  const rules = await platformRulesOfVersion(db, ruleSetId)
  return rules === undefined ? null : toTolerance(rules)
}

function toTolerance({ book, number }: PlatformRules): Tolerance {
  const [fen, permille, days] = [
    book.integer('statement.line-fen'),
    book.integer('statement.quantity-permille'),
    book.integer('difference.answer-days'),
  ]
  return {
    ruleSetId: book.versionId,
    number: number ?? 0,
    lineFen: fen.value,
    quantityPermille: permille.value,
    answerDays: days.value,
    source: fen.source,
    isProductDefault: fen.isProductDefault || permille.isProductDefault || days.isProductDefault,
  }
}
