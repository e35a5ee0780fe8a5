import type { RequestEvent, RequestMessage } from '@yunheng/contract'
import { actingPerson } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Db, type PageRequest, readPage, type Tx } from '../../platform/db/index.ts'
import { type EventDetails, type EventKind, sentenceOf } from './request-event.ts'

/** Notes what happened, with who did it; the platform's own acts have no actor. */
export async function insertRequestEvent(
  tx: Tx,
  ctx: Ctx,
  requestId: string,
  event: EventKind,
  details: EventDetails = {},
  comment: string | null = null,
): Promise<void> {
  const person = actingPerson(ctx.actor)
  await tx
    .insertInto('request_event')
    .values({
      id: ctx.ids.next(),
      request_id: requestId,
      at: ctx.clock.now(),
      event,
      details: JSON.stringify(details),
      person_id: person?.personId ?? null,
      actor_name: person?.name ?? null,
      actor_body_name: person?.post?.bodyName ?? null,
      comment,
    })
    .execute()
}

/** Newest first. */
export async function pageEvents(db: Db, requestId: string, page: PageRequest) {
  const query = db.selectFrom('request_event').selectAll().where('request_id', '=', requestId)
  return readPage(
    query,
    page,
    { sort: 'id', id: 'id', cast: 'uuid', direction: 'desc' },
    (row) => [row.id, row.id],
    (row): RequestEvent => ({
      id: row.id,
      at: row.at.toISOString(),
      event: row.event as EventKind,
      text: sentenceOf(row.event as EventKind, row.details as EventDetails),
      actor: row.actor_name === null ? null : { name: row.actor_name, bodyName: row.actor_body_name },
      comment: row.comment,
    }),
  )
}

/** Oldest first, as people read a conversation. */
export async function pageMessages(db: Db, requestId: string, page: PageRequest) {
  const query = db.selectFrom('request_message').selectAll().where('request_id', '=', requestId)
  return readPage(
    query,
    page,
    { sort: 'id', id: 'id', cast: 'uuid', direction: 'asc' },
    (row) => [row.id, row.id],
    (row): RequestMessage => ({
      id: row.id,
      at: row.at.toISOString(),
      personId: row.person_id,
      name: row.name,
      bodyName: row.body_name,
      side: row.side,
      text: row.text,
    }),
  )
}

export async function insertMessage(tx: Tx, requestId: string, message: RequestMessage): Promise<void> {
  await tx
    .insertInto('request_message')
    .values({
      id: message.id,
      request_id: requestId,
      at: new Date(message.at),
      person_id: message.personId,
      name: message.name,
      body_name: message.bodyName,
      side: message.side,
      text: message.text,
    })
    .execute()
}
