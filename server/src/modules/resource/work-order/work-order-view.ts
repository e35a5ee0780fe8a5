import { WORK_ORDER_ACTIONS, type WorkOrder } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuseStep, STEPS } from './work-order.ts'
import { listEvidence, listSteps, type ShownWorkOrder } from './work-order-store.ts'

export async function toWorkOrders(ctx: Ctx, rows: readonly ShownWorkOrder[]): Promise<WorkOrder[]> {
  const ids = rows.map((row) => row.id)
  const evidence = Map.groupBy(await listEvidence(ctx.db, ids), (one) => one.work_order_id)
  const steps = Map.groupBy(await listSteps(ctx.db, ids), (one) => one.work_order_id)
  return rows.map((row) => toWorkOrder(ctx, row, evidence.get(row.id) ?? [], steps.get(row.id) ?? []))
}

type Evidence = Awaited<ReturnType<typeof listEvidence>>
type Steps = Awaited<ReturnType<typeof listSteps>>

function toWorkOrder(ctx: Ctx, row: ShownWorkOrder, evidence: Evidence, steps: Steps): WorkOrder {
  const now = ctx.clock.now()
  return {
    id: row.id,
    task: row.task,
    state: row.state,
    resource: { id: row.resource_id, name: row.resource_name },
    body: { id: row.body_id, name: row.body_name },
    system: { id: row.system_id, name: row.system_name },
    provider: { id: row.provider_body_id, name: row.provider_name },
    cloud: { id: row.cloud_id, name: row.cloud_name },
    plan: row.plan === null ? null : { ...row.plan },
    parameters: { ...row.parameters },
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    dueText: {
      zh: `自派单次日起 ${row.working_days} 个工作日`,
      en: `${row.working_days} working days from the day after it was opened`,
    },
    overdue: row.closed_at === null && row.state !== 'delivered' && row.due_at < now,
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
    history: steps.slice(-100).map((step) => ({
      at: step.at.toISOString(),
      state: step.state,
      actor: step.actor,
      comment: step.comment,
    })),
    version: row.version,
    actions: Object.fromEntries(
      WORK_ORDER_ACTIONS.map((action) => [
        action,
        ctx.authz.allowance(
          ctx.actor,
          STEPS[action].right,
          'work-order',
          refuseStep(action, row, evidence.length),
        ),
      ]),
    ) as WorkOrder['actions'],
  }
}
