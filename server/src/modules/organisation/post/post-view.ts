import { type Post, type Role, roles } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { isValidAt, refuseEnd } from './post.ts'
import type { PostRow } from './post-store.ts'

export function toPost(ctx: Ctx, row: PostRow): Post {
  const { actor } = ctx
  const granter =
    actor.kind === 'person' && actor.post !== null
      ? { role: actor.post.role, personId: actor.personId }
      : null
  return {
    id: row.id,
    personId: row.person_id,
    personName: row.person_name,
    bodyId: row.body_id,
    bodyName: row.body_name,
    role: row.role as Role,
    side: roles[row.role as Role].side,
    title: row.title,
    validFrom: row.valid_from.toISOString(),
    validTo: row.valid_to?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    valid: isValidAt(row, ctx.clock.now()),
    actions: { end: ctx.authz.allowance(actor, 'manage-access', 'post', granter && refuseEnd(row, granter)) },
  }
}
