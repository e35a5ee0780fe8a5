import type { WorkOrder } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuseStep, refuseWitness, STEPS, type WorkOrderAction, witnessSideOf } from './work-order.ts'
import { listEvidence, listSignatures, listSteps, type ShownWorkOrder } from './work-order-store.ts'

export async function toWorkOrders(ctx: Ctx, rows: readonly ShownWorkOrder[]): Promise<WorkOrder[]> {
  const ids = rows.map((row) => row.id)
  const evidence = Map.groupBy(await listEvidence(ctx.db, ids), (one) => one.work_order_id)
  const steps = Map.groupBy(await listSteps(ctx.db, ids), (one) => one.work_order_id)
  const signatures = Map.groupBy(await listSignatures(ctx.db, ids), (one) => one.work_order_id)
  return rows.map((row) =>
    toWorkOrder(ctx, row, {
      evidence: evidence.get(row.id) ?? [],
      steps: steps.get(row.id) ?? [],
      // Of what was delivered before it was sent back nothing counts any more.
      signatures: (signatures.get(row.id) ?? []).filter((one) => one.delivery === row.deliveries),
    }),
  )
}

interface Beside {
  readonly evidence: Awaited<ReturnType<typeof listEvidence>>
  readonly steps: Awaited<ReturnType<typeof listSteps>>
  readonly signatures: Awaited<ReturnType<typeof listSignatures>>
}

const ref = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })

function toWorkOrder(ctx: Ctx, row: ShownWorkOrder, { evidence, steps, signatures }: Beside): WorkOrder {
  const now = ctx.clock.now()
  return {
    id: row.id,
    task: row.task,
    state: row.state,
    no: row.no,
    title: row.title ?? row.resource_name ?? '',
    description: row.description,
    openedBy: row.opened_by_name,
    resource: ref(row.resource_id, row.resource_name),
    body: ref(row.body_id, row.body_name),
    system: ref(row.system_id, row.system_name),
    provider: { id: row.provider_body_id, name: row.provider_name },
    cloud: ref(row.cloud_id ?? row.pool_cloud_id, row.cloud_name ?? row.pool_cloud_name),
    node: ref(row.node_id, row.node_name),
    plan: row.plan === null ? null : { ...row.plan },
    parameters: { ...row.parameters },
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    dueText: {
      zh: `自派单次日起 ${row.working_days} 个工作日`,
      en: `${row.working_days} working days from the day after it was opened`,
    },
    overdue: (row.state === 'open' || row.state === 'accepted') && row.due_at < now,
    acceptedBy: row.accepted_by,
    deliveryNote: row.delivery_note,
    evidence: evidence.slice(0, 20).map((one) => ({
      id: one.id,
      fileName: one.file_name,
      mediaType: one.media_type as WorkOrder['evidence'][number]['mediaType'],
      sizeBytes: one.size_bytes,
      digest: one.digest,
      note: one.note,
      addedBy: one.added_by,
      addedAt: one.added_at.toISOString(),
    })),
    witness: ref(row.witness_id, row.witness_name),
    witnesses: signatures.map((one) => ({
      side: one.side,
      person: one.person_name,
      body: one.body_name,
      statement: one.statement,
      at: one.at.toISOString(),
    })),
    history: steps.slice(-100).map((step) => ({
      at: step.at.toISOString(),
      state: step.state,
      actor: step.actor,
      comment: step.comment,
    })),
    version: row.version,
    actions: actionsOf(ctx, row, { evidence, signatures }),
  }
}

function actionsOf(
  { authz, actor }: Ctx,
  row: ShownWorkOrder,
  { evidence, signatures }: Pick<Beside, 'evidence' | 'signatures'>,
): WorkOrder['actions'] {
  const signed = signatures.map(({ side }) => side)
  const witnessing = refuseWitness(row, witnessSideOf(row, actor), signed)
  const steps = Object.entries(STEPS).map(([action, { right }]) => [
    action,
    authz.allowance(
      actor,
      right,
      'work-order',
      refuseStep(action as WorkOrderAction, row, evidence.length, signed),
    ),
  ])
  return {
    ...Object.fromEntries(steps),
    witness: authz.allowance(actor, 'create', 'witness', witnessing),
  } as WorkOrder['actions']
}
