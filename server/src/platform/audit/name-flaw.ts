/** Says what was done to a chain, once {@link verifyChain} has found where it no longer holds. */
import type { AuditFlaw } from '@yunheng/contract'
import { type ChainRow, GENESIS_HASH } from './chain.ts'

export interface Finding {
  readonly flaw: AuditFlaw
  /** First bad entry, and how far it can be told; the same when it is exact. */
  readonly seq: number
  readonly lastSeq: number
}

type HashOf = (row: ChainRow) => string
interface Rows {
  batches(afterSeq: number): AsyncIterable<readonly ChainRow[]> | Iterable<readonly ChainRow[]>
}

/** How many entries behind the first bad one are looked at to tell a shift from a change. */
const LOOK_AHEAD = 64

/** `before` is the last good row, `row` the first that does not follow from it. */
export async function nameFlaw(
  source: Rows,
  before: ChainRow | null,
  row: ChainRow,
  hashOf: HashOf,
): Promise<Finding> {
  const expected = (before?.seq ?? 0) + 1
  if (row.seq > expected) return at('removed', expected, row.seq - 1)
  if (row.seq < expected) return at('inserted', row.seq)
  const ahead = await rowsFrom(source, row)
  if (hashOf(row) === row.hash) return nameBrokenLink(before, row, ahead[0] ?? null)
  return (
    nameShift(row, ahead, hashOf) ??
    (await nameSwap(source, before, row, ahead[0] ?? null, hashOf)) ??
    at('altered', row.seq)
  )
}

function at(flaw: AuditFlaw, seq: number, lastSeq: number = seq): Finding {
  return { flaw, seq, lastSeq }
}

/**
 * The row is sound in itself but does not name the row before it: one of the two was exchanged together with its own
 * hash. The one that the next row vouches for is the true one; at the very end nobody vouches, and both are named.
 */
function nameBrokenLink(before: ChainRow | null, row: ChainRow, next: ChainRow | null): Finding {
  if (before === null) return at('altered', row.seq)
  if (next === null) return at('altered', before.seq, row.seq)
  return next.previousHash === row.hash ? at('altered', before.seq) : at('altered', row.seq)
}

/** Rows behind a removed or inserted one were renumbered: each fits under another number, all by the same distance. */
function nameShift(row: ChainRow, ahead: readonly ChainRow[], hashOf: HashOf): Finding | null {
  const distance = shiftOf(row, hashOf)
  if (distance !== null) {
    const next = ahead[0]
    const together = next === undefined || shiftOf(next, hashOf) === distance
    if (!together)
      return at('swapped', Math.min(row.seq, row.seq + distance), Math.max(row.seq, row.seq + distance))
    return distance > 0
      ? at('removed', row.seq, row.seq + distance - 1)
      : at('inserted', row.seq + distance, row.seq - 1)
  }
  const shifted = ahead.find(
    (each) => hashOf(each) !== each.hash && shiftOf(each, hashOf) === row.seq - each.seq,
  )
  return shifted === undefined ? null : at('inserted', row.seq, shifted.seq - 1)
}

/** By how much a row's number was changed, when nothing else of it was. */
function shiftOf(row: ChainRow, hashOf: HashOf): number | null {
  for (let distance = 1; distance <= LOOK_AHEAD; distance += 1) {
    if (hashOf({ ...row, seq: row.seq + distance }) === row.hash) return distance
    if (row.seq > distance && hashOf({ ...row, seq: row.seq - distance }) === row.hash) return -distance
  }
  return null
}

/** Another row says what this one should: the two were exchanged, with or without their hashes. */
async function nameSwap(
  source: Rows,
  before: ChainRow | null,
  row: ChainRow,
  next: ChainRow | null,
  hashOf: HashOf,
): Promise<Finding | null> {
  const previousHash = before?.hash ?? GENESIS_HASH
  const wanted = new Set([row.hash, next?.previousHash])
  for await (const batch of source.batches(0)) {
    for (const other of batch) {
      // Of two exchanged rows both are broken.
      if (other.seq === row.seq || hashOf(other) === other.hash) continue
      const times = [row, other]
      const fits = times.some(({ recordedAt }) =>
        times.some(({ sealedAt }) =>
          wanted.has(hashOf({ ...row, previousHash, recordedAt, sealedAt, statement: other.statement })),
        ),
      )
      if (fits) return at('swapped', Math.min(row.seq, other.seq), Math.max(row.seq, other.seq))
    }
  }
  return null
}

async function rowsFrom(source: Rows, row: ChainRow): Promise<readonly ChainRow[]> {
  const found: ChainRow[] = []
  for await (const batch of source.batches(row.seq)) {
    found.push(...batch)
    if (found.length >= LOOK_AHEAD) break
  }
  return found.slice(0, LOOK_AHEAD)
}
