import type { HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { countPlacement } from './wave/wave-store.ts'

const SEEING: ReadonlySet<Side> = new Set(['supervision', 'department'])

/** R20 on the cockpit: what is neither on the cloud nor in a wave, with its list behind it. */
export const systemHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (!SEEING.has(side) || !ctx.authz.may(ctx.actor, 'list', 'system')) return []
    const { neither } = await countPlacement(ctx.db, dayInChina(ctx.clock.now()))
    return [
      {
        key: 'systems-without-place',
        title: { zh: '未上云也未排批的系统', en: 'Systems neither on the cloud nor in a wave' },
        value: neither,
        unit: null,
        tone: neither > 0 ? 'attention' : 'good',
        list: { operation: 'system.list', query: { gap: 'no-wave' } },
      },
    ]
  },
}
