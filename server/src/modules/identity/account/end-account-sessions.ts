import type { Ctx } from '../../../platform/context.ts'
import { endSessionsOf } from '../session/session-store.ts'
import { manageAccount } from './manage-account.ts'

export async function endAccountSessions(ctx: Ctx, id: string): Promise<number> {
  let endedCount = 0
  await manageAccount(ctx, {
    id,
    verb: 'end-sessions',
    async change(tx) {
      endedCount = await endSessionsOf(tx, id, ctx.clock.now(), null)
      return { after: { endedSessions: endedCount } }
    },
  })
  return endedCount
}
