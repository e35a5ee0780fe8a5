/** What was given back at the end of its term is taken back while it cools off: its term goes on, and is asked about as any that is over. */
import { personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { RECONCILER } from '../delivery/names.ts'
import type { Doors } from '../doors.ts'
import { NO_TERM } from '../form/budget-of-form.ts'
import { listAddingLines, listLines } from '../line-store.ts'
import { loadTermForUpdate, type TermRow, updateTerm } from './term-store.ts'

/**
 * Called before the resource is locked (docs/conventions.md, locks), in the transaction that restores it. What was freed of the budget
 * is held again, within the contract with its provider (R299); nothing takes the resource back by itself any more, and its body is
 * reminded anew.
 * @returns whether its term had stopped it.
 * @throws `budget.rest_too_small`, `budget.none_in_force`, `service-contract.ceiling_passed` where a gate blocks what does not fit any more.
 */
export async function restoreTerm(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  resourceId: string,
): Promise<{ readonly wasStopped: boolean }> {
  const term = await loadTermForUpdate(tx, resourceId)
  if (term === undefined || term.released_at === null) return { wasStopped: false }
  await hold(doors, ctx, tx, term, term.released_at)
  await updateTerm(tx, resourceId, {
    released_at: null,
    stopped_at: null,
    at_end: 'ask',
    renew_months: null,
    chosen_by: personNameOf(ctx.actor),
    chosen_at: ctx.clock.now(),
    reminded_days: null,
    noticed_at: null,
    confirmed_at: null,
    confirmed_by: null,
    renewal_problem: null,
    renewal_tried_on: null,
  })
  await ctx.audit(tx, {
    act: 'resource-term.restored',
    noun: 'resource',
    objectId: resourceId,
    label: term.resource_name,
    bodyId: term.body_id,
    before: { releasedAt: term.released_at.toISOString(), atEnd: term.at_end },
    after: { until: term.until, atEnd: 'ask' },
  })
  await ctx.emit(tx, {
    type: 'resource-term.changed',
    noun: 'resource',
    id: resourceId,
    bodyId: term.body_id,
  })
  await ctx.nudge(tx, RECONCILER.term, resourceId)
  return { wasStopped: term.stopped_at !== null }
}

/** Of the budget first, then of the contract (docs/conventions.md, locks): the ledger says where it stands. */
async function hold(doors: Doors, ctx: Ctx, tx: Tx, term: TermRow, since: Date): Promise<void> {
  const { resource_id: resourceId, request_id: requestId } = term
  const fact = (await doors.supply.findResources(tx, [resourceId])).get(resourceId)
  const own = (await listLines(tx, requestId)).filter(({ id }) => id === (fact?.requestLineId ?? null))
  const adding = Map.groupBy(await listAddingLines(tx, [resourceId]), (line) => line.requestId)
  const numbers = (lines: readonly { readonly number: number }[]) => lines.map(({ number }) => number)
  const isEmergency = term.purpose === 'emergency'
  const again = await doors.budget.holdAgain(ctx, tx, {
    bodyId: term.body_id,
    systemId: term.system_id,
    resourceId,
    parts: [
      { requestId, lines: numbers(own) },
      ...[...adding].map(([id, lines]) => ({ requestId: id, lines: numbers(lines) })),
    ].filter(({ lines }) => lines.length > 0),
    since,
    isEmergency,
  })
  const providerBodyId = fact?.providerBodyId ?? null
  if (providerBodyId === null || again.length === 0) return
  const lines = again.map(({ month, amountMinor }, number) => {
    return { number, onceMinor: amountMinor, recurringMinor: 0, fromMonth: month }
  })
  await doors.ceiling.hold(ctx, tx, {
    bodyId: term.body_id,
    parts: [{ providerBodyId, term: NO_TERM, lines }],
    isNamed: true,
    isCommitted: true,
    isEmergency,
  })
}
