import type { Ctx } from '../context.ts'
import type { Tx } from '../db/index.ts'
import type { AuditEntry } from './audit-entry.ts'

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
