import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Doors, GrowthAsked } from '../doors.ts'
import type { GrowthFact, SavingsFact } from '../gate/gate-facts.ts'
import type { Form } from './form.ts'

/**
 * What measures say of the lines that ask for more computing (R128): of a change the server that is to grow, of a new request the
 * servers that the system has already. Null where nothing more is asked for.
 */
export async function growthOfForm(doors: Doors, ctx: Ctx, tx: Tx, form: Asking): Promise<GrowthFact | null> {
  const asked = growthAsked(form)
  return asked === null ? null : doors.growth(ctx, tx, asked)
}

/** What the system, or its body, left undone about saving (R128): asked of the same lines. */
export async function savingsOfForm(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  form: Asking,
): Promise<SavingsFact | null> {
  const asked = growthAsked(form)
  return asked === null ? null : doors.savings(ctx, tx, asked)
}

type Asking = Pick<Form, 'kind' | 'lines' | 'system'>

function growthAsked(form: Asking): GrowthAsked | null {
  if (form.kind !== 'new' && form.kind !== 'change') return null
  const lines = form.lines.flatMap(({ number, amounts, input }) => {
    const isMore = amounts.vcpus > 0 || amounts.memoryMiB > 0
    return isMore ? [{ number, resourceId: form.kind === 'change' ? input.resourceId : null }] : []
  })
  if (lines.length === 0) return null
  const { bodyId, id: systemId } = form.system
  return { bodyId, systemId, lines }
}
