import type { Estimate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Doors } from '../doors.ts'
import { addedCosts } from '../form/added-costs.ts'
import { costsOf, NO_TERM } from '../form/budget-of-form.ts'
import { termOf } from '../form/load-form.ts'
import { listAddingLines, listLines } from '../line-store.ts'
import type { RequestRow } from '../request-store.ts'
import { listTermsBeside, lockTerms } from '../term/term-store.ts'

/**
 * What is approved is committed: something new with its estimate, a change or a renewal with what it adds; what a change makes cheaper
 * is free from then on.
 */
export async function commitBudget(doors: Doors, ctx: Ctx, tx: Tx, request: RequestRow): Promise<void> {
  const payer = {
    requestId: request.id,
    requestNo: request.no,
    bodyId: request.body_id,
    systemId: request.system_id,
    budgetId: request.budget_id,
    isEmergency: request.purpose === 'emergency',
  }
  if (request.kind !== 'new') return commitAdded(doors, ctx, tx, request, payer)
  const estimate = request.estimate as Estimate | null
  if (estimate === null) return
  const content = { termMonths: request.term_months, until: request.until }
  // Decided on the last day of its term: all of it falls on this month.
  const term = termOf(content, ctx.clock.now()) ?? NO_TERM
  await doors.budget.commit(ctx, tx, { ...payer, term, lines: costsOf(estimate) })
}

async function commitAdded(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: RequestRow,
  payer: Omit<Parameters<Doors['budget']['commit']>[2], 'term' | 'lines'>,
): Promise<void> {
  const lines = await listLines(tx, request.id)
  // A term that renews by itself meanwhile comes first: nothing is paid for twice.
  await lockTerms(
    tx,
    lines.flatMap((line) => line.resourceId ?? []),
  )
  const added = await addedCosts(doors, ctx, tx, { ...request, lines })
  const dearer = added.filter(({ recurringMinor }) => recurringMinor > 0)
  if (dearer.length > 0) await doors.budget.commit(ctx, tx, { ...payer, term: NO_TERM, lines: dearer })
  const { requestId, requestNo } = payer
  const cheaper = added.flatMap(
    ({ order, resourceId, number: _, providerBodyId: __, recurringMinor, ...less }) =>
      order === null || recurringMinor >= 0
        ? []
        : [
            {
              requestId: order.requestId,
              resourceId,
              less: { ...less, number: order.number, recurringMinor: -recurringMinor },
              cause: { requestId, requestNo },
            },
          ],
  )
  await doors.budget.reduce(ctx, tx, cheaper)
}

/**
 * Of lines of which nothing is left, what lies ahead is free again, with what was added to them since. The terms of the resources have
 * been ended.
 */
export async function releaseBudget(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  resourceIds: readonly string[],
): Promise<void> {
  if (resourceIds.length === 0) return
  const terms = await listTermsBeside(tx, resourceIds)
  const facts = await doors.supply.findResources(
    tx,
    terms.map((term) => term.resource_id),
  )
  const lineOf = (id: string) => facts.get(id)?.requestLineId ?? null
  for (const [requestId, ofRequest] of Map.groupBy(terms, (term) => term.request_id)) {
    const left = new Set(
      ofRequest.filter((term) => term.released_at === null).map((term) => lineOf(term.resource_id)),
    )
    const gone = new Set(
      ofRequest.flatMap(({ resource_id: id }) => {
        const line = resourceIds.includes(id) ? lineOf(id) : null
        return line === null || left.has(line) ? [] : [line]
      }),
    )
    const lines = (await listLines(tx, requestId)).filter((line) => gone.has(line.id))
    if (lines.length > 0)
      await doors.budget.release(ctx, tx, requestId, { lines: lines.map(({ number }) => number), note: '' })
  }
  await doors.budget.releaseRenewals(ctx, tx, resourceIds)
  // And what their changes and renewals had added.
  const adding = await listAddingLines(tx, resourceIds)
  for (const [requestId, lines] of Map.groupBy(adding, (line) => line.requestId))
    await doors.budget.release(ctx, tx, requestId, { lines: lines.map(({ number }) => number), note: '' })
}
