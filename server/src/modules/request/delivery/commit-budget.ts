import type { Estimate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Doors } from '../doors.ts'
import { costsOf } from '../form/budget-of-form.ts'
import { termOf } from '../form/load-form.ts'
import { listLines } from '../line-store.ts'
import type { RequestRow } from '../request-store.ts'
import { listTermsBeside } from '../term/term-store.ts'

/** What is approved is committed with its estimate. A change or a renewal has no estimate of its own term: it shows in what is spent. */
export async function commitBudget(doors: Doors, ctx: Ctx, tx: Tx, request: RequestRow): Promise<void> {
  const estimate = request.estimate as Estimate | null
  if (request.kind !== 'new' || estimate === null) return
  const content = { termMonths: request.term_months, until: request.until }
  await doors.budget.commit(ctx, tx, {
    requestId: request.id,
    requestNo: request.no,
    bodyId: request.body_id,
    systemId: request.system_id,
    isEmergency: request.purpose === 'emergency',
    // Decided on the last day of its term: all of it falls on this month.
    term: termOf(content, ctx.clock.now()) ?? { months: 0, days: 1 },
    lines: costsOf(estimate),
  })
}

/** Of lines of which nothing is left, what lies ahead is free again. The terms of the resources have been ended. */
export async function releaseBudget(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  resourceIds: readonly string[],
): Promise<void> {
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
}
