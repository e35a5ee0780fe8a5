import { systemClock } from '../clock.ts'
import type { Ctx } from '../context.ts'
import { canonicalJson } from '../crypto/index.ts'
import type { Tx } from '../db/index.ts'
import { assert } from '../errors.ts'
import { noteAct, type PendingEntry } from '../journal/index.ts'
import type { AuditEntry, AuditedActor } from './audit-entry.ts'
import { type EntryContent, summariseChange, writable } from './entry-content.ts'

const LABEL_LENGTH_MAX = 200

/**
 * Notes one pending entry in the caller's transaction (R8, R56), which writes it before it commits. The sequencer chains and
 * seals it within a second.
 * If it cannot be written, the transaction fails with it: nothing happens that nobody could prove.
 */
export async function recordAudit(tx: Tx, ctx: Ctx, entry: AuditEntry): Promise<void> {
  await noteAct(tx, ctx.requestId, toPending(ctx, entry))
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
