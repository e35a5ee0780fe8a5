/**
 * Issued files (已出具文件, R275): every file about money that left the platform whole, with its digests, so that whoever has one can ask
 * whether the platform issued it and it is unchanged.
 */
import {
  Bilingual,
  Id,
  Instant,
  Nullable,
  operation,
  PageOf,
  PageQuery,
  type Static,
  Strict,
  Type,
} from './base.ts'

/** 64 hexadecimal digits: SHA-256 or SM3 of the whole file. */
const Digest = Type.String({ pattern: '^[0-9a-fA-F]{64}$' })
/** Entries of one file that are told; the same content may have been fetched many times. */
export const ISSUES_TOLD_MAX = 20

export const IssuedFile = Strict({
  id: Id,
  /** What it shows: the operation by which it was exported. */
  title: Bilingual,
  fileName: Type.String(),
  sizeBytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String(),
  sm3: Type.String(),
  /** What it is about, where it is about one thing. */
  label: Nullable(Type.String()),
  /** As it was asked for. */
  filter: Type.Record(Type.String(), Type.Unknown()),
  issuedAt: Instant,
  /** Who fetched it, and for which body he acted, as they were called then. */
  issuedTo: Type.String(),
  issuedFor: Nullable(Type.String()),
})
export type IssuedFile = Static<typeof IssuedFile>

export const FileCheck = Strict({
  digest: Type.String(),
  /** The platform issued a file with exactly this content. */
  known: Type.Boolean(),
  /** How many of the times that it was issued are within the asker’s sight, the latest first: none does not mean unknown. */
  items: Type.Array(IssuedFile, { maxItems: ISSUES_TOLD_MAX }),
})
export type FileCheck = Static<typeof FileCheck>

export const issuedFileOperations = {
  list: operation({
    id: 'issued-file.list',
    method: 'GET',
    path: '/issued-files',
    title: { zh: '已出具文件列表', en: 'List issued files' },
    query: PageQuery({}),
    response: PageOf(IssuedFile),
    access: { action: 'list', noun: 'issued-file' },
    audit: { none: 'read' },
    reasons: [],
  }),
  check: operation({
    id: 'issued-file.check',
    method: 'POST',
    path: '/issued-files/check',
    title: { zh: '核验文件', en: 'Check a file' },
    body: Strict({ digest: Digest }),
    response: FileCheck,
    access: { action: 'view', noun: 'issued-file' },
    audit: { act: 'issued-file.check' },
    reasons: [],
  }),
} as const
