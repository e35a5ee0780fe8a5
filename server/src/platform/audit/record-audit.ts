import type { Noun } from '@yunheng/contract'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/index.ts'

export type AuditOutcome = 'done' | 'refused' | 'failed'

/** What changed. Act, actor, instant and request id come from the context. */
export interface AuditEntry {
  /** Overrides the operation's act: for jobs and reconcilers, and for a second act within one operation. */
  readonly act?: string
  readonly noun: Noun
  readonly objectId: string | null
  /** Owner body of the object: decides who may read the entry. */
  readonly bodyId: string | null
  readonly outcome?: AuditOutcome
  /** Reason code of a refusal. */
  readonly reason?: string
  /** Bounded JSON of what the object was and is; never a secret. */
  readonly before?: unknown
  readonly after?: unknown
}

/**
 * Writes one pending audit row in the caller's transaction (R8, R56). The sequencer chains and seals it within a second.
 * If it cannot be written, the transaction fails with it: nothing happens that nobody could prove.
 */
export async function recordAudit(tx: Tx, ctx: Ctx, entry: AuditEntry): Promise<void> {
  const { actor } = ctx
  const person = actor.kind === 'person' ? actor : null
  await tx
    .insertInto('audit_pending')
    .values({
      id: ctx.ids.next(),
      at: ctx.clock.now(),
      act: entry.act ?? (ctx.operation && 'act' in ctx.operation.audit ? ctx.operation.audit.act : 'unnamed'),
      outcome: entry.outcome ?? 'done',
      reason: entry.reason ?? null,
      noun: entry.noun,
      object_id: entry.objectId,
      body_id: entry.bodyId,
      actor_kind: actor.kind,
      actor_name: actor.kind === 'nobody' ? '' : actor.name,
      person_id: person?.personId ?? null,
      account_id: person?.accountId ?? null,
      post_id: person?.post?.postId ?? null,
      actor_body_id: person?.post?.bodyId ?? null,
      role: person?.post?.role ?? null,
      request_id: ctx.requestId,
      address: ctx.address,
      before: JSON.stringify(entry.before ?? null),
      after: JSON.stringify(entry.after ?? null),
    })
    .execute()
}
