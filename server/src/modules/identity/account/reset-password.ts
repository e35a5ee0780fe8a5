import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { makeInitialPassword } from '../password/initial-password.ts'
import { hashPassword } from '../password/password-hash.ts'
import { endSessionsOf } from '../session/session-store.ts'
import { nameKey } from '../session/sign-in-guard.ts'
import { removeGuard } from '../session/sign-in-guard-store.ts'
import { endTokensOf } from '../token/token-store.ts'
import { type AccountRow, loadCredentialForUpdate, updateAccount, updateCredential } from './account-store.ts'
import { manageAccount } from './manage-account.ts'

/** A new initial password, answered once; whatever was open with the old one ends. */
export async function resetPassword(
  ctx: Ctx,
  id: string,
  version: number,
): Promise<{ account: AccountRow; initialPassword: string }> {
  const initialPassword = makeInitialPassword()
  const passwordHash = await hashPassword(initialPassword)
  const account = await manageAccount(ctx, {
    id,
    verb: 'reset-password',
    async change(tx, account) {
      const now = ctx.clock.now()
      const done = await updateAccount(tx, account, version, {
        must_change_password: true,
        password_changed_at: now,
        sample: false,
      })
      if (!done) refuse('common.version_stale')
      const { password_hash, earlier_hashes } = await loadCredentialForUpdate(tx, id)
      await updateCredential(tx, id, {
        password_hash: passwordHash,
        earlier_hashes: [password_hash, ...earlier_hashes].slice(0, 5),
      })
      await removeGuard(tx, nameKey(account.username))
      const endedSessions = await endSessionsOf(tx, id, now, null)
      return { after: { mustChange: true, endedSessions, endedAccess: await endTokensOf(tx, id, now) } }
    },
  })
  return { account, initialPassword }
}
