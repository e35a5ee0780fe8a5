import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { assert, refuse } from '../../platform/errors.ts'
import { type ExportRow, findOwnExport, loadOwnExportForUpdate, type Owner } from './export-store.ts'

/** The person and the post from which he acts: what was exported from another post is not seen from this one. */
export function ownerOf({ actor }: Ctx): Owner & { readonly accountId: string; readonly bodyId: string } {
  assert(actor.kind === 'person', 'sessions belong to people')
  if (actor.post === null) refuse('export.needs_post')
  const { postId, bodyId } = actor.post
  return { personId: actor.personId, accountId: actor.accountId, postId, bodyId }
}

export async function getOwnExport(ctx: Ctx, id: string): Promise<ExportRow> {
  return (await findOwnExport(ctx.db, ownerOf(ctx), id)) ?? refuse('common.not_found')
}

export async function getOwnExportForUpdate(ctx: Ctx, tx: Tx, id: string): Promise<ExportRow> {
  return (await loadOwnExportForUpdate(tx, ownerOf(ctx), id)) ?? refuse('common.not_found')
}
