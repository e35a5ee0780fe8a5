import type pg from 'pg'
import type { Database, Scope } from '../db/index.ts'
import { CHANGES_CHANNEL } from '../events/index.ts'
import type { Logger } from '../log/index.ts'

/** What open pages are told: something about this object changed. They ask for it again, under their own scope. */
export interface Change {
  readonly type: string
  readonly noun: string
  readonly id: string
  readonly bodyId: string | null
}

export interface LiveFeed {
  start(): Promise<void>
  stop(): Promise<void>
  /** Changes that this scope may know of, until the signal ends. A reader that lags is told to reload everything. */
  follow(scope: Scope, signal: AbortSignal): AsyncIterable<Change | 'lost'>
}

const QUEUE_MAX = 500
const RECONNECT_MS = 1000

interface Reader {
  readonly scope: Scope
  readonly queue: (Change | 'lost')[]
  wake: (() => void) | null
}

/** One listening connection per process, however many pages are open. */
export function createLiveFeed(database: Database, log: Logger): LiveFeed {
  const readers = new Set<Reader>()
  let client: pg.PoolClient | null = null
  let stopped = false
  let retry: NodeJS.Timeout | undefined

  const push = (reader: Reader, change: Change | 'lost') => {
    if (reader.queue.length >= QUEUE_MAX) reader.queue.splice(0, reader.queue.length, 'lost')
    else reader.queue.push(change)
    reader.wake?.()
  }
  const connect = async (): Promise<void> => {
    if (stopped) return
    try {
      const fresh = await database.owner.connect()
      client = fresh
      fresh.on('notification', (message) => {
        const change = JSON.parse(message.payload ?? 'null') as Change
        for (const reader of readers) if (sees(reader.scope, change)) push(reader, change)
      })
      fresh.once('error', (error) => reconnect(fresh, error))
      await fresh.query(`listen ${CHANGES_CHANNEL}`)
      // What happened while nobody listened is unknown: everybody reloads.
      for (const reader of readers) push(reader, 'lost')
    } catch (error) {
      reconnect(client, error)
    }
  }
  const reconnect = (broken: pg.PoolClient | null, error: unknown) => {
    if (stopped) return
    log.warn({ err: error }, 'the live feed lost its connection')
    if (client === broken) client = null
    broken?.release(true)
    clearTimeout(retry)
    retry = setTimeout(() => void connect(), RECONNECT_MS)
  }
  return {
    start: connect,
    async stop() {
      stopped = true
      clearTimeout(retry)
      client?.release(true)
      client = null
      for (const reader of readers) reader.wake?.()
    },
    async *follow(scope, signal) {
      const reader: Reader = { scope, queue: [], wake: null }
      readers.add(reader)
      const wake = () => reader.wake?.()
      signal.addEventListener('abort', wake)
      try {
        while (!signal.aborted && !stopped) {
          const next = reader.queue.shift()
          if (next !== undefined) yield next
          else {
            await new Promise<void>((resolve) => {
              reader.wake = resolve
            })
            reader.wake = null
          }
        }
      } finally {
        signal.removeEventListener('abort', wake)
        readers.delete(reader)
      }
    },
  }
}

function sees(scope: Scope, change: Change): boolean {
  if (scope.all) return true
  return change.bodyId !== null && scope.bodyIds.includes(change.bodyId)
}
