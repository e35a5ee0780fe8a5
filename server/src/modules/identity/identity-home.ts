import type { HomeFigure } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type AccountFilter, countAccounts } from './account/account-store.ts'

const FIGURES: readonly {
  readonly state: NonNullable<AccountFilter['state']>
  readonly title: HomeFigure['title']
  readonly tone: HomeFigure['tone']
}[] = [
  { state: 'active', title: { zh: '启用的账号', en: 'Accounts in use' }, tone: 'plain' },
  { state: 'locked', title: { zh: '已锁定的账号', en: 'Locked accounts' }, tone: 'attention' },
  { state: 'disabled', title: { zh: '已停用的账号', en: 'Disabled accounts' }, tone: 'plain' },
]

/** What identity puts on the home page of those who look after accounts. */
export const identityHome = {
  async figures(ctx: Ctx): Promise<readonly HomeFigure[]> {
    if (!ctx.authz.may(ctx.actor, 'list', 'account')) return []
    const counts = await countAccounts(ctx.db, ctx.clock.now())
    return FIGURES.map(({ state, title, tone }) => ({
      key: `accounts-${state}`,
      title,
      value: counts[state],
      unit: null,
      tone: counts[state] > 0 ? tone : 'plain',
      list: { operation: 'account.list', query: { state } },
    }))
  },
}
