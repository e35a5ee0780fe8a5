import { systemClock } from '../clock.ts'
import type { Ctx } from '../context.ts'
import { canonicalJson } from '../crypto/index.ts'
import type { Tx } from '../db/index.ts'
import { AppError, assert } from '../errors.ts'
import type { AuditEntry, AuditedActor } from './audit-entry.ts'
import { insertPending, type PendingEntry } from './audit-store.ts'
import { type EntryContent, summariseChange, writable } from './entry-content.ts'

const LABEL_LENGTH_MAX = 200

/**
 * Writes one pending entry in the caller's transaction (R8, R56). The sequencer chains and seals it within a second.
 * If it cannot be written, the transaction fails with it: nothing happens that nobody could prove.
 */
export async function recordAudit(tx: Tx, ctx: Ctx, entry: AuditEntry): Promise<void> {
  const pending = toPending(ctx, entry)
  try {
    await insertPending(tx, pending)
  } catch (error) {
    throw asNotRecorded(ctx, error)
  }
}

/** The entry as it will be digested and kept. */
export function toPending(ctx: Ctx, entry: AuditEntry): PendingEntry {
  const act = entry.act ?? actOf(ctx)
  assert(act !== null, 'an audit entry without an act')
  const who = toAudited(ctx, entry.actor)
  return {
    at: ctx.clock.now(),
    act,
    outcome: entry.outcome ?? 'done',
    noun: entry.noun,
    object_id: entry.objectId,
    person_id: who.kind === 'person' ? who.personId : null,
    body_id: entry.bodyId,
    actor_body_id: who.kind === 'person' ? who.bodyId : null,
    content: canonicalJson(toContent(ctx, entry, who)),
  }
}

type Who = AuditedActor | { readonly kind: 'system'; readonly name: string }

function toContent(ctx: Ctx, entry: AuditEntry, who: Who): EntryContent {
  return {
    v: 1,
    id: ctx.ids.next(),
    actorKind: who.kind,
    actorName: who.kind === 'nobody' ? '' : writable(who.name),
    requestId: ctx.requestId,
    // Only the sample loader and tests run under another clock; what they write must not pass for real time.
    origin: ctx.clock === systemClock ? 'live' : 'sample',
    ...(who.kind === 'person' ? held(who) : {}),
    ...present('reason', entry.reason),
    ...present(
      'objectLabel',
      entry.label === undefined ? null : writable(entry.label.slice(0, LABEL_LENGTH_MAX)),
    ),
    ...present('address', ctx.address),
    ...summariseChange(entry.before, entry.after),
  }
}

function actOf(ctx: Ctx): string | null {
  return ctx.operation !== null && 'act' in ctx.operation.audit ? ctx.operation.audit.act : null
}

function toAudited({ actor }: Ctx, given: AuditedActor | undefined): Who {
  if (given !== undefined) return given
  if (actor.kind !== 'person') return actor
  const { name, personId, accountId, post } = actor
  const from = { postId: post?.postId ?? null, bodyId: post?.bodyId ?? null, role: post?.role ?? null }
  return { kind: 'person', name, personId, accountId, ...from }
}

function held(who: Extract<AuditedActor, { readonly kind: 'person' }>) {
  return { accountId: who.accountId, ...present('postId', who.postId), ...present('role', who.role) }
}

function present<K extends string>(key: K, value: string | null | undefined): { readonly [P in K]?: string } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string }
}

/**
 * Losing the connection or a serialisation failure is the transaction's own matter: it is retried or answered 503. For
 * anything else the act fails, and the reason says that it was not recorded.
 */
export function asNotRecorded(ctx: Ctx, cause: unknown): unknown {
  const code = (cause as { code?: unknown }).code
  if (typeof code !== 'string' || /^(40|08|57|25)/.test(code)) return cause
  return new AppError('audit.not_recorded', { details: { requestId: ctx.requestId }, cause })
}
