import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import type { Doors } from '../doors.ts'
import type { RequestRow } from '../request-store.ts'
import { lastDay } from './last-day.ts'
import { insertTerms, updateTerm } from './term-store.ts'

/** The term of what was delivered begins today, and with it the time for which it keeps its prices (R277). */
export async function beginTerms(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: RequestRow,
  delivered: {
    readonly lineId: string
    readonly resources: readonly { readonly id: string; readonly name: string }[]
  },
): Promise<void> {
  const { lineId, resources } = delivered
  const now = ctx.clock.now()
  const until = lastDay(request, dayInChina(now))
  assert(until !== null, 'what was applied for has a term: the gate asked for it')
  await doors.catalogue.dateTerm(tx, lineId, until)
  await insertTerms(
    tx,
    resources.map((resource) => ({
      resource_id: resource.id,
      request_id: request.id,
      body_id: request.body_id,
      system_id: request.system_id,
      system_name: request.system_name,
      resource_name: resource.name,
      purpose: request.purpose,
      until,
      created_at: now,
    })),
  )
  await doors.supply.setExpiry(
    ctx,
    tx,
    resources.map((resource) => resource.id),
    until,
  )
}

/** The resources are given back: nothing reminds of them any more. */
export async function endTerms(tx: Tx, resourceIds: readonly string[], now: Date): Promise<void> {
  for (const id of [...resourceIds].sort()) await updateTerm(tx, id, { released_at: now })
}
