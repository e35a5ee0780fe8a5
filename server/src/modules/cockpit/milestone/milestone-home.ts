import type { HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { countLate } from './milestone-store.ts'

/** R3 on the home page of those who steer: what is late, red, with its list behind it. */
export const milestoneHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (side !== 'supervision' || !ctx.authz.may(ctx.actor, 'list', 'milestone')) return []
    const late = await countLate(ctx.db, dayInChina(ctx.clock.now()))
    return [
      {
        key: 'milestones-late',
        title: { zh: '逾期的里程碑', en: 'Milestones that are late' },
        value: late,
        unit: null,
        tone: late > 0 ? 'bad' : 'good',
        list: { operation: 'milestone.list', query: { state: 'late' } },
      },
    ]
  },
}
