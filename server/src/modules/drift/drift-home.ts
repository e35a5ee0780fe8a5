import type { DriftSort, HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { countDrift } from './drift-store.ts'
import { COUNTED_MAX } from './drift-view.ts'

const FIGURES: readonly {
  readonly sort: DriftSort
  readonly title: HomeFigure['title']
  readonly tone: HomeFigure['tone']
  readonly sides: readonly Side[]
}[] = [
  {
    sort: 'changed',
    title: { zh: '在平台外被改动的资源', en: 'Resources changed outside' },
    tone: 'attention',
    sides: ['supervision', 'department', 'provider', 'operations'],
  },
  {
    sort: 'vanished',
    title: { zh: '已消失的资源', en: 'Resources that vanished' },
    tone: 'bad',
    sides: ['supervision', 'department', 'provider', 'operations'],
  },
  {
    sort: 'reappeared',
    title: { zh: '重新出现的资源', en: 'Things that reappeared' },
    tone: 'attention',
    sides: ['supervision', 'provider'],
  },
  {
    sort: 'unmanaged',
    title: { zh: '未纳管的资源', en: 'Unmanaged things' },
    tone: 'plain',
    sides: ['supervision', 'provider'],
  },
]

/** What drift puts on the home page; beyond a bound only "at least so many" is worth knowing. */
export const driftHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (!ctx.authz.may(ctx.actor, 'list', 'drift')) return []
    const today = dayInChina(ctx.clock.now())
    const shown = FIGURES.filter((figure) => figure.sides.includes(side))
    const found: HomeFigure[] = []
    for (const { sort, title, tone } of shown) {
      const count = await countDrift(ctx.db, sort, today, COUNTED_MAX + 1)
      found.push({
        key: `drift-${sort}`,
        title,
        value: Math.min(count, COUNTED_MAX),
        unit: count > COUNTED_MAX ? { zh: '项以上', en: 'or more' } : null,
        tone: count > 0 ? tone : 'plain',
        list: { operation: 'drift.list', query: { sort } },
      })
    }
    return found
  },
}
