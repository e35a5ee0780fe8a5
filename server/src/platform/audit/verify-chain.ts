/**
 * The pure verifier: reads a chain in order and stops at the first entry that is not what it was when it was sealed.
 * It knows no database, so that ten thousand tampers can be tried against it in seconds (F23).
 */
import type { AuditCheckpoint } from '@yunheng/contract'
import { type ChainRow, chainHash, GENESIS_HASH } from './chain.ts'
import { isCheckpointSigned } from './checkpoint.ts'
import { type Finding, nameFlaw } from './name-flaw.ts'

export interface ChainSource {
  /** Rows in order of `seq`, those behind `afterSeq`, in batches; may be asked for more than once. */
  batches(afterSeq: number): AsyncIterable<readonly ChainRow[]> | Iterable<readonly ChainRow[]>
}

export interface KnownCheckpoint extends AuditCheckpoint {
  /** `inside`: from the database's own table. `outside`: kept where the database's owner cannot reach it. */
  readonly from: 'inside' | 'outside'
}

export interface VerifyOptions {
  readonly checkpoints: readonly KnownCheckpoint[]
  /** Keys that may sign checkpoints; a checkpoint by another key is itself a finding. */
  readonly trustedKeyIds: ReadonlySet<string>
  /** For tests that verify almost the same chain many times. */
  readonly hashOf?: (row: ChainRow) => string
}

export interface Verdict {
  readonly entryCount: number
  readonly lastSeq: number
  readonly lastHash: string | null
  readonly sampleCount: number
  readonly finding: Finding | null
}

export async function verifyChain(source: ChainSource, options: VerifyOptions): Promise<Verdict> {
  const hashOf = options.hashOf ?? chainHash
  const pending = toQueue(options)
  let previous: ChainRow | null = null
  let entryCount = 0
  let sampleCount = 0
  let provenSeq = 0
  const verdict = (finding: Finding | null): Verdict => ({
    entryCount,
    lastSeq: previous?.seq ?? 0,
    lastHash: previous?.hash ?? null,
    sampleCount,
    finding,
  })
  for await (const batch of source.batches(0)) {
    for (const row of batch) {
      if (isBroken(previous, row, hashOf)) return verdict(await nameFlaw(source, previous, row, hashOf))
      if (isBackDated(previous, row)) return verdict({ flaw: 'back-dated', seq: row.seq, lastSeq: row.seq })
      while (pending[0]?.seq === row.seq) {
        const checkpoint = pending.shift() as KnownCheckpoint
        if (checkpoint.hash !== row.hash) return verdict(replaced(checkpoint, row, provenSeq))
        provenSeq = row.seq
      }
      entryCount += 1
      if (isSample(row)) sampleCount += 1
      previous = row
    }
  }
  return verdict(shortened(pending, previous?.seq ?? 0) ?? forged(options))
}

function isBroken(previous: ChainRow | null, row: ChainRow, hashOf: (row: ChainRow) => string): boolean {
  return (
    row.seq !== (previous?.seq ?? 0) + 1 ||
    row.previousHash !== (previous?.hash ?? GENESIS_HASH) ||
    row.hash !== hashOf(row)
  )
}

/** Longest time between act, record and seal that an honest clock and a slow transaction can explain. */
const SLACK_MS = 3_600_000
/** Length of `2026-03-01T08`. */
const HOUR_PREFIX = 13
const ISO_LENGTH = 24

/**
 * A sound seal around a false time: the act claims an hour that the database did not see, or an entry says it was
 * recorded long before entries that were sealed ahead of it. Sample history is marked as such instead.
 */
function isBackDated(previous: ChainRow | null, row: ChainRow): boolean {
  if (previous !== null && row.sealedAt < previous.sealedAt) return true
  if (previous !== null && isLongBefore(row.recordedAt, previous.sealedAt)) return true
  if (isLongBefore(row.sealedAt, row.recordedAt)) return true
  if (isSample(row)) return false
  // The statement begins with the time of the act.
  const at = row.statement.slice(0, ISO_LENGTH)
  return isLongBefore(at, row.recordedAt) || isLongBefore(row.recordedAt, at)
}

/** More than the slack. Within the same clock hour, the usual case, no date has to be parsed. */
function isLongBefore(earlier: string, later: string): boolean {
  if (earlier.startsWith(later.slice(0, HOUR_PREFIX))) return false
  return !(Date.parse(earlier) + SLACK_MS >= Date.parse(later))
}

function isSample(row: ChainRow): boolean {
  return row.statement.includes('"origin":"sample"')
}

/** Signed and trusted ones in order; the rest is reported by {@link forged} when the chain itself is sound. */
function toQueue(options: VerifyOptions): KnownCheckpoint[] {
  return options.checkpoints
    .filter((each) => isGenuine(each, options))
    .sort((left, right) => left.seq - right.seq)
}

const signed = new WeakMap<KnownCheckpoint, boolean>()

function isGenuine(checkpoint: KnownCheckpoint, options: VerifyOptions): boolean {
  const known = signed.get(checkpoint) ?? isCheckpointSigned(checkpoint)
  signed.set(checkpoint, known)
  return known && options.trustedKeyIds.has(checkpoint.keyId)
}

/**
 * The chain is sound in itself, but not the one that was signed for. When it reached that number only after the
 * signature, an older state had been restored and work went on from there; otherwise it was computed anew.
 */
function replaced(checkpoint: KnownCheckpoint, row: ChainRow, provenSeq: number): Finding {
  const flaw = row.sealedAt > checkpoint.at ? 'restored-backup' : 'rewritten'
  return { flaw, seq: provenSeq + 1, lastSeq: row.seq }
}

/**
 * A checkpoint speaks of an entry that is not there. If the database's own table still says so, only entries were cut
 * off; if only the one kept outside does, the database as a whole stands at an earlier state.
 */
function shortened(pending: readonly KnownCheckpoint[], lastSeq: number): Finding | null {
  const farthest = pending.at(-1)
  if (farthest === undefined) return null
  const flaw = pending.some((each) => each.from === 'inside') ? 'truncated' : 'restored-backup'
  return { flaw, seq: lastSeq + 1, lastSeq: farthest.seq }
}

function forged(options: VerifyOptions): Finding | null {
  const bad = options.checkpoints.find((each) => !isGenuine(each, options))
  return bad === undefined ? null : { flaw: 'checkpoint-invalid', seq: bad.seq, lastSeq: bad.seq }
}
