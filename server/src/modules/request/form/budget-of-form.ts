import type { Estimate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { BudgetAsked } from '../budget-port.ts'
import type { Doors } from '../doors.ts'
import type { BudgetFact } from '../gate/gate-facts.ts'
import { addedCosts } from './added-costs.ts'
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

/** How the budget stands with what the form adds to it; null while the cost is not known, and for what adds none. */
export async function budgetOfForm(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  form: Pick<Form, 'kind' | 'content' | 'system'> & {
    readonly lines: readonly Pick<Form['lines'][number], 'input' | 'number'>[]
  },
  estimate: Estimate | null,
): Promise<BudgetFact | null> {
  const { bodyId, id: systemId } = form.system
  const asked = { bodyId, systemId, budgetId: form.content.budgetId ?? null }
  const term = termOf(form.content, ctx.clock.now())
  if (form.kind === 'new') {
    if (estimate === null || term === null) return null
    return doors.budget.standing(ctx, tx, { ...asked, term, lines: costsOf(estimate) })
  }
  const { termMonths: term_months, until } = form.content
  const lines = form.lines.map(({ number, input }) => ({ number, ...input }))
  const added = await addedCosts(doors, ctx, tx, { kind: form.kind, term_months, until, lines })
  const dearer = added.filter(({ recurringMinor }) => recurringMinor > 0)
  if (dearer.length === 0) return null
  return doors.budget.standing(ctx, tx, { ...asked, term: NO_TERM, lines: dearer })
}

/** Every line has a term of its own. */
export const NO_TERM = { months: 0, days: 1 } as const
