import type { NoticeRule } from '../../notice/index.ts'
import { listSeatHolders } from '../../organisation/index.ts'
import { findAccount } from './vpn-account-store.ts'

function about(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const account = await findAccount(tx, event.aggregateId)
      if (!account) return null
      const seats = (['department-admin', 'department-applicant'] as const).map((role) => ({
        role,
        bodyId: account.body_id,
      }))
      const people = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: people.map(({ personId }) => personId),
        details: { account: account.account, owner: account.owner, day: account.expires_on },
      }
    },
  }
}

/** To the people of the department, who renew or revoke. */
export const vpnAccountNotices: readonly NoticeRule[] = [
  about(
    'vpn-account.reminded',
    'VPN 账号“{account}”（责任人{owner}）将于 {day} 到期，请续期或注销。',
    'The VPN account "{account}" of {owner} ends on {day}: renew or revoke it.',
  ),
  about(
    'vpn-account.expired',
    'VPN 账号“{account}”（责任人{owner}）已于 {day} 到期，请续期或注销。',
    'The VPN account "{account}" of {owner} ended on {day}: renew or revoke it.',
  ),
]
