import type { DifferenceOwner, DifferenceState, HomeFigure, Side, Text } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { countWaiting } from './difference/difference-store.ts'

interface Waiting {
  readonly key: string
  readonly title: Text
  readonly state: DifferenceState
  readonly owner?: DifferenceOwner
}

/** What waits for whom: for owners their answers, for the regulator the second person. */
const FIGURE_OF: Partial<Record<Side, Waiting>> = {
  provider: {
    key: 'differences-to-answer',
    title: { zh: '待答复的对账差异', en: 'Differences to answer' },
    state: 'open',
    owner: 'provider',
  },
  department: {
    key: 'differences-to-answer',
    title: { zh: '待答复的对账差异', en: 'Differences to answer' },
    state: 'open',
    owner: 'department',
  },
  supervision: {
    key: 'differences-to-confirm',
    title: { zh: '待复核的对账差异', en: 'Differences to confirm' },
    state: 'adjusted',
  },
}

export const statementHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    const figure = FIGURE_OF[side]
    if (figure === undefined || !ctx.authz.may(ctx.actor, 'list', 'difference')) return []
    const { key, title, ...filter } = figure
    const value = await countWaiting(ctx.db, filter)
    const list = { operation: 'difference.list', query: { ...filter } }
    return [{ key, title, value, unit: null, tone: value > 0 ? 'attention' : 'plain', list }]
  },
}
