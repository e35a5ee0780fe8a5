import type { HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { countMissing } from './unconnected-store.ts'
import { calendarOf } from './unconnected-view.ts'

/** R32: reports that are missing, for those who look after the lower levels. */
export const unconnectedHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (side !== 'supervision' || !ctx.authz.may(ctx.actor, 'list', 'unconnected-platform')) return []
    const missing = await countMissing(ctx.db, await calendarOf(ctx, ctx.db))
    return [
      {
        key: 'reports-missing',
        title: { zh: '缺报的下级平台', en: 'Lower platforms without a report' },
        value: missing,
        unit: null,
        tone: missing > 0 ? 'bad' : 'plain',
        list: { operation: 'unconnected-platform.list', query: { missing: true } },
      },
    ]
  },
}
