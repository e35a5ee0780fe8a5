import type { Ctx } from '../../../platform/context.ts'
import { ownSession } from './own-session.ts'
import { updateEnded } from './session-store.ts'

/** Ends the session that calls. */
export async function signOut(ctx: Ctx): Promise<void> {
  await ctx.inTx(async (tx) => {
    const session = await ownSession(ctx, tx)
    await updateEnded(tx, session.id, ctx.clock.now())
    await ctx.audit(tx, { noun: 'session', objectId: session.id, label: session.username, bodyId: null })
  })
}
