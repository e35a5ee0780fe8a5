import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { personOf } from '../session/own-session.ts'
import { findToken, updateTokenEnded } from './token-store.ts'

/** One's own tokens; ending one that has ended changes nothing. */
export async function endToken(ctx: Ctx, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const token = await findToken(tx, id)
    if (token === undefined || token.account_id !== personOf(ctx).accountId) {
      return refuse('common.not_found', { internal: 'api-token' })
    }
    await updateTokenEnded(tx, id, ctx.clock.now())
    await ctx.audit(tx, { noun: 'api-token', objectId: id, label: token.name, bodyId: null })
  })
}
