import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { personOf } from './own-session.ts'
import { findSession, updateEnded } from './session-store.ts'

/** One's own sessions, or those of somebody whose access one manages. @throws `common.not_found`. */
export async function endSession(ctx: Ctx, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const session = await findSession(tx, id)
    const own = session?.account_id === personOf(ctx).accountId
    if (session === undefined || !(own || ctx.authz.may(ctx.actor, 'manage-access', 'account'))) {
      return refuse('common.not_found', { internal: 'session' })
    }
    await updateEnded(tx, id, ctx.clock.now())
    await ctx.audit(tx, { noun: 'session', objectId: id, label: session.username, bodyId: null })
  })
}
