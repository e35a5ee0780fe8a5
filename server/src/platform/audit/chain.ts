/**
 * The chain (decision 0021): each sealed entry carries the SM3 digest of itself and of the digest before it. What is
 * digested is written here in full, so that anybody outside can check a chain with a dozen lines of his own.
 */
import { sm3Hex } from '../crypto/index.ts'

/** A row of `audit_entry` as it lies in the database. */
export interface ChainRow {
  readonly seq: number
  readonly previousHash: string
  /** When the database took the entry, and when the sequencer sealed it: ISO 8601, milliseconds, UTC. */
  readonly recordedAt: string
  readonly sealedAt: string
  /** What the entry says: {@link statementOf}. */
  readonly statement: string
  readonly hash: string
}

/** Stands before the first entry. */
export const GENESIS_HASH = '0'.repeat(64)

/** SM3("yunheng-audit/1\n" seq "\n" previousHash "\n" recordedAt "\n" sealedAt "\n" statement), in UTF-8. */
export function chainHash(row: Omit<ChainRow, 'hash'>): string {
  return sm3Hex(
    `yunheng-audit/1\n${row.seq}\n${row.previousHash}\n${row.recordedAt}\n${row.sealedAt}\n${row.statement}`,
  )
}

export interface Statement {
  /** ISO 8601, milliseconds, UTC. */
  readonly at: string
  readonly act: string
  readonly outcome: string
  readonly noun: string
  readonly objectId: string | null
  readonly personId: string | null
  readonly bodyId: string | null
  readonly actorBodyId: string | null
  /** The rest, as the very text that was written: canonical JSON. */
  readonly content: string
}

/**
 * The columns that entries are searched by, one a line, absent ones empty, then the text. The database lets no line break
 * into the columns, so that two different entries never give one statement.
 */
export function statementOf(entry: Statement): string {
  const { at, act, outcome, noun, objectId, personId, bodyId, actorBodyId, content } = entry
  const ids = `${objectId ?? ''}\n${personId ?? ''}\n${bodyId ?? ''}\n${actorBodyId ?? ''}`
  return `${at}\n${act}\n${outcome}\n${noun}\n${ids}\n${content}`
}

/** Seals entries behind the given tail, in order. */
export function sealInto(
  tail: Pick<ChainRow, 'seq' | 'hash'>,
  entries: readonly { readonly statement: string; readonly recordedAt: string }[],
  sealedAt: string,
): ChainRow[] {
  let { seq, hash } = tail
  return entries.map(({ statement, recordedAt }) => {
    seq += 1
    const unsealed = { seq, previousHash: hash, recordedAt, sealedAt, statement }
    hash = chainHash(unsealed)
    return { ...unsealed, hash }
  })
}
