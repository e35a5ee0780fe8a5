import type { HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { tallyOverdue } from './notice-store.ts'
import { tallyByRule } from './proposal-store.ts'
import { addTallies } from './proposal-view.ts'

const SEEING: ReadonlySet<Side> = new Set(['supervision', 'department'])

/** What could be given back or made smaller, or is too small, for those who can do something about it (R128). */
export const savingHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (!SEEING.has(side) || !ctx.authz.may(ctx.actor, 'list', 'saving-proposal')) return []
    const { count } = addTallies(await tallyByRule(ctx.db))
    const late = await tallyOverdue(ctx.db, dayInChina(ctx.clock.now()))
    return [
      {
        key: 'saving-proposals',
        title: { zh: '节约建议', en: 'Saving proposals' },
        value: count,
        unit: null,
        tone: count > 0 ? 'attention' : 'good',
        list: { operation: 'saving-proposal.list', query: {} },
      },
      {
        key: 'saving-notices-overdue',
        title: { zh: '逾期未办的节约通知', en: 'Saving notices not done in time' },
        value: late.count,
        unit: null,
        tone: late.count > 0 ? 'bad' : 'good',
        list: { operation: 'saving-notice.list', query: { overdue: true } },
      },
    ]
  },
}
