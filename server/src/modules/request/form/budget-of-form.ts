import type { Estimate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { BudgetAsked, Doors } from '../doors.ts'
import type { BudgetFact } from '../gate/gate-facts.ts'
import type { Form } from './form.ts'
import { termOf } from './load-form.ts'

/** What each line costs at once and over the term. Of a new request the lines of the estimate are its lines, in their order. */
export function costsOf(estimate: Estimate): BudgetAsked['lines'] {
  return estimate.lines.map(({ cost, steps }, index) => {
    const onceMinor = steps.reduce(
      (sum, step) => sum + (step.per === 'once' ? (step.cost?.amountMinor ?? 0) : 0),
      0,
    )
    return { number: index + 1, onceMinor, recurringMinor: cost.amountMinor - onceMinor }
  })
}

/** How the budget stands with what is in the form; null while the cost is not known, and for what adds none. */
export async function budgetOfForm(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  form: Pick<Form, 'kind' | 'content' | 'system'>,
  estimate: Estimate | null,
): Promise<BudgetFact | null> {
  const term = termOf(form.content, ctx.clock.now())
  if (form.kind !== 'new' || estimate === null || term === null) return null
  const { bodyId, id: systemId } = form.system
  return doors.budget.standing(ctx, tx, { bodyId, systemId, term, lines: costsOf(estimate) })
}
