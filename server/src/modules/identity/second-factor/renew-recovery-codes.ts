import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { updateCredential } from '../account/account-store.ts'
import { requireOwnPassword } from '../password/require-own-password.ts'
import { ownAccount } from '../session/own-session.ts'
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-code.ts'
import { useSecondFactor } from './second-factor.ts'

/** New codes; the old ones end. */
export async function renewRecoveryCodes(
  ctx: Ctx,
  secrets: Secrets,
  input: { readonly password: string; readonly code: string },
): Promise<readonly string[]> {
  await requireOwnPassword(ctx, input.password)
  return ctx.inTx(async (tx) => {
    const account = await ownAccount(ctx, tx)
    if (account.totp_bound_at === null) refuse('identity.totp_not_bound')
    const used = await useSecondFactor(ctx, tx, secrets, account.id, { code: input.code })
    if (!used) refuse('identity.second_factor_wrong')
    const codes = makeRecoveryCodes()
    await updateCredential(tx, account.id, { recovery_hashes: codes.map(hashRecoveryCode) })
    await ctx.audit(tx, {
      noun: 'account',
      objectId: account.id,
      label: account.username,
      bodyId: account.body_id,
    })
    return codes
  })
}
