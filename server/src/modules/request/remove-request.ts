import { databaseBlobStore } from '../../platform/blob/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { listAttachments } from './attachment/attachment-store.ts'
import { refuseRemove } from './request.ts'
import { loadRequestForUpdate, removeRequest as store } from './request-store.ts'
import { ownedOf, viewerOf } from './viewer.ts'

/** Throws a draft away, its files with it. @throws `request.not_draft`, `request.not_applicant`. */
export async function removeRequest(ctx: Ctx, id: string): Promise<null> {
  return ctx.inTx(async (tx) => {
    const found = await loadRequestForUpdate(tx, id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'delete', 'request', found)
    const refusal = refuseRemove(ownedOf(request), ctx.actor)
    if (refusal) refuse(refusal)
    const files = await listAttachments(tx, id)
    await store(tx, request)
    for (const file of files) await databaseBlobStore.remove(tx, file.blob_id)
    await ctx.audit(tx, {
      noun: 'request',
      objectId: id,
      bodyId: request.body_id,
      before: { no: request.no, title: request.title, summary: request.summary_zh },
    })
    await ctx.emit(tx, { type: 'request.removed', noun: 'request', id, bodyId: request.body_id })
    return null
  })
}
