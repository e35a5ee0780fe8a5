import { systemClock } from '../clock.ts'
import type { Ctx } from '../context.ts'
import { canonicalJson } from '../crypto/index.ts'
import type { Tx } from '../db/index.ts'
import { AppError, assert } from '../errors.ts'
import type { AuditEntry, AuditedActor } from './audit-entry.ts'
import { insertPending } from './audit-store.ts'
import { type EntryContent, summariseChange, writable } from './entry-content.ts'

const LABEL_LENGTH_MAX = 200

/**
 * Writes one pending entry in the caller's transaction (R8, R56). The sequencer chains and seals it within a second.
 * If it cannot be written, the transaction fails with it: nothing happens that nobody could prove.
 */
export async function recordAudit(tx: Tx, ctx: Ctx, entry: AuditEntry): Promise<void> {
  const content = canonicalJson(toContent(ctx, entry))
  try {
    await insertPending(tx, content)
  } catch (error) {
    throw isPassing(error) ? error : notRecorded(ctx, error)
  }
}

function toContent(ctx: Ctx, entry: AuditEntry): EntryContent {
  const act = entry.act ?? actOf(ctx)
  assert(act !== null, 'an audit entry without an act')
  return {
    v: 1,
    id: ctx.ids.next(),
    at: ctx.clock.now().toISOString(),
    act,
    outcome: entry.outcome ?? 'done',
    noun: entry.noun,
    requestId: ctx.requestId,
    // Only the sample loader and tests run under another clock; what they write must not pass for real time.
    origin: ctx.clock === systemClock ? 'live' : 'sample',
    ...whoActed(ctx, entry.actor),
    ...present('reason', entry.reason),
    ...present('objectId', entry.objectId),
    ...present(
      'objectLabel',
      entry.label === undefined ? undefined : writable(entry.label.slice(0, LABEL_LENGTH_MAX)),
    ),
    ...present('bodyId', entry.bodyId),
    ...present('address', ctx.address),
    ...summariseChange(entry.before, entry.after),
  }
}

function actOf(ctx: Ctx): string | null {
  return ctx.operation !== null && 'act' in ctx.operation.audit ? ctx.operation.audit.act : null
}

function whoActed({ actor }: Ctx, given: AuditedActor | undefined) {
  if (given === undefined && actor.kind === 'system') {
    return { actorKind: actor.kind, actorName: writable(actor.name) }
  }
  const who = given ?? toAudited(actor)
  if (who.kind === 'nobody') return { actorKind: who.kind, actorName: '' }
  return {
    actorKind: who.kind,
    actorName: writable(who.name),
    personId: who.personId,
    accountId: who.accountId,
    ...present('postId', who.postId),
    ...present('actorBodyId', who.bodyId),
    ...present('role', who.role),
  }
}

function toAudited(actor: Ctx['actor']): AuditedActor {
  if (actor.kind !== 'person') return { kind: 'nobody' }
  const { name, personId, accountId, post } = actor
  const held = { postId: post?.postId ?? null, bodyId: post?.bodyId ?? null, role: post?.role ?? null }
  return { kind: 'person', name, personId, accountId, ...held }
}

function present<K extends string>(key: K, value: string | null | undefined): { readonly [P in K]?: string } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string }
}

/** Losing the connection or a serialisation failure is the transaction's own matter: it is retried or answered 503. */
function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code !== 'string' || /^(40|08|57|25)/.test(code)
}

function notRecorded(ctx: Ctx, cause: unknown): AppError {
  return new AppError('audit.not_recorded', { details: { requestId: ctx.requestId }, cause })
}
