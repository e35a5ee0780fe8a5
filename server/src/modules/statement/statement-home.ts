import type {
  DifferenceDue,
  DifferenceOwner,
  DifferenceState,
  HomeFigure,
  Side,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { countWaiting } from './difference/difference-store.ts'

interface Waiting {
  readonly key: string
  readonly title: Text
  readonly state: DifferenceState
  readonly owner?: DifferenceOwner
  readonly due?: DifferenceDue
}

const TO_ANSWER: Text = { zh: '待答复的对账差异', en: 'Differences to answer' }
const OVERDUE = {
  key: 'differences-overdue',
  title: { zh: '逾期未答复的对账差异', en: 'Differences past their day' },
  state: 'open',
  due: 'overdue',
} as const

/** What waits for whom: for owners their answers, for the regulator the second person; and what waits too long, where something does. */
const FIGURES_OF: Partial<Record<Side, readonly Waiting[]>> = {
  provider: [
    { key: 'differences-to-answer', title: TO_ANSWER, state: 'open', owner: 'provider' },
    { ...OVERDUE, owner: 'provider' },
  ],
  department: [
    { key: 'differences-to-answer', title: TO_ANSWER, state: 'open', owner: 'department' },
    { ...OVERDUE, owner: 'department' },
  ],
  supervision: [
    {
      key: 'differences-to-confirm',
      title: { zh: '待复核的对账差异', en: 'Differences to confirm' },
      state: 'adjusted',
    },
    OVERDUE,
  ],
}

export const statementHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (!ctx.authz.may(ctx.actor, 'list', 'difference')) return []
    const today = dayInChina(ctx.clock.now())
    const figures: HomeFigure[] = []
    for (const { key, title, ...filter } of FIGURES_OF[side] ?? []) {
      const value = await countWaiting(ctx.db, filter, today)
      if (filter.due === 'overdue' && value === 0) continue
      const list = { operation: 'difference.list', query: { ...filter } }
      figures.push({ key, title, value, unit: null, tone: value > 0 ? 'attention' : 'plain', list })
    }
    return figures
  },
}
