import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { loadCredentialForUpdate, updateCredential } from '../account/account-store.ts'
import { hashRecoveryCode } from './recovery-code.ts'
import { findTotpStep } from './totp.ts'

export const totpRef = (accountId: string) => ({ noun: 'account', objectId: accountId, name: 'totp' })
/** Offered but not yet confirmed by a code. */
export const pendingTotpRef = (accountId: string) => ({
  noun: 'account',
  objectId: accountId,
  name: 'totp-pending',
})

/** Takes the code, or one of the recovery codes, out of use. False when it is wrong or was used. */
export async function useSecondFactor(
  ctx: Ctx,
  tx: Tx,
  secrets: Secrets,
  accountId: string,
  given: { readonly code?: string; readonly recoveryCode?: string },
): Promise<boolean> {
  // Under the row's lock: two calls with the same code must not both pass.
  const credential = await loadCredentialForUpdate(tx, accountId)
  if (given.code !== undefined) {
    const secret = await secrets.find(tx, totpRef(accountId))
    const used = credential.totp_step === null ? null : Number(credential.totp_step)
    const step = secret === null ? null : findTotpStep(secret, given.code, ctx.clock.now(), used)
    if (step === null) return false
    await updateCredential(tx, accountId, { totp_step: String(step) })
    return true
  }
  if (given.recoveryCode === undefined) return false
  const hash = hashRecoveryCode(given.recoveryCode)
  if (!credential.recovery_hashes.includes(hash)) return false
  await updateCredential(tx, accountId, {
    recovery_hashes: credential.recovery_hashes.filter((each) => each !== hash),
  })
  return true
}
