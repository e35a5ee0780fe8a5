/**
 * What a transaction tells of itself: the acts that it proves and the facts that it announces. Noted while it works, and
 * written by one statement before it commits: proof and announcement cost a transaction one round trip, however many they are.
 */
import type { AuditOutcome, Noun } from '@yunheng/contract'
import { CompiledQuery } from 'kysely'
import { type Ending, endingOf, PREPARED_MARK, type Tx } from '../db/index.ts'
import { AppError } from '../errors.ts'

/** An act, as `audit_pending` takes it. */
export interface PendingEntry {
  readonly at: Date
  readonly act: string
  readonly outcome: AuditOutcome
  readonly noun: string
  readonly object_id: string | null
  readonly person_id: string | null
  /** Owner body of the object, and the body that was acted for. */
  readonly body_id: string | null
  readonly actor_body_id: string | null
  readonly content: string
}

/** A fact, as `outbox` takes it. */
export interface PendingEvent {
  readonly event_id: string
  readonly type: string
  readonly aggregate_noun: Noun
  readonly aggregate_id: string
  readonly body_id: string | null
  readonly payload: string
  readonly occurred_at: Date
}

/** A transaction over a large set writes in between: memory stays bounded. */
const NOTED_MAX = 500

/** Notes an act. It is in the same transaction, or the transaction fails: nothing happens that nobody could prove (R8, R56). */
export async function noteAct(tx: Tx, requestId: string, act: PendingEntry): Promise<void> {
  const journal = journalOf(tx)
  journal.requestId = requestId
  journal.acts.push(act)
  if (journal.acts.length >= NOTED_MAX) await journal.write()
}

export async function noteEvent(tx: Tx, event: PendingEvent): Promise<void> {
  const journal = journalOf(tx)
  journal.events.push(event)
  if (journal.events.length >= NOTED_MAX) await journal.write()
}

interface Journal extends Ending {
  acts: PendingEntry[]
  events: PendingEvent[]
  requestId: string
}

const journalOf = (tx: Tx): Journal => endingOf(tx, () => createJournal(tx))

function createJournal(tx: Tx): Journal {
  const journal: Journal = {
    acts: [],
    events: [],
    requestId: '',
    async write() {
      const { acts, events, requestId } = journal
      if (acts.length === 0 && events.length === 0) return
      journal.drop()
      try {
        await insertNotes(tx, acts, events)
      } catch (error) {
        throw acts.length === 0 ? error : asNotRecorded(requestId, error)
      }
    },
    drop() {
      journal.acts = []
      journal.events = []
    },
  }
  return journal
}

/** Numbers its parameters from `first` on. One array a column. */
const actsSql = (first: number) => `insert into audit_pending
  (at, act, outcome, noun, object_id, person_id, body_id, actor_body_id, content)
  select at, act, outcome, noun, object_id, person_id, body_id, actor_body_id, content::json
  from unnest(${arrays(first, ['timestamptz', 'text', 'text', 'text', 'text', 'uuid', 'uuid', 'uuid', 'text'])})
    as act (at, act, outcome, noun, object_id, person_id, body_id, actor_body_id, content)`

const actColumns = (acts: readonly PendingEntry[]) => [
  acts.map((act) => act.at.toISOString()),
  acts.map((act) => act.act),
  acts.map((act) => act.outcome),
  acts.map((act) => act.noun),
  acts.map((act) => act.object_id),
  acts.map((act) => act.person_id),
  acts.map((act) => act.body_id),
  acts.map((act) => act.actor_body_id),
  acts.map((act) => act.content),
]

const eventsSql = (first: number) => `insert into outbox
  (event_id, type, aggregate_noun, aggregate_id, body_id, payload, occurred_at)
  select event_id, type, noun, aggregate_id, body_id, payload::jsonb, occurred_at
  from unnest(${arrays(first, ['uuid', 'text', 'text', 'uuid', 'uuid', 'text', 'timestamptz'])})
    as event (event_id, type, noun, aggregate_id, body_id, payload, occurred_at)`

const eventColumns = (events: readonly PendingEvent[]) => [
  events.map((event) => event.event_id),
  events.map((event) => event.type),
  events.map((event) => event.aggregate_noun),
  events.map((event) => event.aggregate_id),
  events.map((event) => event.body_id),
  events.map((event) => event.payload),
  events.map((event) => event.occurred_at.toISOString()),
]

const arrays = (first: number, types: readonly string[]) =>
  types.map((type, index) => `$${first + index}::${type}[]`).join(', ')

// Written out once: every transaction runs one of them, and to build the text anew cost it more than to run it.
const ACTS = `${PREPARED_MARK} ${actsSql(1)}`
const EVENTS = `${PREPARED_MARK} ${eventsSql(1)}`
const BOTH = `${PREPARED_MARK} with announced as (${eventsSql(1)}) ${actsSql(8)}`

async function insertNotes(tx: Tx, acts: readonly PendingEntry[], events: readonly PendingEvent[]) {
  if (events.length === 0) await tx.executeQuery(CompiledQuery.raw(ACTS, actColumns(acts)))
  else if (acts.length === 0) await tx.executeQuery(CompiledQuery.raw(EVENTS, eventColumns(events)))
  else await tx.executeQuery(CompiledQuery.raw(BOTH, [...eventColumns(events), ...actColumns(acts)]))
}

/**
 * Losing the connection or a serialisation failure is the transaction's own matter: it is retried or answered 503. For
 * anything else the act fails, and the reason says that it was not recorded.
 */
export function asNotRecorded(requestId: string, cause: unknown): unknown {
  const code = (cause as { code?: unknown }).code
  if (typeof code !== 'string' || /^(40|08|57|25)/.test(code)) return cause
  return new AppError('audit.not_recorded', { details: { requestId }, cause })
}
