import type { BodyOf, workOrderOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { type CloudRow, findCloud, findNode } from '../../cloud/index.ts'
import { findBody, findSecurityLead, listSeatHolders } from '../../organisation/index.ts'
import { findSystem } from '../../system/index.ts'
import type { ResourcePorts } from '../ports.ts'
import { tell } from './act-on-work-order.ts'
import { dueAfter } from './due.ts'
import { refuseDispatch } from './work-order.ts'
import { insertWorkOrder, nextDispatchNo } from './work-order-store.ts'

type Input = BodyOf<typeof workOrderOperations.create>

/**
 * Operations give a provider work that needs no resource (R40): about a system, a cloud, a node, or none of them. An
 * incident without an addressee goes to the body that leads on security (R44).
 * @throws `work-order.subject_unknown`, `…provider_unknown`, `…provider_needed`, `…no_security_lead`,
 * `…destruction_system`, `…witness_unfit`, `…calendar_missing`.
 * @returns its id.
 */
export async function dispatchWorkOrder(
  ctx: Ctx,
  ports: Pick<ResourcePorts, 'workCalendar'>,
  input: Input,
): Promise<string> {
  ctx.authz.require(ctx, 'create', 'work-order')
  const { actor } = ctx
  assert(actor.kind === 'person' && actor.post !== null, 'the policy lets only holders of a post come here')
  const { post, personId, name } = actor
  return ctx.inTx(async (tx) => {
    const { system, cloud, node } = await subjectOf(tx, input)
    const witness = await witnessOf(tx, ctx, input)
    const refusal = refuseDispatch(input, { hasFitWitness: witness !== null })
    if (refusal) refuse(refusal)
    const provider = await addresseeOf(tx, input, { cloud, regionId: node?.region_id ?? post.regionId })
    const now = ctx.clock.now()
    // Shanghai's civil year.
    const year = dayInChina(now).slice(0, 4)
    const order = await insertWorkOrder(tx, {
      id: ctx.ids.next(),
      no: await nextDispatchNo(tx, year),
      task: input.task,
      title: input.title.trim(),
      description: input.description.trim(),
      body_id: system?.body_id ?? null,
      system_id: system?.id ?? null,
      cloud_id: cloud?.id ?? null,
      cloud_name: cloud?.name ?? null,
      node_id: node?.id ?? null,
      node_name: node?.name ?? null,
      provider_body_id: provider.id,
      working_days: input.workingDays,
      opened_at: now,
      due_at: dueAfter(await ports.workCalendar(tx), now, input.workingDays),
      opened_by: personId,
      opened_by_name: name,
      witness_id: witness?.personId ?? null,
      witness_name: witness?.name ?? null,
    })
    await tell(tx, ctx, order, 'open', null)
    await ctx.audit(tx, {
      noun: 'work-order',
      objectId: order.id,
      label: input.title.trim(),
      bodyId: order.body_id ?? post.bodyId,
      after: { ...input, no: order.no, provider: provider.name, dueAt: order.due_at.toISOString() },
    })
    return order.id
  })
}

async function subjectOf(tx: Tx, { systemId, cloudId, nodeId }: Input) {
  const unknown = () => refuse('work-order.subject_unknown')
  const system = systemId === null ? null : ((await findSystem(tx, systemId)) ?? unknown())
  const node = nodeId === null ? null : ((await findNode(tx, nodeId)) ?? unknown())
  if (node !== null && cloudId !== null && node.cloud_id !== cloudId) unknown()
  const idOfCloud = node?.cloud_id ?? cloudId
  const cloud = idOfCloud === null ? null : ((await findCloud(tx, idOfCloud)) ?? unknown())
  return { system, cloud, node }
}

/** Null when nobody is named, or the one named is not of operations now. */
async function witnessOf(tx: Tx, ctx: Ctx, { witnessPersonId }: Input) {
  if (witnessPersonId === null || ctx.actor.kind !== 'person' || ctx.actor.post === null) return null
  const seats = [{ role: 'operations-engineer', bodyId: ctx.actor.post.bodyId } as const]
  const colleagues = await listSeatHolders(tx, seats, ctx.clock.now())
  return colleagues.find(({ personId }) => personId === witnessPersonId) ?? null
}

async function addresseeOf(
  tx: Tx,
  { task, providerBodyId }: Input,
  about: { readonly cloud: CloudRow | null; readonly regionId: string },
) {
  if (providerBodyId === null && task === 'incident')
    return (await findSecurityLead(tx, about.regionId)) ?? refuse('work-order.no_security_lead')
  const id = providerBodyId ?? about.cloud?.provider_body_id ?? refuse('work-order.provider_needed')
  const body = await findBody(tx, id)
  // A department that runs a cloud of its own has nobody who takes work orders.
  const takesOrders = body?.kind === 'provider' || body?.kind === 'platform-provider'
  if (!body || !takesOrders || body.closed_at !== null) return refuse('work-order.provider_unknown')
  return body
}
