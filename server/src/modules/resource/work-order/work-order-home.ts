import type { HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { countForHome, type OrderFigures } from './work-order-store.ts'

interface FigureRule {
  readonly of: keyof OrderFigures
  readonly title: HomeFigure['title']
  readonly sides: readonly Side[]
  readonly tone: HomeFigure['tone']
  readonly query: NonNullable<HomeFigure['list']>['query']
}

const RULES: readonly FigureRule[] = [
  {
    of: 'open',
    title: { zh: '待接单的工单', en: 'Work orders to accept' },
    sides: ['provider'],
    tone: 'attention',
    query: { state: 'open' },
  },
  {
    of: 'inHand',
    title: { zh: '办理中的工单', en: 'Work orders in hand' },
    sides: ['provider'],
    tone: 'plain',
    query: { state: 'accepted' },
  },
  {
    of: 'toPass',
    title: { zh: '待验收的派发工单', en: 'Dispatched work orders to pass' },
    sides: ['operations'],
    tone: 'attention',
    query: { state: 'delivered', dispatched: true },
  },
  {
    of: 'destructions',
    title: { zh: '待见证的数据销毁', en: 'Destructions of data to witness' },
    sides: ['department', 'operations'],
    tone: 'attention',
    query: { state: 'delivered', task: 'destruction' },
  },
  {
    of: 'overdue',
    title: { zh: '已超期的工单', en: 'Overdue work orders' },
    sides: ['supervision', 'operations', 'provider'],
    tone: 'bad',
    query: { overdue: true },
  },
]

/** What work orders put on the home page of a side. */
export const workOrderHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    const rules = RULES.filter((rule) => rule.sides.includes(side))
    if (rules.length === 0 || !ctx.authz.may(ctx.actor, 'list', 'work-order')) return []
    const counts = await countForHome(ctx.db, ctx.clock.now())
    return rules.map(({ of, title, tone, query }) => ({
      key: `work-orders-${of.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`,
      title,
      value: counts[of],
      unit: null,
      tone: counts[of] > 0 ? tone : 'plain',
      list: { operation: 'work-order.list', query },
    }))
  },
}
