import type { HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { listConnected } from './contract-store.ts'

const SEEING: ReadonlySet<Side> = new Set(['supervision', 'guide'])

/** R33 on the cockpit: departments that have connected, with the list behind it. */
export const contractHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (!SEEING.has(side) || !ctx.authz.may(ctx.actor, 'list', 'service-contract')) return []
    const [first] = await listConnected(ctx.db, dayInChina(ctx.clock.now()), 1)
    return [
      {
        key: 'departments-connected',
        title: { zh: '租用接入政务云的部门', en: 'Departments connected by lease' },
        value: first?.departments ?? 0,
        unit: { zh: '个', en: 'departments' },
        tone: 'plain',
        list: { operation: 'service-contract.connected', query: {} },
      },
    ]
  },
}
