import type { VpnAccountCreate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { loadResourceForUpdate, type ResourceRow } from '../../resource/index.ts'
import { refuseEnd } from './vpn-account.ts'
import { type AccountRow, countAccountsOf, findAccount, insertAccount } from './vpn-account-store.ts'
import { daysOf } from './vpn-account-view.ts'

/**
 * Enters an account of a VPN that was ordered (R64): by the provider's people who open it, or by the department.
 * @throws `vpn-account.not_vpn`, `…too_many`, `…taken`, `…end_out_of_reach`.
 */
export async function openVpnAccount(ctx: Ctx, input: VpnAccountCreate): Promise<AccountRow> {
  ctx.authz.require(ctx, 'create', 'vpn-account')
  return ctx.inTx(async (tx) => {
    const { today } = await daysOf(ctx, tx)
    // Under the lock of the VPN: two at once must not both be the last one ordered.
    const vpn = await loadResourceForUpdate(tx, input.resourceId)
    const ordered = orderedOf(vpn)
    if (vpn === undefined || ordered === null) return refuse('vpn-account.not_vpn')
    const details = { from: today, until: ordered.expiresOn }
    const refusal = refuseEnd(input.expiresOn, today, ordered.expiresOn)
    if (refusal) refuse(refusal, { details })
    if ((await countAccountsOf(tx, vpn.id)) >= ordered.accounts)
      refuse('vpn-account.too_many', { details: { limit: ordered.accounts } })
    const id = ctx.ids.next()
    await insertGuarded(tx, {
      id,
      resource_id: vpn.id,
      system_id: vpn.system_id,
      body_id: vpn.body_id,
      provider_body_id: vpn.provider_body_id,
      account: input.account,
      owner: input.owner.trim(),
      opened_on: today,
      expires_on: input.expiresOn,
      opened_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
      created_at: ctx.clock.now(),
    })
    const after = { account: input.account, owner: input.owner, expiresOn: input.expiresOn, vpn: vpn.name }
    await ctx.audit(tx, {
      noun: 'vpn-account',
      objectId: id,
      label: input.account,
      bodyId: vpn.body_id,
      after,
    })
    await ctx.emit(tx, { type: 'vpn-account.opened', noun: 'vpn-account', id, bodyId: vpn.body_id })
    return (await findAccount(tx, id)) as AccountRow
  })
}

/** What was delivered last, or asked for as long as nothing was; null for what is no VPN in use. */
function orderedOf(row: ResourceRow | undefined) {
  if (row?.plan?.offeringCode !== 'vpn' || row.presence === 'absent' || row.spec.kind !== 'service')
    return null
  const seen = row.observed_spec as { readonly parameters?: Readonly<Record<string, unknown>> } | null
  const { accounts, expiresOn } = seen?.parameters ?? row.spec.parameters
  return typeof accounts === 'number' && typeof expiresOn === 'string' ? { accounts, expiresOn } : null
}

async function insertGuarded(tx: Tx, row: Parameters<typeof insertAccount>[1]): Promise<void> {
  try {
    await insertAccount(tx, row)
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'vpn_account_name') throw error
    throw new AppError('vpn-account.taken', { details: { account: row.account }, cause: error })
  }
}
