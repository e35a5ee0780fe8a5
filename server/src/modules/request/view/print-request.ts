import type { Estimate, Gate, RequestPrint } from '@yunheng/contract'
import { personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Doors } from '../doors.ts'
import { pageEvents } from '../event-store.ts'
import type { RequestRow } from '../request-store.ts'
import { presentRequest } from './present-request.ts'

const OPINIONS: ReadonlySet<string> = new Set(['approve', 'reject', 'return', 'complete', 'comment'])

/** Everything that the printed sheet shows, so that one page needs one call. */
export async function printRequest(doors: Doors, ctx: Ctx, row: RequestRow): Promise<RequestPrint> {
  const request = await presentRequest(doors, ctx, row)
  const flow = row.flow_instance_id === null ? null : await doors.flow.find(ctx, row.flow_instance_id)
  const events = await pageEvents(ctx.db, row.id, { pageSize: 200 })
  return {
    request,
    gates: [...((row.gates as readonly Gate[] | null) ?? [])],
    estimate: row.estimate as Estimate | null,
    stages: request.stages,
    opinions: (flow?.timeline ?? [])
      .filter((each) => OPINIONS.has(each.act) && each.actor !== null && each.stepName !== null)
      .map((each) => ({
        step: each.stepName ?? { zh: '', en: '' },
        person: each.actor?.name ?? '',
        bodyName: each.actor?.bodyName ?? null,
        outcome: each.act,
        comment: each.comment,
        at: each.at,
      }))
      .slice(0, 200),
    events: events.items.reverse(),
    printedBy: personNameOf(ctx.actor),
    printedAt: ctx.clock.now().toISOString(),
  }
}
