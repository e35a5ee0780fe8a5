import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { refuseChange } from './system.ts'
import { findSystem, loadSystemForUpdate, type SystemRow, updateSystem } from './system-store.ts'

/** What this module asks of those above it: does anything still run for the system? */
export interface SystemPorts {
  hasResources(tx: Tx, systemId: string): Promise<boolean>
}

/** Takes a system out of use. It stays in the ledger. @throws `system.has_resources`. */
export async function retireSystem(
  ctx: Ctx,
  ports: SystemPorts,
  id: string,
  input: { readonly version: number; readonly reason: string },
): Promise<SystemRow> {
  return ctx.inTx(async (tx) => {
    const system = ctx.authz.authorised(ctx, 'delete', 'system', await loadSystemForUpdate(tx, id))
    const refusal = refuseChange(system)
    if (refusal) refuse(refusal)
    if (await ports.hasResources(tx, id)) refuse('system.has_resources')
    const now = ctx.clock.now()
    const change = {
      lifecycle: 'retired',
      retired_at: now,
      retire_reason: input.reason,
      updated_at: now,
    } as const
    if (!(await updateSystem(tx, system, input.version, change))) refuse('common.version_stale')
    const before = { lifecycle: system.lifecycle }
    const after = { lifecycle: 'retired', reason: input.reason }
    await ctx.audit(tx, { noun: 'system', objectId: id, bodyId: system.body_id, before, after })
    await ctx.emit(tx, { type: 'system.retired', noun: 'system', id, bodyId: system.body_id })
    return (await findSystem(tx, id)) as SystemRow
  })
}
