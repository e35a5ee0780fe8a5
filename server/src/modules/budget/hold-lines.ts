/** Which lines pay for what, year by year, and whether they suffice: asked beforehand, and behind their locks when it is committed. */
import type { Term } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { type BudgetRules, type LineRoom, lineFor, restOf } from './budget.ts'
import { holdYear } from './commitment-store.ts'
import { listPayingLines } from './paying-lines-store.ts'
import { budgetRules } from './rules-of-budget.ts'
import { byYear, type LineCost, type MonthAmount, monthOf, spread, yearOf } from './spread.ts'

/** What something would cost, for whom. */
export interface Asked {
  readonly bodyId: string
  readonly systemId: string
  readonly term: Term
  readonly lines: readonly LineCost[]
  /** The line that the applicant named. */
  readonly budgetId: string | null
}

export interface Year {
  readonly fiscalYear: number
  readonly askedMinor: number
  readonly line: LineRoom | null
  /** All that may pay. */
  readonly choices: readonly LineRoom[]
}

export const firstMonth = (ctx: Ctx) => monthOf(dayInChina(ctx.clock.now()))

export async function linesOf(
  tx: Tx,
  asked: Pick<Asked, 'bodyId' | 'systemId' | 'budgetId'>,
  sums: ReadonlyMap<number, number>,
  lock: boolean,
): Promise<readonly Year[]> {
  const years: Year[] = []
  for (const [fiscalYear, askedMinor] of sums) {
    const lines = await listPayingLines(tx, asked, fiscalYear, { lock })
    const line = lineFor(lines, askedMinor, asked.budgetId)
    years.push({ fiscalYear, askedMinor, line, choices: lines })
  }
  return years
}

interface HeldLines extends BudgetRules {
  readonly months: readonly MonthAmount[]
  readonly years: readonly Year[]
  /** The fiscal year under way. */
  readonly thisYear: number
}

/** The years first, then their lines: nobody else takes of them until the transaction ends. */
export async function holdLines(ctx: Ctx, tx: Tx, asked: Asked): Promise<HeldLines> {
  const month = firstMonth(ctx)
  const months = spread(asked.lines, asked.term, month)
  const sums = byYear(months)
  for (const year of sums.keys()) await holdYear(tx, year, 'to-commit')
  const years = await linesOf(tx, asked, sums, true)
  return { ...(await budgetRules(ctx, tx, asked.bodyId)), months, years, thisYear: yearOf(month) }
}

export interface Short {
  readonly year: number
  readonly askedMinor: number
  /** Null: there is no line at all. */
  readonly restMinor: number | null
}

/** The first year that does not suffice. A later one without a line is one whose budget is not made yet: it does not stand in the way. */
export function shortOf({ years, thisYear }: Pick<HeldLines, 'years' | 'thisYear'>): Short | null {
  for (const { fiscalYear: year, askedMinor, line } of years) {
    if (line === null && year === thisYear) return { year, askedMinor, restMinor: null }
    if (line !== null && restOf(line) < askedMinor) return { year, askedMinor, restMinor: restOf(line) }
  }
  return null
}
