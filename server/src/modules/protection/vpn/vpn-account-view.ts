import type { VpnAccount } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { platformRulesOnDay } from '../../rule/index.ts'
import { type Days, refuseChange, stateOf } from './vpn-account.ts'
import type { AccountRow } from './vpn-account-store.ts'

/** Today, and the reminders before an end that apply to everything with a term. */
export async function daysOf(ctx: Ctx, db: Db): Promise<Days> {
  const today = dayInChina(ctx.clock.now())
  const { book } = await platformRulesOnDay(db, today)
  return { today, reminders: book.integers('term.reminder-days').value }
}

export function toVpnAccount(
  { authz, actor }: Pick<Ctx, 'authz' | 'actor'>,
  row: AccountRow,
  days: Days,
): VpnAccount {
  const refusal = refuseChange(row)
  return {
    id: row.id,
    account: row.account,
    owner: row.owner,
    system: { id: row.system_id, name: row.system_name },
    body: { id: row.body_id, name: row.body_name },
    provider: { id: row.provider_body_id, name: row.provider_name },
    resource: { id: row.resource_id, name: row.resource_name },
    openedOn: row.opened_on,
    expiresOn: row.expires_on,
    expiresAtMost: row.at_most ?? row.expires_on,
    state: stateOf(row, days),
    openedBy: row.opened_by,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokeReason: row.revoke_reason,
    version: row.version,
    actions: {
      renew: authz.allowance(actor, 'modify', 'vpn-account', refusal),
      revoke: authz.allowance(actor, 'delete', 'vpn-account', refusal),
    },
  }
}
