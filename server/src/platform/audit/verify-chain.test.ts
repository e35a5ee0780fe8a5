import type { AuditFlaw } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { canonicalJson, generateSm2Key, sm2KeyId, sm2PublicKeyOf } from '../crypto/index.ts'
import { type ChainRow, chainHash, GENESIS_HASH, sealInto, statementOf } from './chain.ts'
import { signCheckpoint } from './checkpoint.ts'
import { type KnownCheckpoint, verifyChain } from './verify-chain.ts'

const key = generateSm2Key()
const trustedKeyIds = new Set([sm2KeyId(sm2PublicKeyOf(key))])
const LENGTH = 1200
const START = Date.UTC(2026, 2, 1)

/** A small generator of its own (mulberry32): a failing round can be repeated by its number. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const iso = (ms: number) => new Date(START + ms).toISOString()

function statementFor(index: number, at = iso(index * 1000)): string {
  const content = canonicalJson({ v: 1, id: `e${index}`, actorName: '张三', origin: 'live' })
  const ids = { objectId: `o${index}`, personId: null, bodyId: null, actorBodyId: null }
  return statementOf({ at, act: 'request.submit', outcome: 'done', noun: 'request', ...ids, content })
}

/** Sealed in batches of 25, as the sequencer does. */
function aChain(length: number, tail = { seq: 0, hash: GENESIS_HASH }, label = 0): ChainRow[] {
  const rows: ChainRow[] = []
  let last = tail
  for (let from = tail.seq; from < tail.seq + length; from += 25) {
    const entries = Array.from({ length: Math.min(25, tail.seq + length - from) }, (_, offset) => ({
      statement: statementFor(from + offset + label, iso((from + offset) * 1000)),
      recordedAt: iso((from + offset) * 1000 + 3),
    }))
    rows.push(...sealInto(last, entries, iso((from + 25) * 1000)))
    last = rows.at(-1) as ChainRow
  }
  return rows
}

const chain = aChain(LENGTH)
const checkpointAt = (seq: number, from: 'inside' | 'outside', rows = chain): KnownCheckpoint => {
  const row = rows[seq - 1] as ChainRow
  return { ...signCheckpoint(key, row, new Date(Date.parse(row.sealedAt) + 10)), from }
}
/** Every 240 entries inside the database, and the newest one kept outside. */
const inside = [240, 480, 720, 960].map((seq) => checkpointAt(seq, 'inside'))
const outside = [checkpointAt(LENGTH, 'outside')]

/** Rows that a tamper leaves alone keep their identity: their digest is computed once in all ten thousand rounds. */
const digests = new WeakMap<ChainRow, string>()
for (const row of chain) digests.set(row, row.hash)
const hashOf = (row: ChainRow) => digests.get(row) ?? chainHash(row)

const verify = (
  rows: readonly ChainRow[],
  checkpoints: readonly KnownCheckpoint[] = [...inside, ...outside],
) =>
  verifyChain(
    { batches: (afterSeq) => [rows.filter((row) => row.seq > afterSeq)] },
    { checkpoints, trustedKeyIds, hashOf },
  )

interface Tamper {
  readonly rows: ChainRow[]
  readonly checkpoints?: readonly KnownCheckpoint[]
  readonly flaws: readonly AuditFlaw[]
  /** The finding must begin here, or its range must cover it. */
  readonly seq: number
  readonly exact: boolean
}

const rehashed = (row: Omit<ChainRow, 'hash'>): ChainRow => ({ ...row, hash: chainHash(row) })
const renumber = (rows: readonly ChainRow[]) =>
  rows.map((row, index) => (row.seq === index + 1 ? row : { ...row, seq: index + 1 }))
const at = (rows: readonly ChainRow[], index: number) => rows[index] as ChainRow

function flipBit(text: string, below: (limit: number) => number): string {
  const bytes = Buffer.from(text, 'utf8')
  const place = below(bytes.length)
  bytes[place] = (bytes[place] as number) ^ (1 << below(7))
  return bytes.toString('latin1') === Buffer.from(text).toString('latin1')
    ? `${text}x`
    : bytes.toString('utf8')
}

const tampers: Record<string, (below: (limit: number) => number) => Tamper> = {
  'a bit in any field'(below) {
    const k = below(LENGTH)
    const field = (['statement', 'hash', 'previousHash', 'recordedAt', 'sealedAt'] as const)[
      below(5)
    ] as 'statement'
    const rows = chain.with(k, { ...at(chain, k), [field]: flipBit(at(chain, k)[field], below) })
    return { rows, flaws: ['altered'], seq: k + 1, exact: true }
  },
  'an edited entry'(below) {
    const k = below(LENGTH)
    const rows = chain.with(k, { ...at(chain, k), statement: statementFor(LENGTH + below(9999)) })
    return { rows, flaws: ['altered'], seq: k + 1, exact: true }
  },
  'an edited entry with its own digest computed anew'(below) {
    const k = below(LENGTH)
    const rows = chain.with(
      k,
      rehashed({ ...at(chain, k), statement: statementFor(LENGTH + 7, at(chain, k).recordedAt) }),
    )
    // A checkpoint that stands on this very entry sees the change first, and calls it by its name.
    return { rows, flaws: ['altered', 'rewritten'], seq: k + 1, exact: false }
  },
  'removed entries'(below) {
    const k = below(LENGTH - 30)
    return { rows: chain.toSpliced(k, 1 + below(20)), flaws: ['removed'], seq: k + 1, exact: true }
  },
  'removed entries, the rest renumbered'(below) {
    const k = below(LENGTH - 30)
    return { rows: renumber(chain.toSpliced(k, 1 + below(20))), flaws: ['removed'], seq: k + 1, exact: true }
  },
  'inserted entries, the rest renumbered'(below) {
    const k = below(LENGTH)
    const forged = Array.from({ length: 1 + below(5) }, (_, index) => ({
      ...at(chain, k),
      statement: statementFor(7000 + index),
    }))
    return { rows: renumber(chain.toSpliced(k, 0, ...forged)), flaws: ['inserted'], seq: k + 1, exact: true }
  },
  'an inserted entry that fits behind the one before it'(below) {
    const k = below(LENGTH - 1)
    const near = at(chain, k)
    const forged = rehashed({ ...near, seq: k + 1, statement: statementFor(7000, near.recordedAt) })
    const rows = renumber(chain.toSpliced(k, 0, forged))
    return { rows, flaws: ['inserted', 'rewritten'], seq: k + 1, exact: false }
  },
  'two entries whose contents were exchanged'(below) {
    const [k, m] = twoPlaces(below)
    const rows = chain
      .with(k, { ...at(chain, k), statement: at(chain, m).statement })
      .with(m, { ...at(chain, m), statement: at(chain, k).statement })
    return { rows, flaws: ['swapped'], seq: k + 1, exact: true }
  },
  'two rows exchanged as a whole'(below) {
    const [k, m] = twoPlaces(below)
    const rows = chain.with(k, { ...at(chain, m), seq: k + 1 }).with(m, { ...at(chain, k), seq: m + 1 })
    return { rows, flaws: ['swapped'], seq: k + 1, exact: true }
  },
  'a tail cut off'(below) {
    const k = 1 + below(LENGTH - 1)
    const rows = chain.slice(0, k)
    return { rows, flaws: k < 960 ? ['truncated'] : ['restored-backup'], seq: k + 1, exact: true }
  },
  'a chain computed anew from some entry on'(below) {
    const k = below(LENGTH)
    const changed = chain.slice(k).map((row, index) => ({
      ...row,
      statement: index === 0 ? statementFor(8000, row.recordedAt) : row.statement,
    }))
    const rows = chain.slice(0, k)
    for (const row of changed)
      rows.push(rehashed({ ...row, previousHash: rows.at(-1)?.hash ?? GENESIS_HASH }))
    return { rows, flaws: ['rewritten'], seq: k + 1, exact: false }
  },
  'an old backup, with work going on from there'(below) {
    const k = 25 * (1 + below(LENGTH / 25 - 2))
    const rows = chain.slice(0, k)
    const later = START + (LENGTH + 100) * 1000
    for (let index = k; index < LENGTH + 10; index += 1) {
      const time = new Date(later + index * 10).toISOString()
      const tail = at(rows, index - 1)
      rows.push(...sealInto(tail, [{ statement: statementFor(index, time), recordedAt: time }], time))
    }
    // The backup brings back its own checkpoint table; only what was kept outside knows of the lost entries.
    const own = inside.filter((each) => each.seq <= k)
    return { rows, checkpoints: [...own, ...outside], flaws: ['restored-backup'], seq: k + 1, exact: false }
  },
  'an entry sealed by a clock set back'(below) {
    const tail = at(chain, LENGTH - 1)
    const back = new Date(Date.parse(tail.sealedAt) - 1000 - below(1e9)).toISOString()
    const rows = [...chain, ...sealInto(tail, [{ statement: statementFor(1, back), recordedAt: back }], back)]
    return { rows, flaws: ['back-dated'], seq: LENGTH + 1, exact: true }
  },
  'an entry that claims an earlier time'(below) {
    const tail = at(chain, LENGTH - 1)
    const back = new Date(Date.parse(tail.recordedAt) - 3_700_000 - below(1e9)).toISOString()
    const recordedAt = below(2) === 0 ? back : tail.sealedAt
    const rows = [
      ...chain,
      ...sealInto(tail, [{ statement: statementFor(1, back), recordedAt }], tail.sealedAt),
    ]
    return { rows, flaws: ['back-dated'], seq: LENGTH + 1, exact: true }
  },
}

function twoPlaces(below: (limit: number) => number): [number, number] {
  const k = below(LENGTH - 1)
  return [k, k + 1 + below(Math.min(200, LENGTH - 1 - k))]
}

describe('verifying a chain', () => {
  it('finds nothing in a sound one', async () => {
    const verdict = await verify(chain)
    expect(verdict).toEqual({
      entryCount: LENGTH,
      lastSeq: LENGTH,
      lastHash: at(chain, LENGTH - 1).hash,
      sampleCount: 0,
      finding: null,
    })
    expect((await verify([], [])).finding).toBeNull()
  })

  it('finds and locates each of 10,000 tampers of every kind (F23)', async () => {
    const kinds = Object.entries(tampers)
    const missed: string[] = []
    for (let round = 0; round < 10_000; round += 1) {
      const [name, tamper] = kinds[round % kinds.length] as (typeof kinds)[number]
      const { rows, checkpoints, flaws, seq, exact } = tamper(chance(round))
      const { finding } = await verify(rows, checkpoints)
      const located =
        finding !== null && (exact ? finding.seq === seq : finding.seq <= seq && seq <= finding.lastSeq)
      if (!located || !flaws.includes(finding.flaw))
        missed.push(`${name}, round ${round}: ${seq} ${JSON.stringify(finding)}`)
    }
    expect(missed).toEqual([])
  }, 600_000)

  it('cannot see a chain computed anew, or its tail cut off, without a checkpoint: that is what they are for', async () => {
    const anew = aChain(LENGTH, undefined, 9000)
    expect((await verify(anew, [])).finding).toBeNull()
    expect((await verify(anew, outside)).finding).toEqual({ flaw: 'rewritten', seq: 1, lastSeq: LENGTH })
    expect((await verify(chain.slice(0, 10), [])).finding).toBeNull()
  })

  it('reports a checkpoint that was changed, or signed by a key that is not the platform’s', async () => {
    const good = checkpointAt(100, 'outside')
    const changed = { ...good, hash: at(chain, 3).hash }
    const foreign = {
      ...signCheckpoint(generateSm2Key(), at(chain, 99), new Date(START)),
      from: 'outside' as const,
    }
    for (const bad of [changed, foreign]) {
      expect((await verify(chain, [bad])).finding).toEqual({
        flaw: 'checkpoint-invalid',
        seq: 100,
        lastSeq: 100,
      })
    }
    expect((await verify(chain, [good])).finding).toBeNull()
  })

  it('counts sample history apart instead of calling it back-dated', async () => {
    const statement = `2025-01-01T00:00:00.000Z\n${canonicalJson({ v: 1, origin: 'sample' })}`
    const rows = sealInto({ seq: 0, hash: GENESIS_HASH }, [{ statement, recordedAt: iso(0) }], iso(1))
    expect(await verify(rows, [])).toMatchObject({ finding: null, sampleCount: 1 })
  })
})
