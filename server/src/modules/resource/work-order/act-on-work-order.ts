import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { RESOURCE_RECONCILER } from '../reconcile/record-outcome.ts'
import { CLOSED, refuseStep, STEPS, type WorkOrderAction } from './work-order.ts'
import {
  insertStep,
  listEvidence,
  listSignedSides,
  loadWorkOrderForUpdate,
  updateWorkOrder,
  type WorkOrderRow,
} from './work-order-store.ts'

export interface WorkOrderAct {
  readonly action: Exclude<WorkOrderAction, 'addEvidence'>
  readonly version: number
  readonly comment: string | null
}

/**
 * One step of a work order. What it means for the resource is not decided here: the reconciler looks at the orders.
 * @throws `work-order.wrong_state`, `work-order.evidence_missing`, `work-order.not_this_way`, `work-order.witness_missing`.
 */
export async function actOnWorkOrder(ctx: Ctx, id: string, act: WorkOrderAct): Promise<void> {
  const { right, to, event } = STEPS[act.action]
  await ctx.inTx(async (tx) => {
    const order = ctx.authz.authorised(ctx, right, 'work-order', await loadWorkOrderForUpdate(tx, id))
    const evidence = await listEvidence(tx, [id])
    const refusal = refuseStep(act.action, order, evidence.length, await listSignedSides(tx, order))
    if (refusal) refuse(refusal)
    if (order.version !== act.version) refuse('common.version_stale')
    const state = to ?? order.state
    await updateWorkOrder(tx, id, {
      state,
      ...(act.action === 'accept' ? { accepted_by: nameOf(ctx) } : {}),
      ...(act.action === 'deliver' ? { delivery_note: act.comment, deliveries: order.deliveries + 1 } : {}),
      ...(CLOSED.has(state) ? { closed_at: ctx.clock.now() } : {}),
    })
    await tell(tx, ctx, order, state, act.comment, event)
    await ctx.audit(tx, {
      noun: 'work-order',
      objectId: id,
      bodyId: order.body_id,
      before: { state: order.state },
      after: { state, comment: act.comment },
    })
  })
}

/** Writes the step, tells those who listen, and has the resource looked at. */
export async function tell(
  tx: Tx,
  ctx: Ctx,
  order: Pick<WorkOrderRow, 'id' | 'body_id' | 'resource_id' | 'provider_body_id' | 'task'>,
  state: WorkOrderRow['state'],
  comment: string | null,
  event: string = state === 'open' ? 'opened' : state,
): Promise<void> {
  await insertStep(tx, {
    id: ctx.ids.next(),
    work_order_id: order.id,
    state,
    actor: nameOf(ctx),
    comment,
    at: ctx.clock.now(),
  })
  await ctx.emit(tx, {
    type: `work-order.${event}`,
    noun: 'work-order',
    id: order.id,
    bodyId: order.body_id ?? order.provider_body_id,
    payload: { resourceId: order.resource_id, providerBodyId: order.provider_body_id, task: order.task },
  })
  if (order.resource_id !== null) await ctx.nudge(tx, RESOURCE_RECONCILER, order.resource_id)
}

export function nameOf(ctx: Ctx): string {
  return ctx.actor.kind === 'nobody' ? '' : ctx.actor.name
}
