import { actingPost } from '../../../platform/actor.ts'
import { assert } from '../../../platform/errors.ts'
import type { RecordIssued } from '../../../platform/http/index.ts'
import { insertIssued } from './issued-file-store.ts'

/** Notes a file that has left but for its last piece. That it was asked for stands in the trail already. */
export const recordIssued: RecordIssued = async (ctx, file) => {
  const { actor } = ctx
  assert(actor.kind === 'person', 'files about money go to people')
  const post = actingPost(actor)
  await ctx.inTx((tx) =>
    insertIssued(tx, {
      id: ctx.ids.next(),
      sha256: file.sha256,
      sm3: file.sm3,
      size_bytes: String(file.sizeBytes),
      file_name: file.fileName,
      operation: file.operationId,
      noun: file.noun,
      object_id: file.objectId,
      label: file.label,
      filter: file.filter,
      concerns: [...new Set(file.concerns)],
      person_id: actor.personId,
      person_name: actor.name,
      body_id: post?.bodyId ?? null,
      body_name: post?.bodyName ?? null,
      issued_at: ctx.clock.now(),
    }),
  )
}
