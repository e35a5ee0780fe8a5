/** A term that renews by itself: no request stands behind it, and it is committed like one. Within the caller's transaction. */
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { insertCommitments } from './commitment-store.ts'
import { commitsOf } from './entries.ts'
import { holdLines, type Short, shortOf } from './hold-lines.ts'
import { hasPayingLines } from './paying-lines-store.ts'
import type { LineCost } from './spread.ts'

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
    const asked = { ...renewal, term: renewal.cost.term, lines: [renewal.cost] }
    const held = await holdLines(ctx, tx, asked)
    const { gate, renewalAsks, months, years } = held
    const isCompared = gate.isAsked && (gate.isBlocking || (await hasPayingLines(tx, asked)))
    const short = isCompared ? shortOf(held) : null
    if (short !== null && (gate.isBlocking || renewalAsks.value)) return { isCommitted: false, short }
    const { id: resource_id, name: resource_name } = renewal.resource
    const from = () => ({ resource_id, resource_name, renewal: renewal.number })
    await insertCommitments(tx, commitsOf(ctx, { ...renewal, months, years, from }))
    return { isCommitted: true, short }
  })
}
