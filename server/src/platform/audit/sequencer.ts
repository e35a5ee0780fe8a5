/**
 * The one sequencer (decision 0021): moves pending entries into the chain in batches, so that business transactions do
 * not queue on a lock (a chain lock in each transaction measured 200–600 commits/s in all; group commit 11–53 thousand).
 * Every worker runs one; the advisory lock lets one at a time through, and another simply goes on if it dies.
 */
import type { AuditCheckpoint } from '@yunheng/contract'
import type pg from 'pg'
import type { Clock } from '../clock.ts'
import type { Sm2PrivateKey } from '../crypto/index.ts'
import type { Logger } from '../log/index.ts'
import { createLoop, type Loop } from '../loop.ts'
import { sealInto } from './chain.ts'
import { signCheckpoint } from './checkpoint.ts'
import {
  findLastCheckpoint,
  hasPending,
  insertCheckpoint,
  movePending,
  readPending,
  readTail,
  tryLockChain,
  vacuumPending,
} from './sequencer-store.ts'

export interface SequencerOptions {
  readonly owner: pg.Pool
  readonly clock: Clock
  readonly log: Logger
  /** Asked for when the first checkpoint is due: the key lies in the secrets, which may need the database. */
  signingKey(): Promise<Sm2PrivateKey>
  /** Keeps a new checkpoint where the database's owner cannot reach it. */
  keepOutside(checkpoint: AuditCheckpoint): Promise<void>
  readonly batchSize?: number
  readonly intervalMs?: number
  readonly checkpointEveryMs?: number
}

const BATCH_SIZE = 2000
/** Sealed "within a second". Fewer and larger batches disturb business less, and each costs the disk a flush. */
const INTERVAL_MS = 500
const CHECKPOINT_EVERY_MS = 10 * 60_000
const CHECKPOINT_EVERY_ENTRIES = 10_000
const VACUUM_EVERY_ENTRIES = 20_000
/** How often an idle sequencer looks whether entries still wait for a checkpoint. */
const LOOK_EVERY_MS = 30_000

export function createSequencer(options: SequencerOptions): Loop {
  const batchSize = options.batchSize ?? BATCH_SIZE
  let sinceVacuum = VACUUM_EVERY_ENTRIES
  let lookAt = 0
  const pass = async () => {
    let more = false
    if (await hasPending(options.owner)) {
      const count = await sealBatch(options.owner, batchSize)
      more = count === batchSize
      if (count > 0) lookAt = 0
      sinceVacuum += count
      if (sinceVacuum >= VACUUM_EVERY_ENTRIES && count > 0) {
        sinceVacuum = 0
        await options.owner.connect().then((client) => vacuumPending(client).finally(() => client.release()))
      }
    }
    const now = options.clock.now().getTime()
    if (now >= lookAt) {
      await checkpointWhenDue(options)
      lookAt = now + LOOK_EVERY_MS
    }
    return more
  }
  return createLoop({
    name: 'audit-sequencer',
    intervalMs: options.intervalMs ?? INTERVAL_MS,
    log: options.log,
    pass,
  })
}

/** One batch in one transaction: all of it is in the chain, or none of it left pending. Answers how many. */
export async function sealBatch(owner: pg.Pool, batchSize: number): Promise<number> {
  const client = await owner.connect()
  try {
    await client.query('begin')
    const count = (await tryLockChain(client)) ? await sealLocked(client, batchSize) : 0
    await client.query('commit')
    client.release()
    return count
  } catch (error) {
    // The connection's state is not known any more: it is closed, which also rolls back.
    client.release(true)
    throw error
  }
}

async function sealLocked(client: pg.ClientBase, batchSize: number): Promise<number> {
  const pending = await readPending(client, batchSize)
  if (pending.length === 0) return 0
  const { tail, now } = await readTail(client)
  await movePending(client, pending, sealInto(tail, pending, now.toISOString()))
  return pending.length
}

async function checkpointWhenDue(options: SequencerOptions): Promise<void> {
  const { tail } = await options.owner
    .connect()
    .then((client) => readTail(client).finally(() => client.release()))
  const last = await findLastCheckpoint(options.owner)
  const behind = tail.seq - (last?.seq ?? 0)
  const age = options.clock.now().getTime() - Date.parse(last?.at ?? '1970-01-01')
  const due = behind >= CHECKPOINT_EVERY_ENTRIES || age >= (options.checkpointEveryMs ?? CHECKPOINT_EVERY_MS)
  if (behind > 0 && due) await signTail(options)
}

/** Signs for the newest entry and keeps the result inside and outside. Null when the chain is empty. */
export async function signTail(
  options: Pick<SequencerOptions, 'owner' | 'clock' | 'signingKey' | 'keepOutside'>,
): Promise<AuditCheckpoint | null> {
  const client = await options.owner.connect()
  const { tail } = await readTail(client).finally(() => client.release())
  if (tail.seq === 0) return null
  const known = await findLastCheckpoint(options.owner)
  if (known?.seq === tail.seq) return known
  const now = new Date(Math.max(options.clock.now().getTime(), tail.sealedAt.getTime()))
  const checkpoint = signCheckpoint(await options.signingKey(), tail, now)
  // Outside first: a checkpoint that only the outside knows proves as much, one that it misses proves less.
  await options.keepOutside(checkpoint)
  return (await insertCheckpoint(options.owner, checkpoint))
    ? checkpoint
    : await findLastCheckpoint(options.owner)
}
