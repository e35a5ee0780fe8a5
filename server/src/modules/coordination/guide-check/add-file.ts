import {
  type BodyOf,
  EVIDENCE_BYTES_MAX,
  EVIDENCE_TYPES,
  type guideCheckOperations,
  type ReasonCode,
} from '@yunheng/contract'
import { type BlobFlaw, databaseBlobStore, flawOfBlob } from '../../../platform/blob/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { holderOf } from '../actor-words.ts'
import { refuseCheckAct, sideOf } from './guide-check.ts'
import {
  findGuideCheck,
  insertFile,
  listFiles,
  listFindings,
  loadGuideCheckForUpdate,
} from './guide-check-store.ts'

const FILES_MAX = 20
const REASONS: Readonly<Record<BlobFlaw, ReasonCode>> = {
  'too-large': 'blob.too_large',
  'type-mismatch': 'blob.type_mismatch',
  'name-invalid': 'blob.name_invalid',
}

/** Evidence of a finding by the guide, or of what was put right by the body. @throws `guide-check.…`, `blob.…`. */
export async function addCheckFile(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof guideCheckOperations.addFile>,
): Promise<void> {
  const content = Buffer.from(input.contentBase64, 'base64')
  const file = { fileName: input.fileName.trim(), mediaType: input.mediaType, content }
  await ctx.inTx(async (tx) => {
    const found = await loadGuideCheckForUpdate(tx, id)
    const check = ctx.authz.authorised(ctx, 'operate', 'guide-check', found)
    const refusal = refuseCheckAct('addFile', check, [], ctx.actor)
    if (refusal) refuse(refusal)
    const { code, note } = input
    if (!(await listFindings(tx, id)).some((one) => one.code === code))
      refuse('guide-check.item_unknown', { details: { code } })
    const known = (await listFiles(tx, id)).filter((one) => one.code === code)
    if (known.length >= FILES_MAX) refuse('guide-check.too_many_files', { details: { limit: FILES_MAX } })
    const flaw = flawOfBlob(file, { mediaTypes: EVIDENCE_TYPES, sizeBytesMax: EVIDENCE_BYTES_MAX })
    if (flaw) refuse(REASONS[flaw], { details: { limitMiB: EVIDENCE_BYTES_MAX / 1_048_576 } })
    const blob = await databaseBlobStore.put(tx, ctx, file)
    const side = sideOf(check, ctx.actor)
    assert(side !== null, 'the rule lets in only the two sides')
    const by = { added_by: holderOf(ctx.actor).name, added_at: ctx.clock.now() }
    await insertFile(tx, { id: ctx.ids.next(), check_id: id, code, blob_id: blob.id, side, note, ...by })
    const after = { code, fileName: file.fileName, digest: blob.digest, sizeBytes: blob.sizeBytes }
    await ctx.audit(tx, { noun: 'guide-check', objectId: id, bodyId: check.body_id, after })
  })
}

/** The file itself, for whoever may see the check. */
export async function getCheckFile(ctx: Ctx, id: string, fileId: string) {
  ctx.authz.authorised(ctx, 'view', 'guide-check', await findGuideCheck(ctx.db, id))
  const found = (await listFiles(ctx.db, id)).find((one) => one.id === fileId)
  const blob = found === undefined ? null : await databaseBlobStore.find(ctx.db, found.blob_id)
  if (blob === null) return refuse('common.not_found')
  return { fileName: blob.fileName, contentType: blob.mediaType, content: blob.content }
}
