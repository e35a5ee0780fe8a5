import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { findCredential } from '../account/account-store.ts'
import { ownAccount } from '../session/own-session.ts'
import { isLocked, NAME_LIMIT, nameKey } from '../session/sign-in-guard.ts'
import { addFailure, findGuards } from '../session/sign-in-guard-store.ts'
import { isPassword } from './password-hash.ts'

/**
 * Asked again before what outlives the session. A stolen session must not become a place to guess the password: wrong
 * answers count like failed sign-ins. @throws `identity.password_wrong`, `identity.account_locked`.
 */
export async function requireOwnPassword(ctx: Ctx, password: string): Promise<void> {
  const account = await ownAccount(ctx, ctx.db)
  const key = nameKey(account.username)
  const now = ctx.clock.now()
  if (isLocked((await findGuards(ctx.db, [key])).get(key) ?? null, now)) {
    refuse('identity.account_locked', { details: { minutes: NAME_LIMIT.lockMs / 60_000 } })
  }
  const { password_hash } = await findCredential(ctx.db, account.id)
  if (await isPassword(password, password_hash)) return
  await ctx.inTx((tx) => addFailure(tx, key, now, NAME_LIMIT))
  refuse('identity.password_wrong')
}
