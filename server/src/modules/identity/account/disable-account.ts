import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { endSessionsOf } from '../session/session-store.ts'
import { endTokensOf } from '../token/token-store.ts'
import { type AccountRow, updateAccount } from './account-store.ts'
import { manageAccount } from './manage-account.ts'

/** Shuts the way in: no new sign-in, open sessions and tokens end. Undone by {@link enableAccount}. */
export async function disableAccount(
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly reason: string },
): Promise<AccountRow> {
  return manageAccount(ctx, {
    id,
    verb: 'disable',
    async change(tx, account) {
      const now = ctx.clock.now()
      const done = await updateAccount(tx, account, input.version, { disabled_at: now })
      if (!done) refuse('common.version_stale')
      const endedSessions = await endSessionsOf(tx, id, now, null)
      const endedAccess = await endTokensOf(tx, id, now)
      return {
        before: { state: 'enabled' },
        after: { state: 'disabled', reason: input.reason, endedSessions, endedAccess },
      }
    },
  })
}

export async function enableAccount(ctx: Ctx, id: string, version: number): Promise<AccountRow> {
  return manageAccount(ctx, {
    id,
    verb: 'enable',
    async change(tx, account) {
      const done = await updateAccount(tx, account, version, { disabled_at: null })
      if (!done) refuse('common.version_stale')
      return { before: { state: 'disabled' }, after: { state: 'enabled' } }
    },
  })
}
