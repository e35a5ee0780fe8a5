import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import {
  type AccountRow,
  loadAccountForUpdate,
  updateAccount,
  updateCredential,
} from '../account/account-store.ts'
import { requireOwnPassword } from '../password/require-own-password.ts'
import { personOf } from '../session/own-session.ts'
import { totpRef, useSecondFactor } from './second-factor.ts'

/** By the person himself, with password and a code. @throws `identity.totp_mandatory`. */
export async function removeTotp(
  ctx: Ctx,
  secrets: Secrets,
  input: { readonly password: string; readonly code: string },
): Promise<void> {
  await requireOwnPassword(ctx, input.password)
  await ctx.inTx(async (tx) => {
    const account = (await loadAccountForUpdate(tx, personOf(ctx).accountId)) ?? refuse('common.not_found')
    if (account.totp_bound_at === null) refuse('identity.totp_not_bound')
    if (account.totp_required) refuse('identity.totp_mandatory')
    const used = await useSecondFactor(ctx, tx, secrets, account.id, { code: input.code })
    if (!used) refuse('identity.second_factor_wrong')
    await unbindTotp(tx, secrets, account, account.version)
    await ctx.audit(tx, {
      noun: 'account',
      objectId: account.id,
      label: account.username,
      bodyId: account.body_id,
    })
  })
}

/** @returns false when the version is stale. */
export async function unbindTotp(
  tx: Tx,
  secrets: Secrets,
  account: Pick<AccountRow, 'id'>,
  version: number,
): Promise<boolean> {
  await secrets.remove(tx, totpRef(account.id))
  await updateCredential(tx, account.id, { totp_step: null, recovery_hashes: [] })
  return updateAccount(tx, account, version, { totp_bound_at: null })
}
