/**
 * The chain (decision 0021): each sealed entry carries the SM3 digest of itself and of the digest before it. What is
 * digested is written here in full, so that anybody outside can check a chain with a dozen lines of his own.
 */
import { sm3Hex } from '../crypto/index.ts'

/** A row of `audit_entry` as it lies in the database; `content` is the exact text that was digested. */
export interface ChainRow {
  readonly seq: number
  readonly previousHash: string
  /** When the database took the entry, and when the sequencer sealed it: ISO 8601, milliseconds, UTC. */
  readonly recordedAt: string
  readonly sealedAt: string
  readonly content: string
  readonly hash: string
}

/** Stands before the first entry. */
export const GENESIS_HASH = '0'.repeat(64)

/** SM3("yunheng-audit/1\n" seq "\n" previousHash "\n" recordedAt "\n" sealedAt "\n" content), in UTF-8. */
export function chainHash(row: Omit<ChainRow, 'hash'>): string {
  return sm3Hex(
    `yunheng-audit/1\n${row.seq}\n${row.previousHash}\n${row.recordedAt}\n${row.sealedAt}\n${row.content}`,
  )
}

/** Seals entries behind the given tail, in order. */
export function sealInto(
  tail: Pick<ChainRow, 'seq' | 'hash'>,
  entries: readonly { readonly content: string; readonly recordedAt: string }[],
  sealedAt: string,
): ChainRow[] {
  let { seq, hash } = tail
  return entries.map(({ content, recordedAt }) => {
    seq += 1
    const unsealed = { seq, previousHash: hash, recordedAt, sealedAt, content }
    hash = chainHash(unsealed)
    return { ...unsealed, hash }
  })
}
