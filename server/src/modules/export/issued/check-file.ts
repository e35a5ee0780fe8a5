/** Whether a file is one that the platform issued, and what of it may be told to whoever asks (R275). */
import {
  type FileCheck,
  ISSUES_TOLD_MAX,
  type IssuedFile,
  NOUNS,
  type Noun,
  operations,
} from '@yunheng/contract'
import { actingPost, personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type PageRequest } from '../../../platform/db/index.ts'
import { findIssues, type IssuedRow, isIssued, listIssues } from './issued-file-store.ts'

const titleOf = (id: string) =>
  operations.find((operation) => operation.id === id)?.title ?? { zh: id, en: id }

const toIssued = (row: IssuedRow): IssuedFile => ({
  id: row.id,
  title: { ...titleOf(row.operation) },
  fileName: row.file_name,
  sizeBytes: Number(row.size_bytes),
  sha256: row.sha256,
  sm3: row.sm3,
  label: row.label,
  filter: { ...row.filter },
  issuedAt: row.issued_at.toISOString(),
  issuedTo: row.person_name,
  issuedFor: row.body_name,
})

export async function listSeenIssues(ctx: Ctx, page: PageRequest) {
  return listIssues(ctx.authz.require(ctx, 'list', 'issued-file'), page, toIssued)
}

/**
 * Told is that it is known; when, what and for whom only to whoever fetched it himself, may see what it shows, or reads the register, and
 * has it within his sight.
 */
export async function checkFile(ctx: Ctx, asked: string): Promise<FileCheck> {
  ctx.authz.require(ctx, 'view', 'issued-file')
  const digest = asked.toLowerCase()
  const readsAll = ctx.authz.may(ctx.actor, 'list', 'issued-file')
  // Of some nouns there are only lists.
  const sees = (noun: Noun) =>
    ctx.authz.may(ctx.actor, 'view', noun) || ctx.authz.may(ctx.actor, 'list', noun)
  const nouns = NOUNS.filter((noun) => readsAll || sees(noun))
  return ctx.inTx(async (tx) => {
    const known = await elevated(tx, () => isIssued(tx, digest))
    const by = { nouns, personId: personIdOf(ctx.actor) }
    const items = known ? (await findIssues(tx, digest, by, ISSUES_TOLD_MAX)).map(toIssued) : []
    await ctx.audit(tx, {
      noun: 'issued-file',
      objectId: items[0]?.id ?? null,
      label: items[0]?.fileName ?? digest.slice(0, 16),
      bodyId: actingPost(ctx.actor)?.bodyId ?? null,
      after: { digest, known },
    })
    return { digest, known, items }
  })
}
