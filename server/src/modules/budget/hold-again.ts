/** What was given back is taken back: the months that were freed by it are held again. Within the caller's transaction. */
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { yuanOf } from '../../platform/money.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { restOf } from './budget.ts'
import { type Held, holdYear, insertCommitments, listFreedSince } from './commitment-store.ts'
import { reversed } from './entries.ts'
import { firstMonth } from './hold-lines.ts'
import { listPayingLines } from './paying-lines-store.ts'
import { budgetRules } from './rules-of-budget.ts'
import { addMonths, monthOf } from './spread.ts'

interface GivenBack {
  readonly bodyId: string
  readonly systemId: string
  /** Its own renewals. */
  readonly resourceId: string
  /** Its order, changes and renewals, by their lines. */
  readonly parts: readonly { readonly requestId: string; readonly lines: readonly number[] }[]
  /** When it was given back. */
  readonly since: Date
  readonly isEmergency: boolean
}

interface HeldMonth {
  /** First day of the month. */
  readonly month: string
  readonly amountMinor: number
}

/**
 * Of the months that lie ahead, on the lines that had paid. Asked again there is nothing more to hold. Where the gate blocks, what
 * does not fit any more is not held, unless it is an emergency.
 * @returns what is held again, by month.
 * @throws `budget.rest_too_small`, `budget.none_in_force`.
 */
export async function holdAgain(ctx: Ctx, tx: Tx, given: GivenBack): Promise<readonly HeldMonth[]> {
  return elevated(tx, async () => {
    // Only months after the one it went in were freed.
    const freedFrom = addMonths(monthOf(dayInChina(given.since)), 1)
    const now = firstMonth(ctx)
    const fromMonth = [freedFrom, now].sort()[1] as string
    const freed = await listFreedSince(tx, { ...given, fromMonth })
    if (freed.length === 0) return []
    await mustFit(ctx, tx, given, freed)
    const again = reversed(ctx, freed, { kind: 'carry', note: '' })
    await insertCommitments(tx, again)
    return again.map(({ month, amount_minor }) => ({ month, amountMinor: Number(amount_minor) }))
  })
}

/** After locking the years and their lines, as an approval is decided. */
async function mustFit(ctx: Ctx, tx: Tx, given: GivenBack, freed: readonly Held[]): Promise<void> {
  const { gate } = await budgetRules(ctx, tx, given.bodyId)
  const years = [...new Set(freed.map((each) => each.fiscal_year))].sort((a, b) => a - b)
  for (const year of years) await holdYear(tx, year, 'to-commit')
  for (const year of years) {
    const lines = await listPayingLines(tx, given, year, { lock: true })
    if (!gate.isAsked || !gate.isBlocking || given.isEmergency) continue
    const ofYear = freed.filter((each) => each.fiscal_year === year)
    for (const [id, each] of Map.groupBy(ofYear, (one) => one.budget_id)) {
      if (id === null) continue
      const line = lines.find((one) => one.id === id)
      if (line === undefined) return refuse('budget.none_in_force', { details: { year } })
      const asked = -each.reduce((sum, { amount_minor }) => sum + Number(amount_minor), 0)
      if (restOf(line) < asked)
        refuse('budget.rest_too_small', {
          details: { year, asked: yuanOf(asked), rest: yuanOf(restOf(line)) },
        })
    }
  }
}
