import {
  type BodyOf,
  EVIDENCE_BYTES_MAX,
  EVIDENCE_TYPES,
  type budgetListOperations as operations,
  type ReasonCode,
  type ResponseOf,
} from '@yunheng/contract'
import { type BlobFlaw, databaseBlobStore, flawOfBlob } from '../../../platform/blob/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findBody } from '../../organisation/index.ts'
import { rulesOnDay } from '../../rule/index.ts'
import { findSystem, loadSystemForUpdate } from '../../system/index.ts'
import { countEvidence, findEvidenceBlob, insertEvidence } from './check-store.ts'

const FILES_MAX = 20
const REASONS: Readonly<Record<BlobFlaw, ReasonCode>> = {
  'too-large': 'blob.too_large',
  'type-mismatch': 'blob.type_mismatch',
  'name-invalid': 'blob.name_invalid',
}

/** Whether the caller speaks for the office of the leading group. */
export async function isLeadingGroup({ actor }: Ctx, db: Db): Promise<boolean> {
  if (actor.kind !== 'person' || actor.post === null) return false
  return (await findBody(db, actor.post.bodyId))?.kind === 'leading-group'
}

/** R273: the office of the leading group shows that a system should be on the cloud and is not. @throws `budget.…`, `blob.…`. */
export async function addStopFile(
  ctx: Ctx,
  systemId: string,
  input: BodyOf<typeof operations.addStopFile>,
): Promise<ResponseOf<typeof operations.addStopFile>> {
  const content = Buffer.from(input.contentBase64, 'base64')
  const file = { fileName: input.fileName.trim(), mediaType: input.mediaType, content }
  const { fiscalYear, note } = input
  return ctx.inTx(async (tx) => {
    const found = await loadSystemForUpdate(tx, systemId)
    const system = ctx.authz.authorised(ctx, 'operate', 'budget', found)
    const { actor } = ctx
    assert(actor.kind === 'person', 'the policy names roles of people')
    if (!(await isLeadingGroup(ctx, tx))) refuse('budget.not_leading_group')
    const book = await rulesOnDay(tx, dayInChina(ctx.clock.now()), null)
    const fromYear = book.integer('budget.stop.from-year').value
    if (fiscalYear < fromYear) refuse('budget.stop_too_early', { details: { year: fromYear } })
    if (system.deployment !== 'to-migrate' || system.lifecycle === 'retired') refuse('budget.stop_not_due')
    if ((await countEvidence(tx, systemId, fiscalYear)) >= FILES_MAX)
      refuse('budget.stop_too_many_files', { details: { limit: FILES_MAX } })
    const flaw = flawOfBlob(file, { mediaTypes: EVIDENCE_TYPES, sizeBytesMax: EVIDENCE_BYTES_MAX })
    if (flaw) refuse(REASONS[flaw], { details: { limitMiB: EVIDENCE_BYTES_MAX / 1_048_576 } })
    const blob = await databaseBlobStore.put(tx, ctx, file)
    const id = ctx.ids.next()
    const by = { added_by: actor.name, added_at: ctx.clock.now() }
    const row = { id, system_id: systemId, fiscal_year: fiscalYear, blob_id: blob.id, note, ...by }
    await insertEvidence(tx, row)
    const after = { fiscalYear, fileName: file.fileName, digest: blob.digest }
    const { code: label, body_id: bodyId } = system
    await ctx.audit(tx, { noun: 'system', objectId: systemId, label, bodyId, after })
    return {
      id,
      fileName: file.fileName,
      note,
      addedBy: by.added_by,
      addedAt: by.added_at.toISOString(),
    }
  })
}

/** The file itself, for whoever may see the system and the budget. */
export async function getStopFile(ctx: Ctx, systemId: string, fileId: string) {
  ctx.authz.authorised(ctx, 'view', 'budget', await findSystem(ctx.db, systemId))
  const blobId = await findEvidenceBlob(ctx.db, systemId, fileId)
  const blob = blobId === undefined ? null : await databaseBlobStore.find(ctx.db, blobId)
  if (blob === null) return refuse('common.not_found')
  return { fileName: blob.fileName, contentType: blob.mediaType, content: blob.content }
}
