import type { SystemUpdate } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { requirePerson, requireWave, toColumns } from './create-system.ts'
import { refuseChange, refuseFacts, refuseLevel } from './system.ts'
import { findSystem, loadSystemForUpdate, type SystemRow, updateSystem as store } from './system-store.ts'

/** Corrects a system's record. Its body and code stay; its protection level never falls (R187). */
export async function updateSystem(ctx: Ctx, id: string, input: SystemUpdate): Promise<SystemRow> {
  return ctx.inTx(async (tx) => {
    const system = ctx.authz.authorised(ctx, 'modify', 'system', await loadSystemForUpdate(tx, id))
    const refusal =
      refuseChange(system) ??
      refuseFacts(input) ??
      refuseLevel(system.protection_level, input.protectionLevel)
    if (refusal) refuse(refusal)
    await requirePerson(ctx, tx, input.responsiblePersonId, system.body_id)
    await requireWave(tx, input.waveId)
    const { version, ...fields } = input
    const change = { ...toColumns(fields), updated_at: ctx.clock.now() }
    if (!(await store(tx, system, version, change))) refuse('common.version_stale')
    const before = Object.fromEntries(
      Object.keys(change).map((key) => [key, system[key as keyof SystemRow] ?? null]),
    )
    await ctx.audit(tx, { noun: 'system', objectId: id, bodyId: system.body_id, before, after: fields })
    await ctx.emit(tx, { type: 'system.updated', noun: 'system', id, bodyId: system.body_id })
    return (await findSystem(tx, id)) as SystemRow
  })
}
