/** Rules of goals (R26). Pure: months are given. */
import type { GoalIndicator, GoalState, ReasonCode, Text } from '@yunheng/contract'

interface Indicator {
  readonly name: Text
  readonly unit: Text
  readonly formula: Text
  readonly direction: 'up' | 'down'
}

const YUAN: Text = { zh: '元', en: 'yuan' }
const PERCENT: Text = { zh: '%', en: '%' }

export const INDICATORS: Readonly<Record<GoalIndicator, Indicator>> = {
  'build-cost': {
    name: { zh: '基础设施建设投资', en: 'Cost of building infrastructure' },
    unit: YUAN,
    formula: {
      zh: '截至该月的十二个月内，已同意的项目申报中机房与自有云扩容的投资之和',
      en: 'Sum of what accepted project filings of the twelve months up to the month put into machine rooms and own clouds',
    },
    direction: 'down',
  },
  'vcpu-cost': {
    name: { zh: '每 vCPU 每月费用', en: 'Cost of a vCPU for a month' },
    unit: YUAN,
    formula: {
      zh: '该月账单（含草稿）中 vCPU 的费用 ÷ 计费的 vCPU 数（按整月折算），不含一次性费用',
      en: 'What the bills of the month (drafts as well) charge for vCPUs ÷ vCPUs held for the whole month, without what is paid once',
    },
    direction: 'down',
  },
  'cpu-use': {
    name: { zh: 'CPU 平均使用率', en: 'Mean use of CPU' },
    unit: PERCENT,
    formula: {
      zh: '该月全部服务器 CPU 使用率采样之和 ÷ 采样数',
      en: 'Sum of the samples of CPU use of all servers in the month ÷ their number',
    },
    direction: 'up',
  },
  'memory-use': {
    name: { zh: '内存平均使用率', en: 'Mean use of memory' },
    unit: PERCENT,
    formula: {
      zh: '该月全部服务器内存使用率采样之和 ÷ 采样数',
      en: 'Sum of the samples of memory use of all servers in the month ÷ their number',
    },
    direction: 'up',
  },
}

/** Hundredths: two places at most. */
export function hundredthsOf(value: string): bigint {
  const [whole = '0', part = ''] = value.split('.')
  return BigInt(whole + part.padEnd(2, '0').slice(0, 2))
}

export interface GoalFacts {
  readonly indicator: GoalIndicator
  readonly baseline: string
  readonly target: string
  readonly dueMonth: string
}

const signOf = (indicator: GoalIndicator) => (INDICATORS[indicator].direction === 'up' ? 1n : -1n)

/** Where on the way from baseline to target the actual is: whole percent, cut toward nothing, so that 100 is never said too early. */
export function progressOf({ baseline, target }: GoalFacts, actual: string | null): number | null {
  if (actual === null) return null
  const from = hundredthsOf(baseline)
  return Number(((hundredthsOf(actual) - from) * 100n) / (hundredthsOf(target) - from))
}

/** `lastMonth`: the latest that is over. What was reached in the month it was due stays reached. */
export function stateOf(goal: GoalFacts, actual: string | null, lastMonth: string): GoalState {
  if (actual === null) return 'unknown'
  const sign = signOf(goal.indicator)
  if (hundredthsOf(actual) * sign >= hundredthsOf(goal.target) * sign) return 'reached'
  return goal.dueMonth <= lastMonth ? 'missed' : 'under-way'
}

/** The month that the actual is of. */
export const actualMonthOf = (dueMonth: string, lastMonth: string): string =>
  dueMonth < lastMonth ? dueMonth : lastMonth

const HUNDRED_PERCENT = 10_000n

export function refuseTarget({ indicator, baseline, target }: GoalFacts): ReasonCode | null {
  const sign = signOf(indicator)
  const isBetter = hundredthsOf(target) * sign > hundredthsOf(baseline) * sign
  const isPossible = INDICATORS[indicator].direction === 'down' || hundredthsOf(target) <= HUNDRED_PERCENT
  return isBetter && isPossible ? null : 'goal.direction'
}

export function refuseMonths(baselineMonth: string, dueMonth: string, lastMonth: string): ReasonCode | null {
  return baselineMonth <= lastMonth && dueMonth > baselineMonth ? null : 'goal.months'
}

/** Another level reads it; after its month nobody changes what came of it. */
export function refuseChange(
  goal: { readonly region_id: string; readonly due_month: string },
  regionId: string | null,
  lastMonth: string,
): ReasonCode | null {
  if (goal.region_id !== regionId) return 'goal.not_yours'
  return goal.due_month <= lastMonth ? 'goal.over' : null
}
