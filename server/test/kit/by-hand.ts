/** What people deliver: a work order of a resource from acceptance to the department's confirmation, by public operations. */
import { type WorkOrder, workOrderOperations as workOrders } from '@yunheng/contract'
import { type Caller, eventually, well } from './journey.ts'
import type { Persona } from './world.ts'

export async function orderOf(caller: Caller, resourceId: string): Promise<WorkOrder | undefined> {
  const me = caller.world.people.providerOperator
  const list = await well(caller.call(me, workOrders.list, { query: { resourceId } }))
  return list.items[0]
}

export async function actOnOrder(
  caller: Caller,
  persona: Persona,
  order: Pick<WorkOrder, 'id'>,
  verb: 'accept' | 'deliver' | 'confirm' | 'return',
  more: object = {},
): Promise<WorkOrder> {
  const params = { id: order.id }
  const { version } = await well(caller.call(persona, workOrders.get, { params }))
  const operation = workOrders[verb] as typeof workOrders.accept
  return well(caller.call(persona, operation, { params, body: { version, ...more } as never }))
}

export async function handInEvidence(caller: Caller, order: Pick<WorkOrder, 'id'>): Promise<void> {
  const body = {
    fileName: '交付凭据.pdf',
    mediaType: 'application/pdf',
    note: '',
    contentBase64: Buffer.from('%PDF-1.7 evidence').toString('base64'),
  } as const
  const params = { id: order.id }
  await well(caller.call(caller.world.people.providerOperator, workOrders.addEvidence, { params, body }))
}

/** @returns the order, confirmed. */
export async function deliverByHand(
  caller: Caller,
  resourceId: string,
  task: WorkOrder['task'] = 'deliver',
  tick?: () => void,
): Promise<WorkOrder> {
  const look = async () => {
    const order = await orderOf(caller, resourceId)
    return order?.task === task && order.state === 'open' && order
  }
  const order = await eventually(`the order to ${task}`, look, tick)
  const { providerOperator, departmentApplicant } = caller.world.people
  await actOnOrder(caller, providerOperator, order, 'accept')
  await handInEvidence(caller, order)
  await actOnOrder(caller, providerOperator, order, 'deliver', { note: '已完成' })
  return actOnOrder(caller, departmentApplicant, order, 'confirm', { comment: null })
}
