/** What requests ask of the budget: how they stand, and that an approval is committed. Within the caller's transaction. */
import type { BudgetStanding } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { yuanOf } from '../../platform/money.ts'
import { type BudgetRules, restOf } from './budget.ts'
import { hasCommitment, insertCommitments } from './commitment-store.ts'
import { commitsOf } from './entries.ts'
import { type Asked, firstMonth, holdLines, linesOf, type Short, shortOf, type Year } from './hold-lines.ts'
import { hasPayingLines } from './paying-lines-store.ts'
import { budgetRules } from './rules-of-budget.ts'
import { byYear, type MonthAmount, spread, yearOf } from './spread.ts'

export interface StandingFact {
  readonly rule: BudgetRules['gate']
  readonly standing: BudgetStanding
  /** The fiscal year under way. */
  readonly thisYear: number
}

/** How the budget stands with the request; null where the rule does not ask. Beyond the caller's sight: sums and the line's name only. */
export async function standingOf(ctx: Ctx, tx: Tx, asked: Asked): Promise<StandingFact | null> {
  return elevated(tx, async () => {
    const { gate } = await budgetRules(ctx, tx, asked.bodyId)
    if (!gate.isAsked) return null
    const month = firstMonth(ctx)
    const years = await linesOf(tx, asked, byYear(spread(asked.lines, asked.term, month)), false)
    const offered = years.flatMap(({ choices }) => choices)
    const isChoiceUnfit = asked.budgetId !== null && offered.every(({ id }) => id !== asked.budgetId)
    const hasLines = offered.length > 0 || (await hasPayingLines(tx, asked))
    return {
      rule: gate,
      standing: { hasLines, isChoiceUnfit, years: years.map(toStanding) },
      thisYear: yearOf(month),
    }
  })
}

const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })

const CHOICES_MAX = 50

function toStanding({ fiscalYear, askedMinor, line, choices }: Year): BudgetStanding['years'][number] {
  return {
    fiscalYear,
    budget: line && { id: line.id, no: line.no, name: line.name },
    amount: line && money(line.amountMinor),
    permitted: money(line?.permittedMinor ?? 0),
    committed: money(line?.committedMinor ?? 0),
    actual: money(line?.actualMinor ?? 0),
    asked: money(askedMinor),
    rest: line && money(restOf(line) - askedMinor),
    choices: choices
      .slice(0, CHOICES_MAX)
      .map((one) => ({ id: one.id, no: one.no, name: one.name, rest: money(restOf(one)) })),
  }
}

/**
 * Commits an approved request, once. Where the gate blocks, what does not fit is no approval, unless it is an emergency.
 * @throws `budget.rest_too_small`, `budget.none_in_force`.
 */
export async function commitRequest(
  ctx: Ctx,
  tx: Tx,
  request: Asked & { readonly requestId: string; readonly requestNo: string; readonly isEmergency: boolean },
): Promise<void> {
  await elevated(tx, async () => {
    if (await hasCommitment(tx, request.requestId)) return
    const held = await holdLines(ctx, tx, request)
    const { gate, months, years } = held
    if (gate.isAsked && gate.isBlocking && !request.isEmergency) mustSuffice(shortOf(held))
    const source = { request_id: request.requestId, request_no: request.requestNo }
    const from = ({ number }: MonthAmount) => ({ ...source, line_number: number })
    await insertCommitments(tx, commitsOf(ctx, { ...request, months, years, from }))
  })
}

function mustSuffice(short: Short | null): void {
  if (short === null) return
  const { year, askedMinor, restMinor } = short
  if (restMinor === null) refuse('budget.none_in_force', { details: { year } })
  else
    refuse('budget.rest_too_small', { details: { year, asked: yuanOf(askedMinor), rest: yuanOf(restMinor) } })
}
