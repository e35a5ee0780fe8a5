import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { loadAccountForUpdate, updateAccount, updateCredential } from '../account/account-store.ts'
import { personOf } from '../session/own-session.ts'
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-code.ts'
import { pendingTotpRef, totpRef } from './second-factor.ts'
import { findTotpStep } from './totp.ts'

/** Binds the authenticator, and gives the recovery codes, once. */
export async function confirmTotp(ctx: Ctx, secrets: Secrets, code: string): Promise<readonly string[]> {
  return ctx.inTx(async (tx) => {
    const account = (await loadAccountForUpdate(tx, personOf(ctx).accountId)) ?? refuse('common.not_found')
    if (account.totp_bound_at !== null) refuse('identity.totp_bound')
    const secret = (await secrets.find(tx, pendingTotpRef(account.id))) ?? refuse('identity.totp_not_begun')
    const step = findTotpStep(secret, code, ctx.clock.now(), null) ?? refuse('identity.second_factor_wrong')
    const codes = makeRecoveryCodes()
    await secrets.put(tx, totpRef(account.id), secret)
    await secrets.remove(tx, pendingTotpRef(account.id))
    await updateCredential(tx, account.id, {
      totp_step: String(step),
      recovery_hashes: codes.map(hashRecoveryCode),
    })
    await updateAccount(tx, account, account.version, { totp_bound_at: ctx.clock.now() })
    await ctx.audit(tx, {
      noun: 'account',
      objectId: account.id,
      label: account.username,
      bodyId: account.body_id,
    })
    return codes
  })
}
