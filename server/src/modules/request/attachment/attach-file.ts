import { ATTACHMENT_BYTES_MAX, type AttachmentKind, type ReasonCode } from '@yunheng/contract'
import {
  type BlobFlaw,
  databaseBlobStore,
  flawOfBlob,
  mediaTypeOf,
  PAPER_TYPES,
} from '../../../platform/blob/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { insertRequestEvent } from '../event-store.ts'
import { isClosed, refuseApplicant } from '../request.ts'
import { loadRequestForUpdate, type RequestRow, updateRequest } from '../request-store.ts'
import { ownedOf, viewerOf } from '../viewer.ts'
import { type AttachmentRow, findAttachment, insertAttachment, listAttachments } from './attachment-store.ts'

const FILES_MAX = 20
const LIMIT = { mediaTypes: [...PAPER_TYPES], sizeBytesMax: ATTACHMENT_BYTES_MAX }
const REASON_OF: Readonly<Record<BlobFlaw, ReasonCode>> = {
  'too-large': 'request.attachment_too_large',
  'type-mismatch': 'request.attachment_type',
  'name-invalid': 'blob.name_invalid',
}

export interface NewAttachment {
  readonly kind: AttachmentKind
  readonly fileName: string
  /** Base64. */
  readonly content: string
}

/**
 * Attaches a paper. The applicant may at any time until the request is closed; after the delivery of an emergency this is
 * how its papers come in.
 * @throws `request.attachment_type`, `request.attachment_too_large`, `request.attachment_too_many`, `request.closed`.
 */
export async function attachFile(ctx: Ctx, id: string, input: NewAttachment): Promise<AttachmentRow> {
  const { actor } = ctx
  assert(actor.kind === 'person', 'people attach papers')
  const content = Buffer.from(input.content, 'base64')
  const file = { fileName: input.fileName, mediaType: mediaTypeOf(input.fileName), content }
  return ctx.inTx(async (tx) => {
    const found = await loadRequestForUpdate(tx, id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'view', 'request', found)
    const refusal = refuseApplicant(ownedOf(request), actor)
    if (refusal) refuse(refusal)
    const papersFollow = input.kind === 'emergency-papers' && request.papers_due_at !== null
    if (isClosed(request.state) && !papersFollow) refuse('request.closed')
    const flaw = flawOfBlob(file, LIMIT)
    if (flaw) refuse(REASON_OF[flaw])
    if ((await listAttachments(tx, id)).length >= FILES_MAX) refuse('request.attachment_too_many')
    const blob = await databaseBlobStore.put(tx, ctx, file)
    const row: AttachmentRow = {
      id: ctx.ids.next(),
      request_id: id,
      kind: input.kind,
      blob_id: blob.id,
      file_name: blob.fileName,
      media_type: blob.mediaType,
      size_bytes: blob.sizeBytes,
      digest: blob.digest,
      person_id: actor.personId,
      by_name: actor.name,
      at: ctx.clock.now(),
    }
    await insertAttachment(tx, row)
    if (papersFollow) await notePapers(ctx, request, tx)
    await ctx.audit(tx, {
      noun: 'request',
      objectId: id,
      bodyId: request.body_id,
      after: { fileName: blob.fileName, kind: input.kind, digest: blob.digest },
    })
    await ctx.emit(tx, { type: 'request.updated', noun: 'request', id, bodyId: request.body_id })
    return row
  })
}

async function notePapers(
  ctx: Ctx,
  request: Parameters<typeof updateRequest>[1] & RequestRow,
  tx: Parameters<typeof updateRequest>[0],
): Promise<void> {
  if (request.papers_at !== null) return
  const overdue = (request.condition as { type?: string } | null)?.type === 'papers-overdue'
  await updateRequest(tx, request, null, {
    papers_at: ctx.clock.now(),
    ...(overdue ? { condition: null } : {}),
  })
  await insertRequestEvent(tx, ctx, request.id, 'papers')
}

/** What a file of a visible request holds; 404 for every other. */
export async function downloadFile(ctx: Ctx, id: string) {
  const row = ctx.authz.authorised(ctx, 'view', 'request', await findAttachment(ctx.db, id))
  const blob = await databaseBlobStore.find(ctx.db, row.blob_id)
  assert(blob, 'an attachment has its file')
  return { fileName: blob.fileName, contentType: blob.mediaType, content: blob.content }
}
