import type { Noun } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/index.ts'
import { noteEvent } from '../journal/index.ts'
import type { DomainEvent, EventDraft } from './event.ts'

/** Row of the outbox with its bookkeeping. */
export interface OutboxItem extends DomainEvent {
  readonly position: string
  readonly attempts: number
}

export async function insertEvent(tx: Tx, ctx: Pick<Ctx, 'ids' | 'clock'>, draft: EventDraft): Promise<void> {
  await noteEvent(tx, {
    event_id: ctx.ids.next(),
    type: draft.type,
    aggregate_noun: draft.noun,
    aggregate_id: draft.id,
    body_id: draft.bodyId,
    payload: JSON.stringify(draft.payload ?? {}),
    occurred_at: ctx.clock.now(),
  })
}

/**
 * The oldest undelivered events, at most `limit`, without those that wait behind a failed one of the same aggregate:
 * per aggregate the order is kept, across aggregates nothing blocks.
 */
export async function listDeliverable(tx: Tx, now: Date, limit: number): Promise<readonly OutboxItem[]> {
  const rows = await tx
    .selectFrom('outbox as o')
    .selectAll()
    .where('delivered_at', 'is', null)
    .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', now)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('outbox as earlier')
            .select(sql<number>`1`.as('one'))
            .where('earlier.delivered_at', 'is', null)
            .where('earlier.retry_at', '>', now)
            .whereRef('earlier.aggregate_id', '=', 'o.aggregate_id')
            .whereRef('earlier.id', '<', 'o.id'),
        ),
      ),
    )
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    position: row.id,
    id: row.event_id,
    type: row.type,
    noun: row.aggregate_noun as Noun,
    aggregateId: row.aggregate_id,
    bodyId: row.body_id,
    payload: row.payload as Record<string, unknown>,
    occurredAt: row.occurred_at,
    attempts: row.attempts,
  }))
}

export async function updateDelivered(tx: Tx, positions: readonly string[], now: Date): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ delivered_at: now })
    .where('id', 'in', [...positions])
    .execute()
}

export async function updateFailed(tx: Tx, item: OutboxItem, retryAt: Date, error: string): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ attempts: item.attempts + 1, retry_at: retryAt, last_error: error.slice(0, 500) })
    .where('id', '=', item.position)
    .execute()
}

/** True when this subscriber sees the event for the first time. */
export async function insertInbox(tx: Tx, subscriber: string, eventId: string, now: Date): Promise<boolean> {
  const result = await tx
    .insertInto('inbox')
    .values({ subscriber, event_id: eventId, handled_at: now })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Delivered events and their inbox marks older than `before` have done their work. */
export async function removeDelivered(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('outbox').where('delivered_at', '<', before).execute()
  await tx.deleteFrom('inbox').where('handled_at', '<', before).execute()
}
