/**
 * Services are delivered by people: here the provider's work orders are the cloud. The same as for everything else —
 * what should be, what there is, one step — with the orders of the resource in place of a connector.
 */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import type { ReconcileResult } from '../../../platform/reconcile/index.ts'
import type { ResourcePorts } from '../ports.ts'
import type { NewCondition } from '../reconcile/conditions.ts'
import type { Action } from '../reconcile/next-action.ts'
import type { Seen } from '../reconcile/outcome.ts'
import { recordOutcome } from '../reconcile/record-outcome.ts'
import { isCooling, type ResourceRow } from '../resource.ts'
import { loadResourceForUpdate, updateFacts } from '../resource-store.ts'
import { tell } from './act-on-work-order.ts'
import { dueAfter } from './due.ts'
import { CLOSED, needOf, type ResourceTask, type ServiceNeed } from './work-order.ts'
import { insertWorkOrder, listOrdersOf, updateWorkOrder, type WorkOrderRow } from './work-order-store.ts'

export async function reconcileService(ctx: Ctx, ports: ResourcePorts, id: string): Promise<ReconcileResult> {
  await ctx.inTx(async (tx) => {
    const row = await loadResourceForUpdate(tx, id)
    if (row === undefined || row.released_at !== null) return
    const orders = await listOrdersOf(tx, id)
    assert(row.spec.kind === 'service', 'only services come here')
    const { parameters } = row.spec
    const need = needOf(
      { presence: row.presence, isCooling: isCooling(row, ctx.clock.now()), parameters },
      orders,
    )
    const order =
      need.need === 'order' ? await renew(tx, ctx, ports, row, orders, need.task) : underWayOf(orders)
    if (need.need === 'finish') await cancel(tx, ctx, orders)
    const now = ctx.clock.now()
    const seen = seenOf(orders, order)
    const { row: after } = await recordOutcome(tx, ctx, ports, row, {
      observed: seen,
      action: actionOf(need),
      conditions: conditionsOf(need, order),
      nextTryAt: null,
    })
    const lookAt =
      after.released_at === null ? (row.cooling_until ?? new Date(now.getTime() + 3_600_000)) : null
    await updateFacts(tx, id, { look_at: lookAt })
  })
  return { done: true }
}

function underWayOf(orders: readonly WorkOrderRow[]): WorkOrderRow | null {
  return orders.find(({ state }) => !CLOSED.has(state)) ?? null
}

function actionOf(need: ServiceNeed): Action {
  if (need.need === 'nothing') return { do: 'settle' }
  return need.need === 'finish' ? { do: 'finish' } : { do: 'poll', gaps: [] }
}

/** What the orders say of the service, in the words used for everything else. */
function seenOf(orders: readonly WorkOrderRow[], order: WorkOrderRow | null): Seen | null {
  const standing = orders.filter(({ state }) => state === 'confirmed').at(-1)
  if (standing?.task === 'withdraw') return null
  const known = standing ?? order
  if (known === null) return null
  return {
    externalId: known.id,
    state: standing === undefined ? 'building' : 'ready',
    nativeState: (order ?? known).state,
    spec: { parameters: known.parameters },
    attributes: known.delivery_note === null ? {} : { deliveryNote: known.delivery_note },
  }
}

function conditionsOf(need: ServiceNeed, order: WorkOrderRow | null): readonly NewCondition[] {
  if (need.need === 'patience' && need.declined)
    return [{ type: 'PersonNeeded', reason: 'resource.order_declined' }]
  return order === null ? [] : [{ type: 'WorkOrder', reason: 'resource.at_provider' }]
}

async function cancel(tx: Tx, ctx: Ctx, orders: readonly WorkOrderRow[]): Promise<void> {
  const order = underWayOf(orders)
  if (order === null) return
  await updateWorkOrder(tx, order.id, { state: 'cancelled', closed_at: ctx.clock.now() })
  await tell(tx, ctx, order, 'cancelled', null)
}

/** Opens the order that is needed; another one that is under way has lost its purpose. */
async function renew(
  tx: Tx,
  ctx: Ctx,
  ports: ResourcePorts,
  row: ResourceRow,
  orders: readonly WorkOrderRow[],
  task: ResourceTask,
): Promise<WorkOrderRow> {
  await cancel(tx, ctx, orders)
  assert(row.spec.kind === 'service', 'only services come here')
  const now = ctx.clock.now()
  const order = await insertWorkOrder(tx, {
    id: ctx.ids.next(),
    resource_id: row.id,
    task,
    body_id: row.body_id,
    system_id: row.system_id,
    provider_body_id: row.provider_body_id,
    pool_id: row.pool_id,
    resource_name: row.name,
    plan: row.plan,
    parameters: row.spec.parameters,
    working_days: row.spec.workingDays,
    opened_at: now,
    due_at: dueAfter(await ports.workCalendar(tx), now, row.spec.workingDays),
  })
  await tell(tx, ctx, order, 'open', null)
  return order
}
