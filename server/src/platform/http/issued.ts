/** Files that are known afterwards (R275): what leaves whole is noted with its digests; what breaks off is not. */
import { Readable } from 'node:stream'
import type { Noun, OperationSpec } from '@yunheng/contract'
import type { AuditEntry } from '../audit/audit-entry.ts'
import type { Ctx } from '../context.ts'
import { type FileDigests, fileDigests } from '../crypto/index.ts'
import type { Download } from './route.ts'

export interface SentFile extends FileDigests {
  /** The operation whose list or object it shows. */
  readonly operationId: string
  readonly noun: Noun
  readonly objectId: string | null
  readonly label: string | null
  /** As it was asked for, but for the object itself. */
  readonly filter: Readonly<Record<string, unknown>>
  /** Bodies whose matter it is. */
  readonly concerns: readonly string[]
  readonly fileName: string
}

export type RecordIssued = (ctx: Ctx, file: SentFile) => Promise<void>

/** The context, and the entry that was last written through it: exports are acts, and their entry says what was asked for. */
export function notingAudit(ctx: Ctx): { readonly ctx: Ctx; readonly entry: () => AuditEntry | null } {
  let last: AuditEntry | null = null
  return {
    ctx: {
      ...ctx,
      audit: (tx, entry) => {
        last = entry
        return ctx.audit(tx, entry)
      },
    },
    entry: () => last,
  }
}

/** The same download, noted once all of it but the last piece has gone: whoever has the whole file has one that is known. */
export function issuing(
  download: Download,
  of: {
    readonly ctx: Ctx
    readonly operation: OperationSpec
    readonly entry: AuditEntry | null
    readonly record: RecordIssued
  },
): Download {
  const what = subjectOf(download, of.operation, of.entry)
  if (what === null) return download
  const { fileName, concerns = [] } = download
  const note = (digests: FileDigests) => of.record(of.ctx, { ...what, ...digests, fileName, concerns })
  return {
    fileName,
    contentType: download.contentType,
    ...(download.sizeBytes === undefined ? {} : { sizeBytes: download.sizeBytes }),
    content: passDigested(download.content, note),
  }
}

type Subject = Pick<SentFile, 'operationId' | 'noun' | 'objectId' | 'label' | 'filter'>

function subjectOf(
  { issuedAs }: Download,
  { id, access }: OperationSpec,
  entry: AuditEntry | null,
): Subject | null {
  if (issuedAs === null) return null
  if (issuedAs !== undefined) return { ...issuedAs, objectId: null, label: null }
  if (typeof access === 'string') return null
  const after = (entry?.after ?? {}) as Readonly<Record<string, unknown>>
  const asked = (after.filter ?? after) as Readonly<Record<string, unknown>>
  const objectId = entry?.objectId ?? null
  return {
    operationId: id,
    noun: access.noun,
    objectId,
    label: entry?.label ?? null,
    filter: Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== objectId)),
  }
}

/**
 * The content as it is, digested in the same pass. The last piece is held back until `whole` is done, so that nobody has the whole of a
 * file that is not noted; where it fails, or the reader goes away before, there is no whole file either.
 */
export function passDigested(
  content: Readable | Buffer,
  whole: (digests: FileDigests) => Promise<void>,
): Readable {
  return Readable.from(pieces(Buffer.isBuffer(content) ? [content] : content, whole))
}

async function* pieces(
  content: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array>,
  whole: (digests: FileDigests) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const running = fileDigests()
  let held: Uint8Array | null = null
  for await (const chunk of content) {
    const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    if (piece.length === 0) continue
    running.update(piece)
    if (held !== null) yield held
    held = piece
  }
  await whole(running.digests())
  if (held !== null) yield held
}
