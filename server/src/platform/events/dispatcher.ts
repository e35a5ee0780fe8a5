import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import type { Database, Tx } from '../db/index.ts'
import { SCOPE_ALL } from '../db/index.ts'
import { createLoop, type Loop } from '../loop.ts'
import type { DomainEvent } from './event.ts'
import {
  insertInbox,
  listDeliverable,
  type OutboxItem,
  removeDelivered,
  updateDelivered,
  updateFailed,
} from './outbox-store.ts'

/** Reacts to facts of other modules, in its own transaction, by calling its own module's use cases. */
export interface Subscriber {
  /** `<module>.<what>`, unique: key of the inbox. Renaming it replays nothing but forgets what was handled. */
  readonly name: string
  readonly types: readonly string[]
  handle(ctx: Ctx, tx: Tx, event: DomainEvent): Promise<void>
}

export type Dispatcher = Loop

const BATCH = 100
/** Channel on which API processes hear what changed, to push it to open pages. */
export const CHANGES_CHANNEL = 'yunheng_changes'
const KEEP_DAYS = 14

/**
 * Delivers the outbox: at least once, in order per aggregate, one process at a time (advisory lock). It polls, because a
 * NOTIFY in every business transaction would serialise their commits (PostgreSQL takes one lock for it until the flush).
 */
export function createDispatcher(
  database: Database,
  makeCtx: () => Ctx,
  subscribers: readonly Subscriber[],
): Dispatcher {
  const byType = new Map<string, Subscriber[]>()
  for (const subscriber of subscribers) {
    for (const type of subscriber.types) byType.set(type, [...(byType.get(type) ?? []), subscriber])
  }
  return createLoop({
    name: 'events',
    intervalMs: 200,
    log: makeCtx().log,
    pass: () => dispatchOnce(database, makeCtx(), byType),
  })
}

/** One batch. Returns true when there may be more. */
async function dispatchOnce(
  database: Database,
  ctx: Ctx,
  byType: ReadonlyMap<string, readonly Subscriber[]>,
): Promise<boolean> {
  return database.inTx(SCOPE_ALL, async (tx) => {
    const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(4711, 2) as mine`.execute(tx)
    if (!lock.rows[0]?.mine) return false
    const now = ctx.clock.now()
    const items = await listDeliverable(tx, now, BATCH)
    if (items.length === 0) {
      await removeDelivered(tx, new Date(now.getTime() - KEEP_DAYS * 86_400_000))
      return false
    }
    const delivered: OutboxItem[] = []
    const blocked = new Set<string>()
    for (const item of items) {
      if (blocked.has(item.aggregateId)) continue
      const error = await deliver(database, ctx, item, byType.get(item.type) ?? [])
      if (error === null) {
        delivered.push(item)
      } else {
        blocked.add(item.aggregateId)
        ctx.log.error(
          { err: error, event: item.type, eventId: item.id },
          'a subscriber failed; the event will be retried',
        )
        const waitMs = Math.min(300_000, 1000 * 2 ** Math.min(item.attempts, 9))
        await updateFailed(tx, item, new Date(now.getTime() + waitMs), String(error))
      }
    }
    if (delivered.length > 0) {
      await updateDelivered(
        tx,
        delivered.map((item) => item.position),
        now,
      )
      await announce(tx, delivered)
    }
    return items.length === BATCH
  })
}

async function deliver(
  database: Database,
  ctx: Ctx,
  event: DomainEvent,
  subscribers: readonly Subscriber[],
): Promise<unknown> {
  try {
    for (const subscriber of subscribers) {
      await database.inTx(SCOPE_ALL, async (tx) => {
        if (await insertInbox(tx, subscriber.name, event.id, ctx.clock.now()))
          await subscriber.handle(ctx, tx, event)
      })
    }
    return null
  } catch (error) {
    return error
  }
}

/** NOTIFY payloads are bounded at 8,000 bytes: one message per event, ids only. */
async function announce(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  for (const event of events) {
    const change = { type: event.type, noun: event.noun, id: event.aggregateId, bodyId: event.bodyId }
    await sql`select pg_notify(${CHANGES_CHANNEL}, ${JSON.stringify(change)})`.execute(tx)
  }
}
