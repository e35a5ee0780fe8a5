import type { BillState, HomeFigure, Side, Text } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { countBills } from './bill/bill-store.ts'

/** What waits for whom: for the body its answer, for the centre the body's objections. */
const FIGURE_OF: Partial<
  Record<Side, { readonly key: string; readonly title: Text; readonly state: BillState }>
> = {
  department: {
    key: 'bills-to-confirm',
    title: { zh: '待确认的账单', en: 'Bills to confirm' },
    state: 'sent',
  },
  supervision: {
    key: 'bills-disputed',
    title: { zh: '有异议的账单', en: 'Disputed bills' },
    state: 'disputed',
  },
}

export const billHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    const figure = FIGURE_OF[side]
    if (figure === undefined || !ctx.authz.may(ctx.actor, 'list', 'bill')) return []
    const { key, title, state } = figure
    const value = await countBills(ctx.db, state)
    const list = { operation: 'bill.list', query: { state } }
    return [{ key, title, value, unit: null, tone: value > 0 ? 'attention' : 'plain', list }]
  },
}
