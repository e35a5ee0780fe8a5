import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import {
  findCredential,
  loadAccountForUpdate,
  updateAccount,
  updateCredential,
} from '../account/account-store.ts'
import { ownAccount, personOf } from '../session/own-session.ts'
import { endSessionsOf } from '../session/session-store.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import { passwordRules, requirePassword } from './password-rules.ts'
import { requireOwnPassword } from './require-own-password.ts'

/** The person's own change: ends all his other sessions. Hashing comes before the transaction, it takes its time. */
export async function changePassword(
  ctx: Ctx,
  input: { readonly currentPassword: string; readonly newPassword: string },
): Promise<void> {
  await requireOwnPassword(ctx, input.currentPassword)
  const { id, username } = await ownAccount(ctx, ctx.db)
  requirePassword(input.newPassword, username)
  const { password_hash, earlier_hashes } = await findCredential(ctx.db, id)
  const known = [password_hash, ...earlier_hashes].slice(0, passwordRules.history)
  for (const hash of known) {
    if (await isPassword(input.newPassword, hash)) {
      refuse('identity.password_reused', { details: { history: passwordRules.history } })
    }
  }
  const newHash = await hashPassword(input.newPassword)
  await ctx.inTx(async (tx) => {
    const account = (await loadAccountForUpdate(tx, id)) ?? refuse('common.not_found')
    const now = ctx.clock.now()
    await updateCredential(tx, id, { password_hash: newHash, earlier_hashes: known })
    await updateAccount(tx, account, account.version, {
      must_change_password: false,
      password_changed_at: now,
      sample: false,
    })
    const { via } = personOf(ctx)
    const ended = await endSessionsOf(tx, id, now, via.kind === 'session' ? via.id : null)
    await ctx.audit(tx, {
      noun: 'account',
      objectId: id,
      label: username,
      bodyId: account.body_id,
      after: { endedSessions: ended },
    })
  })
}
