import type { Request } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { listAttachments } from '../attachment/attachment-store.ts'
import { previewDraft } from '../check-request.ts'
import type { Doors } from '../doors.ts'
import { listLines } from '../line-store.ts'
import { findRequestNo, listBodyNames, type RequestRow } from '../request-store.ts'
import { rulesOfRequest } from '../rules-of-request.ts'
import { toRequest } from './request-view.ts'
import { stagesOf } from './stages.ts'

/** Everything that the page of a request shows, gathered once. */
export async function presentRequest(doors: Doors, ctx: Ctx, row: RequestRow): Promise<Request> {
  const flow = row.flow_instance_id === null ? null : await doors.flow.find(ctx, row.flow_instance_id)
  const preview = row.state === 'draft' ? await previewDraft(doors, ctx, row) : null
  return ctx.inTx(async (tx) => {
    const lines = await listLines(tx, row.id)
    const refs = lines.map((line) => ({ lineId: line.id, resourceId: line.resourceId }))
    const hasWorkOrder = lines.some((line) => line.plan?.by === 'work-order')
    const rules = await rulesOfRequest(doors, tx, ctx, row)
    const versions =
      row.rule_set_id === null
        ? []
        : await doors.rules.listNames(tx, [row.rule_set_id, ...row.regional_rule_set_ids])
    const days = rules.provisioningWorkingDays
    const due = (from: Date | null, workingDays: number) =>
      from === null ? null : doors.calendar.dueAfter(tx, from, workingDays)
    const names = await listBodyNames(tx, row.compared_provider_ids)
    return toRequest(ctx, {
      row,
      lines,
      progress: await doors.supply.progress(tx, row.id, refs),
      attachments: await listAttachments(tx, row.id),
      comparedProviders: [...names.values()].map(({ id, name }) => ({ id, name })),
      ruleSets: versions.map(({ id, number, regionName }) => ({ id, number, region: regionName })),
      copiedFromNo: row.copied_from_id === null ? null : await findRequestNo(tx, row.copied_from_id),
      stages: stagesOf({
        request: row,
        rules,
        flow,
        preview,
        hasWorkOrder,
        provisioningDueAt: await due(row.decided_at, hasWorkOrder ? days.special : days.standard),
        confirmationDueAt: await due(row.delivered_at, rules.confirmationWorkingDays.value),
        now: ctx.clock.now(),
      }),
    })
  })
}
