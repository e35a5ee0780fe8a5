import { EVIDENCE_BYTES_MAX, EVIDENCE_TYPES, type ReasonCode } from '@yunheng/contract'
import { type BlobFlaw, databaseBlobStore, flawOfBlob } from '../../../platform/blob/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { nameOf } from './act-on-work-order.ts'
import { EVIDENCE_MAX, refuseStep } from './work-order.ts'
import { findWorkOrder, insertEvidence, listEvidence, loadWorkOrderForUpdate } from './work-order-store.ts'

export interface NewEvidence {
  readonly fileName: string
  readonly mediaType: string
  readonly note: string
  readonly contentBase64: string
}

const REASONS: Readonly<Record<BlobFlaw, ReasonCode>> = {
  'too-large': 'blob.too_large',
  'type-mismatch': 'blob.type_mismatch',
  'name-invalid': 'blob.name_invalid',
}

/** @throws `work-order.wrong_state`, `work-order.too_much_evidence`, `blob.…`. */
export async function addEvidence(ctx: Ctx, id: string, input: NewEvidence): Promise<void> {
  const content = Buffer.from(input.contentBase64, 'base64')
  const file = { fileName: input.fileName.trim(), mediaType: input.mediaType, content }
  await ctx.inTx(async (tx) => {
    const order = ctx.authz.authorised(ctx, 'operate', 'work-order', await loadWorkOrderForUpdate(tx, id))
    const refusal = refuseStep('addEvidence', order, (await listEvidence(tx, [id])).length, [])
    if (refusal) refuse(refusal, { details: { limit: EVIDENCE_MAX } })
    const flaw = flawOfBlob(file, { mediaTypes: EVIDENCE_TYPES, sizeBytesMax: EVIDENCE_BYTES_MAX })
    if (flaw) refuse(REASONS[flaw], { details: { limitMiB: EVIDENCE_BYTES_MAX / 1_048_576 } })
    const blob = await databaseBlobStore.put(tx, ctx, file)
    const evidenceId = ctx.ids.next()
    await insertEvidence(tx, {
      id: evidenceId,
      work_order_id: id,
      blob_id: blob.id,
      note: input.note,
      added_by: nameOf(ctx),
      added_at: ctx.clock.now(),
    })
    const { contentBase64: _, ...described } = input
    await ctx.audit(tx, {
      noun: 'work-order',
      objectId: id,
      bodyId: order.body_id,
      after: { ...described, digest: blob.digest, sizeBytes: blob.sizeBytes },
    })
  })
}

/** The file itself, for whoever may see the order. */
export async function getEvidence(ctx: Ctx, id: string, evidenceId: string) {
  ctx.authz.authorised(ctx, 'view', 'work-order', await findWorkOrder(ctx.db, id))
  const found = (await listEvidence(ctx.db, [id])).find((one) => one.id === evidenceId)
  const blob = found === undefined ? null : await databaseBlobStore.find(ctx.db, found.blob_id)
  if (blob === null) return refuse('common.not_found')
  return { fileName: blob.fileName, contentType: blob.mediaType, content: blob.content }
}
