import type { Estimate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Doors } from '../doors.ts'
import type { GateFacts } from '../gate/gate-facts.ts'
import { budgetOfForm } from './budget-of-form.ts'
import { ceilingOfForm } from './ceiling-of-form.ts'
import type { Form } from './form.ts'
import { growthOfForm, savingsOfForm } from './growth-of-form.ts'

/** What other modules say of the form: the budget, the contracts, the use of what is there, what was left undone. */
export async function besideForm(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  form: Form,
  estimate: Estimate | null,
): Promise<Pick<GateFacts, 'budget' | 'ceiling' | 'growth' | 'savings'>> {
  return {
    budget: await budgetOfForm(doors, ctx, tx, form, estimate),
    ceiling: await ceilingOfForm(doors, ctx, tx, form, estimate),
    growth: await growthOfForm(doors, ctx, tx, form),
    savings: await savingsOfForm(doors, ctx, tx, form),
  }
}
