import type { Estimate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { CeilingAsked, CeilingFact } from '../ceiling-door.ts'
import type { Doors } from '../doors.ts'
import { type AddedCost, addedCosts } from './added-costs.ts'
import { costsOf, NO_TERM } from './budget-of-form.ts'
import type { Form } from './form.ts'
import { termOf } from './load-form.ts'

/** What a change or a renewal adds, at the providers where its resources stand. */
export function addedAt(bodyId: string, added: readonly AddedCost[]): CeilingAsked {
  const dearer = added.filter(({ recurringMinor }) => recurringMinor > 0)
  const parts = [...Map.groupBy(dearer, ({ providerBodyId }) => providerBodyId)].flatMap(([id, lines]) =>
    id === null ? [] : [{ providerBodyId: id, term: NO_TERM, lines }],
  )
  return { bodyId, isNamed: true, parts }
}

/** How the contracts with the providers that may supply it stand with the form; null while its cost is not known. */
export async function ceilingOfForm(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  form: Pick<Form, 'kind' | 'content' | 'system' | 'pools'> & {
    readonly lines: readonly Pick<Form['lines'][number], 'input' | 'number'>[]
  },
  estimate: Estimate | null,
): Promise<CeilingFact | null> {
  const { bodyId } = form.system
  if (form.kind === 'new') {
    const term = termOf(form.content, ctx.clock.now())
    if (estimate === null || term === null) return null
    const named = form.content.preferredProviderId
    const providers = named === null ? [...new Set(form.pools.map((pool) => pool.provider.id))] : [named]
    const parts = providers.map((providerBodyId) => ({ providerBodyId, term, lines: costsOf(estimate) }))
    return parts.length === 0
      ? null
      : doors.ceiling.standing(ctx, tx, { bodyId, parts, isNamed: named !== null })
  }
  const { termMonths: term_months, until } = form.content
  const lines = form.lines.map(({ number, input }) => ({ number, ...input }))
  const added = await addedCosts(doors, ctx, tx, { kind: form.kind, term_months, until, lines })
  const asked = addedAt(bodyId, added)
  return asked.parts.length === 0 ? null : doors.ceiling.standing(ctx, tx, asked)
}
