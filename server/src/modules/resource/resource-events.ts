/** Facts that other modules listen to. Payloads are ids and what cannot be looked up later. */
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { ResourceRow } from './resource.ts'

type Fact = 'provisioned' | 'changed' | 'released' | 'progressed'

/**
 * `resource.provisioned` for the first time as intended · `resource.changed` an approved change has arrived ·
 * `resource.released` gone · `resource.progressed` its state word changed, or that ground is as intended (for open pages
 * and for requests that stand on it).
 */
export async function emitResource(tx: Tx, ctx: Ctx, row: ResourceRow, fact: Fact): Promise<void> {
  await ctx.emit(tx, {
    type: `resource.${fact}`,
    noun: 'resource',
    id: row.id,
    bodyId: row.body_id,
    payload: {
      kind: row.kind,
      systemId: row.system_id,
      isGround: row.ground !== null,
      requestId: row.request_id,
      requestLineId: row.request_line_id,
      changeLineId: row.change_line_id,
      planId: row.plan?.id ?? null,
      state: row.state,
    },
  })
}
