/** Who asked for what is done behind a call: the same person, from the same post, with what the post may now. */
import type { PersonActor } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { listActingPosts, scopeOfPost } from './acting-post.ts'

export interface Asked {
  readonly id: string
  readonly person_id: string
  readonly post_id: string
  readonly account_id: string
  readonly person_name: string
}

/** Null where the post has ended, or passed to another person. */
export async function actorOfAsked(db: Db, asked: Asked, now: Date): Promise<PersonActor | null> {
  const posts = await listActingPosts(db, asked.person_id, now)
  const post = posts.find(({ postId }) => postId === asked.post_id)
  if (post === undefined) return null
  return {
    kind: 'person',
    personId: asked.person_id,
    accountId: asked.account_id,
    name: asked.person_name,
    post,
    scope: await scopeOfPost(db, post, asked.person_id),
    via: { kind: 'session', id: asked.id },
  }
}
