import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { refuseCancel, refuseRemove } from './export.ts'
import type { ExportFiles } from './export-files.ts'
import { type ExportRow, removeExport, updateCancelled } from './export-store.ts'
import { getOwnExportForUpdate } from './own-export.ts'

/** Whoever writes it notices within a second, and throws away what there is of it. */
export async function cancelExport(ctx: Ctx, id: string): Promise<ExportRow> {
  return ctx.inTx(async (tx) => {
    const row = await getOwnExportForUpdate(ctx, tx, id)
    const reason = refuseCancel(row.state)
    if (reason !== null) refuse(reason)
    await ctx.audit(tx, { noun: 'export', objectId: id, bodyId: row.body_id, after: { state: 'cancelled' } })
    return updateCancelled(tx, id, ctx.clock.now())
  })
}

export async function removeOwnExport(ctx: Ctx, files: ExportFiles, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const row = await getOwnExportForUpdate(ctx, tx, id)
    const reason = refuseRemove(row.state)
    if (reason !== null) refuse(reason)
    await ctx.audit(tx, { noun: 'export', objectId: id, bodyId: row.body_id, before: { list: row.list } })
    await removeExport(tx, id)
  })
  // A file that stays because this process dies here goes with the hourly job.
  await files.remove(id)
}
