import type { HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { countUnpriced } from '../../resource/index.ts'
import { listCounties, listNodes } from '../rate/rate-store.ts'
import { oldBefore, ratesOf, toCounty, toNode } from '../rate/rates.ts'

const SEEING: ReadonlySet<Side> = new Set(['supervision', 'operations'])

const COUNTED_MAX = 100_000

/** What was taken in and costs nothing, since nobody said by which plan. */
async function withoutPlan(ctx: Ctx): Promise<HomeFigure> {
  const value = await countUnpriced(ctx.db, COUNTED_MAX)
  return {
    key: 'without-plan',
    title: { zh: '无计价规格的资源', en: 'Resources without a plan' },
    value,
    unit: { zh: '项', en: '' },
    tone: value === 0 ? 'good' : 'attention',
    list: { operation: 'resource.list', query: { withoutPlan: 'true' } },
  }
}

/** R18 and R19 on the cockpit, each with its table behind it. */
export const adoptionHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    if (!SEEING.has(side) || !ctx.authz.may(ctx.actor, 'list', 'inventory')) return []
    const nodes = (await listNodes(ctx.db, oldBefore(ctx.clock.now()))).map(toNode)
    const counties = (await listCounties(ctx.db)).map(toCounty)
    const rates = ratesOf(nodes, counties).map((rate): HomeFigure => {
      const isReached = rate.percent !== null && rate.percent >= rate.target
      return {
        key: `rate-${rate.requirement.toLowerCase()}`,
        title: rate.title,
        value: rate.percent,
        unit: { zh: '%', en: '%' },
        tone: rate.percent === null ? 'plain' : isReached ? 'good' : 'attention',
        list: { operation: 'adoption.rates', query: {} },
      }
    })
    return [...rates, await withoutPlan(ctx)]
  },
}
