import { workOrderOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import type { ResourcePorts } from '../ports.ts'
import { actOnWorkOrder, type WorkOrderAct } from './act-on-work-order.ts'
import { addEvidence, getEvidence } from './add-evidence.ts'
import { dispatchWorkOrder } from './dispatch-work-order.ts'
import { exportWorkOrders } from './export-work-orders.ts'
import { signAsWitness } from './sign-as-witness.ts'
import { findWorkOrder, listWorkOrders } from './work-order-store.ts'
import { toWorkOrders } from './work-order-view.ts'

async function shown(ctx: Ctx, id: string) {
  const order = ctx.authz.authorised(ctx, 'view', 'work-order', await findWorkOrder(ctx.db, id))
  const [view] = await toWorkOrders(ctx, [order])
  return view as NonNullable<typeof view>
}

async function act(ctx: Ctx, id: string, step: WorkOrderAct) {
  await actOnWorkOrder(ctx, id, step)
  return shown(ctx, id)
}

export const createWorkOrderRoutes = (ports: Pick<ResourcePorts, 'workCalendar'>): readonly Route[] => [
  route(operations.list, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'work-order')
    const { items: rows, nextPageToken } = await listWorkOrders(db, query, query, ctx.clock.now())
    return { items: await toWorkOrders(ctx, rows), nextPageToken }
  }),
  route(operations.export, (ctx, { query }) => exportWorkOrders(ctx, query)),
  route(operations.get, (ctx, { params }) => shown(ctx, params.id)),
  route(operations.create, async (ctx, { body }) => shown(ctx, await dispatchWorkOrder(ctx, ports, body))),
  route(operations.accept, (ctx, { params, body }) =>
    act(ctx, params.id, { action: 'accept', version: body.version, comment: null }),
  ),
  route(operations.decline, (ctx, { params, body }) =>
    act(ctx, params.id, { action: 'decline', version: body.version, comment: body.reason }),
  ),
  route(operations.addEvidence, async (ctx, { params, body }) => {
    await addEvidence(ctx, params.id, body)
    return shown(ctx, params.id)
  }),
  route(operations.getEvidence, (ctx, { params }) => getEvidence(ctx, params.id, params.evidenceId)),
  route(operations.deliver, (ctx, { params, body }) =>
    act(ctx, params.id, { action: 'deliver', version: body.version, comment: body.note }),
  ),
  route(operations.confirm, (ctx, { params, body }) =>
    act(ctx, params.id, { action: 'confirm', version: body.version, comment: body.comment }),
  ),
  route(operations.return, (ctx, { params, body }) =>
    act(ctx, params.id, { action: 'return', version: body.version, comment: body.reason }),
  ),
  route(operations.pass, (ctx, { params, body }) =>
    act(ctx, params.id, { action: 'pass', version: body.version, comment: body.comment }),
  ),
  route(operations.sendBack, (ctx, { params, body }) =>
    act(ctx, params.id, { action: 'sendBack', version: body.version, comment: body.reason }),
  ),
  route(operations.cancel, (ctx, { params, body }) =>
    act(ctx, params.id, { action: 'cancel', version: body.version, comment: body.reason }),
  ),
  route(operations.witness, async (ctx, { params, body }) => {
    await signAsWitness(ctx, params.id, body)
    return shown(ctx, params.id)
  }),
]
