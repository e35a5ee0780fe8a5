/** A term that renews by itself: no request stands behind it, and it is committed like one. Within the caller's transaction. */
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { entriesOf, firstMonth, linesOf, type Short, shortOf } from './commit-request.ts'
import { hasPayingLines, holdYear, insertCommitments, listHeldOfRenewals } from './commitment-store.ts'
import { budgetRules } from './rules-of-budget.ts'
import { addMonths, byYear, type LineCost, spread, yearOf } from './spread.ts'

interface Renewal {
  readonly bodyId: string
  readonly systemId: string
  readonly resource: { readonly id: string; readonly name: string }
  /** Which renewal of its term it is. */
  readonly number: number
  readonly cost: LineCost & Required<Pick<LineCost, 'term' | 'fromMonth'>>
  /** The line that the order had named. */
  readonly budgetId: string | null
}

interface RenewalOutcome {
  readonly isCommitted: boolean
  /** Where the budget does not suffice: of which year. */
  readonly short: Short | null
}

/**
 * Commits it, unless the rule stops what does not fit, or wants people asked about it. Decided after locking the lines, as an approval
 * is; where nobody budgets for the body, nothing is compared.
 */
export async function commitRenewal(ctx: Ctx, tx: Tx, renewal: Renewal): Promise<RenewalOutcome> {
  return elevated(tx, async () => {
    const { bodyId, cost } = renewal
    const months = spread([cost], cost.term, cost.fromMonth)
    const sums = byYear(months)
    for (const year of sums.keys()) await holdYear(tx, year, 'to-commit')
    const asked = { ...renewal, term: cost.term, lines: [cost] }
    const years = await linesOf(tx, asked, sums, true)
    const { gate, renewalAsks } = await budgetRules(ctx, tx, bodyId)
    const isCompared = gate.isAsked && (gate.isBlocking || (await hasPayingLines(tx, asked)))
    const short = isCompared ? shortOf(years, yearOf(firstMonth(ctx))) : null
    if (short !== null && (gate.isBlocking || renewalAsks.value)) return { isCommitted: false, short }
    const { id: resource_id, name: resource_name } = renewal.resource
    const from = () => ({ resource_id, resource_name, renewal: renewal.number })
    await insertCommitments(tx, entriesOf(ctx, { ...renewal, months, years, from }))
    return { isCommitted: true, short }
  })
}

/** The resources were given back: the months after this one are free. Asked again it finds nothing more. */
export async function releaseRenewals(ctx: Ctx, tx: Tx, resourceIds: readonly string[]): Promise<void> {
  await elevated(tx, async () => {
    const held = await listHeldOfRenewals(tx, resourceIds, addMonths(firstMonth(ctx), 1))
    const at = ctx.clock.now()
    await insertCommitments(
      tx,
      held.map((each) => ({
        ...each,
        id: ctx.ids.next(),
        kind: 'release' as const,
        amount_minor: String(-BigInt(each.amount_minor)),
        note: '',
        at,
      })),
    )
  })
}
