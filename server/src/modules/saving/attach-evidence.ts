import {
  ATTACHMENT_BYTES_MAX,
  type BodyOf,
  type savingOperations as operations,
  type ReasonCode,
} from '@yunheng/contract'
import {
  type BlobFlaw,
  databaseBlobStore,
  flawOfBlob,
  mediaTypeOf,
  PAPER_TYPES,
} from '../../platform/blob/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { assert, refuse } from '../../platform/errors.ts'
import { refuseAttaching } from './notice.ts'
import { countFiles, findFile, insertFile } from './notice-file-store.ts'
import { findNotice, loadNoticeForUpdate, type NoticeRow } from './notice-store.ts'

const FILES_MAX = 10
const LIMIT = { mediaTypes: [...PAPER_TYPES], sizeBytesMax: ATTACHMENT_BYTES_MAX }
const REASON_OF: Readonly<Record<BlobFlaw, ReasonCode>> = {
  'too-large': 'saving-notice.file_too_large',
  'type-mismatch': 'saving-notice.file_type',
  'name-invalid': 'blob.name_invalid',
}

/**
 * Evidence for an objection (R129): before it is made, or while the centre decides. What was handed in stays.
 * @throws `saving-notice.file_late|file_type|file_too_large|file_too_many`.
 */
export async function attachEvidence(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.attach>,
): Promise<NoticeRow> {
  const { actor } = ctx
  assert(actor.kind === 'person', 'people attach evidence')
  const content = Buffer.from(input.content, 'base64')
  const file = { fileName: input.fileName, mediaType: mediaTypeOf(input.fileName), content }
  return ctx.inTx(async (tx) => {
    const found = await loadNoticeForUpdate(tx, id)
    const notice = ctx.authz.authorised(ctx, 'operate', 'saving-notice', found)
    const refusal = refuseAttaching(notice)
    if (refusal) refuse(refusal)
    const flaw = flawOfBlob(file, LIMIT)
    if (flaw) refuse(REASON_OF[flaw])
    if ((await countFiles(tx, id)) >= FILES_MAX) refuse('saving-notice.file_too_many')
    const blob = await databaseBlobStore.put(tx, ctx, file)
    await insertFile(tx, {
      id: ctx.ids.next(),
      notice_id: id,
      blob_id: blob.id,
      file_name: blob.fileName,
      media_type: blob.mediaType,
      size_bytes: blob.sizeBytes,
      digest: blob.digest,
      person_id: actor.personId,
      by_name: actor.name,
      at: ctx.clock.now(),
    })
    await ctx.audit(tx, {
      noun: 'saving-notice',
      objectId: id,
      label: notice.resource_name,
      bodyId: notice.body_id,
      after: { fileName: blob.fileName, digest: blob.digest },
    })
    return (await findNotice(tx, id)) as NoticeRow
  })
}

/** Of a notice in sight; 404 for every other. */
export async function downloadEvidence(ctx: Ctx, id: string) {
  const file = await findFile(ctx.db, id)
  const notice = file && (await findNotice(ctx.db, file.notice_id))
  ctx.authz.authorised(ctx, 'view', 'saving-notice', notice)
  const blob = await databaseBlobStore.find(ctx.db, file?.blob_id ?? '')
  assert(blob, 'a file of a notice has its content')
  return { fileName: blob.fileName, contentType: blob.mediaType, content: blob.content }
}
