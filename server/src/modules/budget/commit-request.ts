/** What requests ask of the budget: how they stand, and that an approval is committed. Within the caller's transaction. */
import type { BudgetStanding, Term } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { type BudgetRules, type LineRoom, lineFor, restOf } from './budget.ts'
import {
  hasCommitment,
  hasPayingLines,
  holdYear,
  insertCommitments,
  listHeldOfRequest,
  listPayingLines,
  type NewCommitment,
} from './commitment-store.ts'
import { restoreReduced } from './reduce-request.ts'
import { budgetRules } from './rules-of-budget.ts'
import { addMonths, byYear, type LineCost, type MonthAmount, monthOf, spread, yearOf } from './spread.ts'

/** What a request would cost, for whom. */
export interface Asked {
  readonly bodyId: string
  readonly systemId: string
  readonly term: Term
  readonly lines: readonly LineCost[]
  /** The line that the applicant named. */
  readonly budgetId: string | null
}

export interface StandingFact {
  readonly rule: BudgetRules['gate']
  readonly standing: BudgetStanding
  /** The fiscal year under way. */
  readonly thisYear: number
}

export interface Year {
  readonly fiscalYear: number
  readonly askedMinor: number
  readonly line: LineRoom | null
  /** All that may pay. */
  readonly choices: readonly LineRoom[]
}

export async function linesOf(
  tx: Tx,
  asked: Pick<Asked, 'bodyId' | 'systemId' | 'budgetId'>,
  sums: ReadonlyMap<number, number>,
  lock: boolean,
): Promise<Year[]> {
  const years: Year[] = []
  for (const [fiscalYear, askedMinor] of sums) {
    const lines = await listPayingLines(tx, asked, fiscalYear, { lock })
    const line = lineFor(lines, askedMinor, asked.budgetId)
    years.push({ fiscalYear, askedMinor, line, choices: lines })
  }
  return years
}

export const firstMonth = (ctx: Ctx) => monthOf(dayInChina(ctx.clock.now()))

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
    const month = firstMonth(ctx)
    const months = spread(request.lines, request.term, month)
    const sums = byYear(months)
    for (const year of sums.keys()) await holdYear(tx, year, 'to-commit')
    const years = await linesOf(tx, request, sums, true)
    const { gate } = await budgetRules(ctx, tx, request.bodyId)
    if (gate.isAsked && gate.isBlocking && !request.isEmergency) refuseShort(years, yearOf(month))
    const source = { request_id: request.requestId, request_no: request.requestNo }
    const from = ({ number }: MonthAmount) => ({ ...source, line_number: number })
    await insertCommitments(tx, entriesOf(ctx, { ...request, months, years, from }))
  })
}

/** One entry a month, on the line that pays for its year. */
export function entriesOf(
  ctx: Ctx,
  costs: Pick<Asked, 'bodyId' | 'systemId'> & {
    readonly months: readonly MonthAmount[]
    readonly years: readonly Year[]
    /** What it is for: a line of a request, or which renewal of which resource. */
    readonly from: (month: MonthAmount) => Partial<NewCommitment>
  },
): readonly NewCommitment[] {
  const paying = new Map(costs.years.map(({ fiscalYear, line }) => [fiscalYear, line?.id ?? null]))
  const at = ctx.clock.now()
  return costs.months.map((each) => ({
    ...costs.from(each),
    id: ctx.ids.next(),
    kind: 'commit',
    budget_id: paying.get(yearOf(each.month)) ?? null,
    body_id: costs.bodyId,
    system_id: costs.systemId,
    month: each.month,
    fiscal_year: yearOf(each.month),
    amount_minor: String(each.amountMinor),
    note: '',
    at,
  }))
}

const yuan = (minor: number) => (minor / 100).toFixed(2)

export interface Short {
  readonly year: number
  readonly askedMinor: number
  /** Null: there is no line at all. */
  readonly restMinor: number | null
}

/** The first year that does not suffice. A later one without a line is one whose budget is not made yet: it does not stand in the way. */
export function shortOf(years: readonly Year[], thisYear: number): Short | null {
  for (const { fiscalYear: year, askedMinor, line } of years) {
    if (line === null && year === thisYear) return { year, askedMinor, restMinor: null }
    if (line !== null && restOf(line) < askedMinor) return { year, askedMinor, restMinor: restOf(line) }
  }
  return null
}

function refuseShort(years: readonly Year[], thisYear: number): void {
  const short = shortOf(years, thisYear)
  if (short === null) return
  const { year, askedMinor, restMinor } = short
  if (restMinor === null) refuse('budget.none_in_force', { details: { year } })
  else refuse('budget.rest_too_small', { details: { year, asked: yuan(askedMinor), rest: yuan(restMinor) } })
}

/**
 * Gives back what a request holds: all of it, or of some lines the months after this one.
 * Asked again it finds nothing more to give back.
 */
export async function releaseRequest(
  ctx: Ctx,
  tx: Tx,
  requestId: string,
  part: { readonly lines: readonly number[] | null; readonly note: string },
): Promise<void> {
  await elevated(tx, async () => {
    const fromMonth = part.lines === null ? null : addMonths(firstMonth(ctx), 1)
    const held = await listHeldOfRequest(tx, requestId, { lines: part.lines, fromMonth })
    const at = ctx.clock.now()
    await insertCommitments(
      tx,
      held.map((each) => ({
        ...each,
        id: ctx.ids.next(),
        kind: 'release',
        amount_minor: String(-BigInt(each.amount_minor)),
        note: part.note,
        at,
      })),
    )
    if (part.lines === null) await restoreReduced(ctx, tx, requestId, part.note)
  })
}
