import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { refuseEnd } from './post.ts'
import { findPost, loadPostForUpdate, type PostRow, updateEnded } from './post-store.ts'

/** Ends a post at once; what was done from it stays on record. @throws `post.already_ended`, `post.beyond_own_scope`. */
export async function endPost(ctx: Ctx, id: string): Promise<PostRow> {
  return ctx.inTx(async (tx) => {
    const post = ctx.authz.authorised(ctx, 'manage-access', 'post', await loadPostForUpdate(tx, id))
    const { actor } = ctx
    assert(actor.kind === 'person' && actor.post !== null, 'only a person with a post passes the policy')
    const refusal = refuseEnd(post, { role: actor.post.role, personId: actor.personId })
    if (refusal) refuse(refusal)
    await updateEnded(tx, post, ctx.clock.now())
    await ctx.audit(tx, {
      noun: 'post',
      objectId: id,
      bodyId: post.body_id,
      before: { role: post.role, personId: post.person_id },
    })
    await ctx.emit(tx, {
      type: 'post.ended',
      noun: 'post',
      id,
      bodyId: post.body_id,
      payload: { personId: post.person_id },
    })
    return (await findPost(tx, id)) as PostRow
  })
}
