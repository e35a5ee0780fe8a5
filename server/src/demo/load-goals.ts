import { type GoalIndicator, goalOperations as goals } from '@yunheng/contract'
import { readIndicator } from '../modules/cockpit/index.ts'
import type { Ctx } from '../platform/context.ts'
import { dayInChina, monthsLater } from '../platform/worktime/index.ts'
import type { Stage } from './stage.ts'

/** Targets are a tenth better than what the ledger tells of the month of the baseline. */
const BETTER: Readonly<Record<Exclude<GoalIndicator, 'build-cost'>, number>> = {
  'cpu-use': 1.1,
  'memory-use': 1.1,
  'vcpu-cost': 0.9,
}
const PERCENT_MAX = 100

/** What building and running is to cost, and how well servers are to be used, from the second whole month of the story (R26). */
export async function loadGoals(system: Ctx, stage: Stage, regionId: string, today: Date): Promise<void> {
  const month = dayInChina(today).slice(0, 7)
  const baselineMonth = monthsLater(month, -2)
  const source = '衡川省政务云降本增效行动方案 第三条（样例）'
  const common = { dueMonth: monthsLater(month, 9), source }
  for (const indicator of ['cpu-use', 'memory-use', 'vcpu-cost'] as const) {
    const found = await readIndicator(system.db, indicator, regionId, baselineMonth)
    if (found === null) throw new Error(`the story tells nothing of ${indicator} in ${baselineMonth}`)
    const better = Number(found) * BETTER[indicator]
    const target = indicator === 'vcpu-cost' ? Math.floor(better) : Math.min(Math.ceil(better), PERCENT_MAX)
    await stage.act('bureau', goals.create, {
      body: { ...common, indicator, baselineMonth, baseline: null, target: String(target), note: '' },
    })
  }
  // From before the platform: by the document.
  await stage.act('bureau', goals.create, {
    body: {
      ...common,
      indicator: 'build-cost',
      baselineMonth: '2025-12',
      baseline: '3200000',
      target: '1000000',
      note: '基线按上年度决算报告填写。',
    },
  })
}
