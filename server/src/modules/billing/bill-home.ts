import type { HomeFigure, Side, Text } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { countBills, countToDecide } from './bill/bill-store.ts'

/** What waits for whom: for the body its answer; for the regulator the body's objections, and what nobody answered. */
export const billHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (!ctx.authz.may(ctx.actor, 'list', 'bill')) return []
    if (side === 'department') {
      const title = { zh: '待确认的账单', en: 'Bills to confirm' }
      return [figure('bills-to-confirm', title, await countBills(ctx.db, 'sent'), { state: 'sent' })]
    }
    if (side !== 'supervision') return []
    const { disputed, closings } = await countToDecide(ctx.db)
    return [
      figure('bills-disputed', { zh: '有异议待答复的账单', en: 'Bills with open disputes' }, disputed, {
        disputeOpen: true,
      }),
      figure(
        'bill-closings',
        { zh: '待审定的未确认结账', en: 'Closings without confirmation to decide' },
        closings,
        {
          closingProposed: true,
        },
      ),
    ]
  },
}

const figure = (
  key: string,
  title: Text,
  value: number,
  query: Record<string, string | boolean>,
): HomeFigure => ({
  key,
  title,
  value,
  unit: null,
  tone: value > 0 ? 'attention' : 'plain',
  list: { operation: 'bill.list', query },
})
