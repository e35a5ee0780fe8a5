import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { listActingPosts } from '../../organisation/index.ts'
import { loadAccountForUpdate } from '../account/account-store.ts'
import { requireOwnPassword } from '../password/require-own-password.ts'
import { personOf } from '../session/own-session.ts'
import { makeToken } from '../session/session.ts'
import { countLiveTokens, findToken, insertToken, type TokenRow } from './token-store.ts'

export interface TokenCreate {
  readonly name: string
  readonly scope: 'read' | 'write'
  readonly postId: string
  readonly lifetimeDays: number
  readonly password: string
}

const LIVE_MAX = 20
const DAY_MS = 86_400_000
/** `yht_` and eight characters: enough to tell tokens apart, nothing towards guessing the other 35. */
const PREFIX_LENGTH = 12

/** For the command line and scripts: acts for one post, reads or writes, until it expires. Told once. */
export async function createToken(ctx: Ctx, input: TokenCreate): Promise<{ token: string; row: TokenRow }> {
  await requireOwnPassword(ctx, input.password)
  return ctx.inTx(async (tx) => {
    const now = ctx.clock.now()
    const { accountId, personId } = personOf(ctx)
    // Under the account's lock: two calls at once must not both be the last one allowed.
    const account = (await loadAccountForUpdate(tx, accountId)) ?? refuse('common.not_found')
    const posts = await listActingPosts(tx, personId, now)
    const post = posts.find((each) => each.postId === input.postId) ?? refuse('identity.post_not_held')
    if ((await countLiveTokens(tx, accountId, now)) >= LIVE_MAX) {
      refuse('identity.token_limit', { details: { limit: LIVE_MAX } })
    }
    const { token, hash } = makeToken('yht')
    const id = ctx.ids.next()
    const expiresAt = new Date(now.getTime() + input.lifetimeDays * DAY_MS)
    await insertToken(tx, {
      id,
      account_id: accountId,
      person_id: personId,
      name: input.name.trim(),
      prefix: token.slice(0, PREFIX_LENGTH),
      token_hash: hash,
      scope: input.scope,
      acting_post_id: post.postId,
      created_at: now,
      expires_at: expiresAt,
    })
    await ctx.audit(tx, {
      noun: 'api-token',
      objectId: id,
      label: input.name.trim(),
      bodyId: post.bodyId,
      after: {
        scope: input.scope,
        postId: post.postId,
        role: post.role,
        expiresAt,
        username: account.username,
      },
    })
    return { token, row: (await findToken(tx, id)) as TokenRow }
  })
}
