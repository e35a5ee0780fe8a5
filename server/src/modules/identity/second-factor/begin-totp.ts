import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { requireOwnPassword } from '../password/require-own-password.ts'
import { ownAccount } from '../session/own-session.ts'
import { pendingTotpRef } from './second-factor.ts'
import { makeTotpSecret, totpUri } from './totp.ts'

/** Offers a secret to the person's authenticator; it counts once a code from it was given. */
export async function beginTotp(ctx: Ctx, secrets: Secrets, password: string) {
  await requireOwnPassword(ctx, password)
  return ctx.inTx(async (tx) => {
    const account = await ownAccount(ctx, tx)
    if (account.totp_bound_at !== null) refuse('identity.totp_bound')
    const secret = makeTotpSecret()
    await secrets.put(tx, pendingTotpRef(account.id), secret)
    await ctx.audit(tx, {
      noun: 'account',
      objectId: account.id,
      label: account.username,
      bodyId: account.body_id,
    })
    return { secret: secret.reveal(), uri: totpUri(account.username, secret) }
  })
}
