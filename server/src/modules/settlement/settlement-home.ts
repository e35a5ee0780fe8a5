import type { HomeFigure, SettlementState, Side, Text } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { countSettlements } from './sheet/settlement-store.ts'

/** What waits for whom: for the provider its answer, for the regulators their approval. */
const FIGURE_OF: Partial<
  Record<Side, { readonly key: string; readonly title: Text; readonly state: SettlementState }>
> = {
  provider: {
    key: 'settlements-to-confirm',
    title: { zh: '待确认的结算单', en: 'Settlements to confirm' },
    state: 'sent',
  },
  supervision: {
    key: 'settlements-to-approve',
    title: { zh: '待批准的结算单', en: 'Settlements to approve' },
    state: 'confirmed',
  },
}

export const settlementHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    const figure = FIGURE_OF[side]
    if (figure === undefined || !ctx.authz.may(ctx.actor, 'list', 'settlement')) return []
    const { key, title, state } = figure
    const value = await countSettlements(ctx.db, state)
    const list = { operation: 'settlement.list', query: { state } }
    return [{ key, title, value, unit: null, tone: value > 0 ? 'attention' : 'plain', list }]
  },
}
