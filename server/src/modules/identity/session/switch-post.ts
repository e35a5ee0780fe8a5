import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { listActingPosts } from '../../organisation/index.ts'
import { updateLastPost } from '../account/account-store.ts'
import type { NetworksInForce } from '../network/networks-in-force.ts'
import { ownSession } from './own-session.ts'
import { updateActingPost } from './session-store.ts'

/** From now on the session acts for another of the person's posts. @throws `identity.post_not_held`, `role-network.outside`. */
export async function switchPost(ctx: Ctx, networks: NetworksInForce, postId: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const session = await ownSession(ctx, tx)
    const posts = await listActingPosts(tx, session.person_id, ctx.clock.now())
    const post = posts.find((each) => each.postId === postId) ?? refuse('identity.post_not_held')
    const outside = await networks.refuse(post.role, ctx.address)
    if (outside !== null) refuse(outside.reason, outside)
    await updateActingPost(tx, session.id, post.postId)
    await updateLastPost(tx, session.account_id, post.postId)
    await ctx.audit(tx, {
      noun: 'session',
      objectId: session.id,
      label: session.username,
      bodyId: post.bodyId,
      before: { postId: session.acting_post_id },
      after: { postId: post.postId, role: post.role, bodyName: post.bodyName },
    })
  })
}
