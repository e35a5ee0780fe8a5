import { databaseBlobStore } from '../../../platform/blob/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { refuseEdit } from '../request.ts'
import { loadRequestForUpdate } from '../request-store.ts'
import { ownedOf, viewerOf } from '../viewer.ts'
import { findAttachment, removeAttachment } from './attachment-store.ts'

/** Takes a paper away while the form may be changed. @throws `request.not_editable`, `request.not_applicant`. */
export async function detachFile(ctx: Ctx, id: string): Promise<null> {
  return ctx.inTx(async (tx) => {
    const file = ctx.authz.authorised(ctx, 'modify', 'request', await findAttachment(tx, id))
    const found = await loadRequestForUpdate(tx, file.request_id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'modify', 'request', found)
    const refusal = refuseEdit(ownedOf(request), ctx.actor)
    if (refusal) refuse(refusal)
    await removeAttachment(tx, id)
    await databaseBlobStore.remove(tx, file.blob_id)
    await ctx.audit(tx, {
      noun: 'request',
      objectId: request.id,
      bodyId: request.body_id,
      before: { fileName: file.file_name, kind: file.kind, digest: file.digest },
    })
    return null
  })
}
