/** What becomes of an account: it is renewed within its VPN's own term, or revoked. */
import type { BodyOf, protectionOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { refuseChange, refuseEnd } from './vpn-account.ts'
import { type AccountRow, findAccount, loadAccountForUpdate, updateAccount } from './vpn-account-store.ts'
import { daysOf } from './vpn-account-view.ts'

/** @throws `vpn-account.revoked`, `vpn-account.end_out_of_reach`. */
export async function renewVpnAccount(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.renewVpnAccount>,
): Promise<AccountRow> {
  return ctx.inTx(async (tx) => {
    const account = ctx.authz.authorised(ctx, 'modify', 'vpn-account', await loadAccountForUpdate(tx, id))
    const refusal = refuseChange(account)
    if (refusal) refuse(refusal)
    const { today } = await daysOf(ctx, tx)
    const until = account.at_most ?? account.expires_on
    const outside = refuseEnd(input.expiresOn, today, until)
    if (outside) refuse(outside, { details: { from: today, until } })
    // The reminders begin anew.
    const change = { expires_on: input.expiresOn, reminded_days: null }
    if (!(await updateAccount(tx, account, input.version, change))) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'vpn-account',
      objectId: id,
      label: account.account,
      bodyId: account.body_id,
      before: { expiresOn: account.expires_on },
      after: { expiresOn: input.expiresOn },
    })
    await ctx.emit(tx, { type: 'vpn-account.renewed', noun: 'vpn-account', id, bodyId: account.body_id })
    return (await findAccount(tx, id)) as AccountRow
  })
}

/** @throws `vpn-account.revoked`. */
export async function revokeVpnAccount(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.revokeVpnAccount>,
): Promise<AccountRow> {
  return ctx.inTx(async (tx) => {
    const account = ctx.authz.authorised(ctx, 'delete', 'vpn-account', await loadAccountForUpdate(tx, id))
    const refusal = refuseChange(account)
    if (refusal) refuse(refusal)
    const reason = input.reason.trim()
    const change = { revoked_at: ctx.clock.now(), revoke_reason: reason }
    if (!(await updateAccount(tx, account, input.version, change))) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'vpn-account',
      objectId: id,
      label: account.account,
      bodyId: account.body_id,
      before: { owner: account.owner, expiresOn: account.expires_on },
      after: { revoked: true, reason },
    })
    await ctx.emit(tx, { type: 'vpn-account.revoked', noun: 'vpn-account', id, bodyId: account.body_id })
    return (await findAccount(tx, id)) as AccountRow
  })
}
