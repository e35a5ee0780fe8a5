/** From bytes as they were handed in to text: gzip unfolded within a bound, the encoding found out. Two passes, no copy. */
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { STATEMENT_UNFOLDED_BYTES_MAX } from '@yunheng/contract'
import { sm3Stream } from '../../../platform/crypto/index.ts'
import { refuse } from '../../../platform/errors.ts'

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

export interface Looked {
  readonly encoding: Encoding
  /** SM3 over the unfolded bytes: the same file is the same however it was compressed. */
  readonly digest: string
  readonly isWorkbook: boolean
}

const isGzip = (content: Buffer) => content[0] === 0x1f && content[1] === 0x8b
/** A ZIP archive, as a workbook is one. */
const isZip = (head: Uint8Array) =>
  head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04

const PIECE_BYTES = 256 * 1024

/** The bytes, unfolded; a small file that unfolds to a huge one stops at the bound. */
async function* bytesOf(content: Buffer): AsyncGenerator<Uint8Array> {
  if (!isGzip(content)) {
    for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES)
    return
  }
  let size = 0
  try {
    for await (const chunk of Readable.from([content]).pipe(createGunzip({ chunkSize: PIECE_BYTES }))) {
      size += (chunk as Buffer).length
      if (size > STATEMENT_UNFOLDED_BYTES_MAX) break
      yield chunk as Buffer
    }
  } catch (error) {
    // Z_BUF_ERROR: the archive ends before it should.
    const isCut = (error as { code?: unknown }).code === 'Z_BUF_ERROR'
    refuse(isCut ? 'statement.file_truncated' : 'statement.file_unreadable', { cause: error })
  }
  if (size > STATEMENT_UNFOLDED_BYTES_MAX) refuse('statement.file_too_large')
}

/** Reads it once: what it is, in which encoding, and its digest. @throws `statement.file_…`. */
export async function lookAt(content: Buffer): Promise<Looked> {
  const sum = sm3Stream()
  let head: Uint8Array | null = null
  let strict: InstanceType<typeof TextDecoder> | null = new TextDecoder('utf-8', { fatal: true })
  const check = (bytes: Uint8Array | null) => {
    try {
      if (bytes === null) strict?.decode()
      else strict?.decode(bytes, { stream: true })
    } catch {
      strict = null
    }
  }
  for await (const bytes of bytesOf(content)) {
    head ??= bytes.subarray(0, 4)
    sum.update(bytes)
    check(bytes)
  }
  check(null)
  if (head === null || head.length === 0) refuse('statement.file_empty')
  const first = head as Uint8Array
  return {
    digest: sum.digestHex(),
    isWorkbook: isZip(first),
    encoding: markOf(first) ?? (strict === null ? 'gb18030' : 'utf-8'),
  }
}

function markOf(head: Uint8Array): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null
}

/** The text, chunk by chunk, without the mark at its beginning. What cannot be decoded becomes U+FFFD, which no row may hold. */
export async function* textOf(content: Buffer, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const bytes of bytesOf(content)) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

/** Unfolded whole, for what cannot be read piece by piece. */
export async function wholeOf(content: Buffer): Promise<Buffer> {
  if (!isGzip(content)) return content
  const parts: Uint8Array[] = []
  for await (const bytes of bytesOf(content)) parts.push(bytes)
  return Buffer.concat(parts)
}
