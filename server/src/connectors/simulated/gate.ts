/**
 * The wire to a simulated cloud. Every call passes here once: it is recorded, waits as long as the wire takes, meets the
 * fault that a rule or the dice hold for it — before the work is done or after —, and only then has its answer.
 */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { ConnectorFault, type FaultKind, type ResourceKind } from '../../modules/cloud/connector.ts'
import type { Clock } from '../../platform/clock.ts'
import { draw, drawRef, drawWithin } from './chance.ts'
import {
  type CloudRow,
  countCalls,
  findCloud,
  insertCall,
  insertCloud,
  removeOldCalls,
  takeRule,
  updateCall,
  type Verb,
} from './cloud-store.ts'
import { settle } from './remove.ts'
import type { Room } from './room.ts'
import { DEFAULT_KNOBS, type Effect, type Knobs } from './simulated-knobs.ts'

export interface Call {
  readonly verb: Verb
  readonly kind: ResourceKind | null
  /** Resource id or external id. */
  readonly subject: string | null
  readonly projectRef: string | null
  readonly signal: AbortSignal
}

/** What a call does inside the cloud, in one transaction of the cloud's own. `outcome` goes into the record. */
export type Work<T> = (room: Room) => Promise<{ readonly answer: T; readonly outcome?: string }>

export interface Wire {
  call<T>(call: Call, work: Work<T>): Promise<T>
}

export interface WireOptions {
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly endpoint: string
  /** False for an address at which no simulated cloud can be. */
  readonly isAddress: boolean
  readonly accessKey: string
  readonly seed: number
  /** How the cloud is made when it is met for the first time. */
  readonly firstKnobs: Partial<Knobs>
  /** Servers that it then holds already. */
  readonly firstServers: number
}

export function digestOf(accessKey: string): string {
  return createHash('sha256').update(accessKey).digest('hex')
}

export function createWire(options: WireOptions): Wire {
  const { pool, clock, endpoint } = options
  const keyDigest = digestOf(options.accessKey)

  async function meet(): Promise<CloudRow> {
    const known = await findCloud(pool, endpoint)
    if (known) return known
    const knobs = { ...DEFAULT_KNOBS, ...options.firstKnobs }
    await inOwnTx(pool, (db) =>
      insertCloud(db, {
        endpoint,
        seed: options.seed,
        keyDigest,
        knobs,
        now: clock.now(),
        servers: options.firstServers,
      }),
    )
    return (await findCloud(pool, endpoint)) as CloudRow
  }

  async function pass<T>(cloud: CloudRow, call: Call, id: number, work: Work<T>) {
    const { knobs } = cloud
    const effect = await fateOf(cloud, call, id)
    if (knobs.down) throw new ConnectorFault('unreachable', 'connect ECONNREFUSED: no answer from the cloud')
    const wireMs = (knobs.slowness * drawWithin(knobs.latencyMs, cloud.seed, 'wire', call.verb, id)) / 2
    await wait(wireMs, call.signal)
    if (cloud.keyDigest !== keyDigest) {
      throw new ConnectorFault('unauthenticated', 'The request you have made requires authentication.')
    }
    if (knobs.nonsense)
      throw new ConnectorFault('nonsense', 'The answer is not JSON: "<html>It works!</html>"')
    if (hits(effect, 'before')) await strike(effect, call)
    const result = await inOwnTx(pool, (db) => work(roomOf(cloud, db, effect)))
    await wait(wireMs, call.signal)
    if (hits(effect, 'after')) await strike(effect, call)
    return result
  }

  function roomOf(cloud: CloudRow, db: pg.PoolClient, effect: Effect | null): Room {
    const fate = effect !== null && 'build' in effect ? effect : null
    return { db, cloud: endpoint, seed: cloud.seed, knobs: cloud.knobs, now: clock.now(), fate }
  }

  /** A rule first; then the dice, thrown with the seed for this very attempt on this very subject. */
  async function fateOf(cloud: CloudRow, call: Call, id: number): Promise<Effect | null> {
    const ruled = cloud.hasRules ? await takeRule(pool, endpoint, call) : null
    if (ruled !== null) return ruled
    const { failureRates, lostAnswerRate, buildErrorRate } = cloud.knobs
    const rates = Object.entries(failureRates) as [FaultKind, number][]
    if (rates.length === 0 && lostAnswerRate === 0 && buildErrorRate === 0) return null
    const attempt = await countCalls(pool, endpoint, { ...call, before: id })
    let dice = draw(cloud.seed, 'fate', call.verb, call.subject ?? '', attempt)
    for (const [fault, rate] of rates) {
      if (dice < rate) return { fault, when: 'before' }
      dice -= rate
    }
    if (dice < lostAnswerRate) return { fault: 'timeout', when: 'after' }
    const breaks = draw(cloud.seed, 'build', call.subject ?? '', attempt) < buildErrorRate
    return breaks && call.verb === 'ensure' ? { build: 'error' } : null
  }

  return {
    async call(call, work) {
      const began = performance.now()
      if (!options.isAddress) throw new ConnectorFault('unreachable', `getaddrinfo ENOTFOUND ${endpoint}`)
      const cloud = await meet()
      const { signal: _, ...recorded } = call
      const id = await insertCall(pool, endpoint, { ...recorded, at: clock.now() })
      if (id % 500 === 0) await removeOldCalls(pool, endpoint, cloud.knobs.callsKept)
      try {
        // In a transaction before the call's own, so that a refused call does not undo what has ripened.
        await inOwnTx(pool, (db) => settle(roomOf(cloud, db, null)))
        const { answer, outcome } = await pass(cloud, call, id, work)
        await updateCall(pool, id, outcome ?? 'ok', performance.now() - began)
        return answer
      } catch (error) {
        const outcome = error instanceof ConnectorFault ? error.fault : 'internal'
        await updateCall(pool, id, outcome, performance.now() - began)
        throw toFault(error, drawRef(cloud.seed, 'request', id))
      }
    },
  }
}

function hits(effect: Effect | null, when: 'before' | 'after'): effect is Exclude<Effect, { build: string }> {
  if (effect === null || 'build' in effect) return false
  if ('hang' in effect) return effect.hang === when
  return effect.when === when
}

async function strike(effect: Exclude<Effect, { build: string }>, call: Call): Promise<never> {
  if ('hang' in effect) {
    await wait(24 * 3_600_000, call.signal)
    throw new ConnectorFault('timeout', 'The cloud did not answer.')
  }
  throw new ConnectorFault(effect.fault, effect.words ?? WORDS[effect.fault], {
    retryAfterMs: effect.retryAfterMs ?? null,
  })
}

/** What the real ones say. */
const WORDS: { readonly [F in FaultKind]: string } = {
  unreachable: 'socket hang up',
  timeout: 'The cloud did not answer in time.',
  unauthenticated: 'The request you have made requires authentication.',
  forbidden: 'You are not authorized to perform the requested action.',
  'not-found': 'The resource could not be found.',
  conflict: 'There was a conflict when trying to complete your request.',
  quota: 'Quota exceeded for this project.',
  capacity: 'No valid host was found. There are not enough hosts available.',
  invalid: 'The request is malformed.',
  'rate-limited': 'This request was rate-limited.',
  nonsense: 'The answer is not JSON: "<html>It works!</html>"',
  internal: 'The server has either erred or is incapable of performing the requested operation.',
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    signal.throwIfAborted()
    if (ms > 0) await sleep(ms, undefined, { signal })
  } catch {
    throw new ConnectorFault('timeout', 'The caller stopped waiting.')
  }
}

/** Every fault carries the request id that the cloud gave; what is no fault is the cloud's own error. */
function toFault(error: unknown, cloudRequestId: string): ConnectorFault {
  if (!(error instanceof ConnectorFault)) {
    return new ConnectorFault('internal', WORDS.internal, { cloudRequestId, cause: error })
  }
  const isSilent = error.fault === 'unreachable' || error.fault === 'timeout'
  return new ConnectorFault(error.fault, error.message, {
    cloudRequestId: isSilent ? null : cloudRequestId,
    retryAfterMs: error.retryAfterMs,
    cause: error.cause,
  })
}

export async function inOwnTx<T>(pool: pg.Pool, body: (db: pg.PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect()
  let broken = false
  try {
    await db.query('begin')
    const result = await body(db)
    await db.query('commit')
    return result
  } catch (error) {
    await db.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    db.release(broken)
  }
}
