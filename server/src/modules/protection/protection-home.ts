import type { HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { percentOf } from './coverage/coverage.ts'
import { countCovered } from './coverage/coverage-store.ts'
import { countExpired } from './vpn/vpn-account-store.ts'
import { daysOf } from './vpn/vpn-account-view.ts'

const SEEING: ReadonlySet<Side> = new Set(['supervision', 'department'])

/** Expired VPN accounts (R64) and the anti-virus coverage (R67), for those who can do something about them. */
export const protectionHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (!SEEING.has(side) || !ctx.authz.may(ctx.actor, 'list', 'vpn-account')) return []
    const expired = await countExpired(ctx.db, await daysOf(ctx, ctx.db))
    const percent = percentOf(await countCovered(ctx.db, 'anti-virus'))
    return [
      {
        key: 'vpn-accounts-expired',
        title: { zh: '已到期的 VPN 账号', en: 'Expired VPN accounts' },
        value: expired,
        unit: null,
        tone: expired > 0 ? 'attention' : 'plain',
        list: { operation: 'vpn-account.list', query: { state: 'expired' } },
      },
      {
        key: 'anti-virus-coverage',
        title: { zh: '防病毒覆盖率', en: 'Anti-virus coverage' },
        value: percent,
        unit: { zh: '%', en: '%' },
        tone: percent === null ? 'plain' : percent === 100 ? 'good' : 'attention',
        list: { operation: 'protection.unprotected', query: { service: 'anti-virus' } },
      },
    ]
  },
}
