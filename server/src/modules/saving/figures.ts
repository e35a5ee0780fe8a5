/** What the measures of a window say of one rule: it holds, it fails, or nobody knows. Pure. */
import type { MeasureMetric, SavingEvidence } from '@yunheng/contract'
import { meanOf, percentileOf, type Summary } from '../measure/index.ts'
import { type DayWindow, lengthOf } from './civil-days.ts'
import type { Thresholds } from './thresholds.ts'

export interface Measures {
  readonly window: DayWindow
  readonly of: ReadonlyMap<MeasureMetric, Summary>
}

/** The windows that the rules of these thresholds look at. */
export interface JudgedMeasures {
  readonly idle: Measures
  readonly undersized: Measures
  /** Month by month, the earliest first. */
  readonly months: readonly Measures[]
}

/** Thousandths in a percent. */
export const PERCENT = 10
const KIB = 1024

/** Enough days of the window were measured for anything to be said of it. */
function summaryIn({ window, of }: Measures, metric: MeasureMetric, coverage: number): Summary | null {
  const summary = of.get(metric)
  return summary !== undefined && summary.days * 100 >= coverage * lengthOf(window) ? summary : null
}

export const isMeasured = (measures: JudgedMeasures | null, { coverage }: Thresholds) =>
  measures !== null && summaryIn(measures.undersized, 'cpu', coverage) !== null

const shown = (value: number) => Math.round(value * 10) / 10

type Relation = SavingEvidence['relation']
const holds = (value: number, relation: Relation, limit: number) =>
  relation === 'below' ? value < limit : relation === 'at-most' ? value <= limit : value > limit

/** What the rule compares, or null where it is not known. A percentile counts by the end of its step that is harder to reach. */
function figureOf(summary: Summary, figure: SavingEvidence['figure'], relation: Relation): number | null {
  switch (figure) {
    case 'cpu-mean':
    case 'memory-mean':
    case 'disk-mean':
      return (meanOf(summary) ?? 0) / PERCENT
    case 'network-mean':
      return (meanOf(summary) ?? 0) / KIB
    case 'cpu-p95': {
      const step = percentileOf('cpu', summary, 95)
      return step === null ? null : (relation === 'above' ? step.from : step.to) / PERCENT
    }
    case 'days-stopped':
    case 'days-unused':
    case 'days-since-end':
      return null
  }
}

const METRIC: Readonly<Partial<Record<SavingEvidence['figure'], MeasureMetric>>> = {
  'cpu-mean': 'cpu',
  'cpu-p95': 'cpu',
  'memory-mean': 'memory',
  'disk-mean': 'disk',
  'network-mean': 'network',
}

type Condition = readonly [figure: SavingEvidence['figure'], relation: Relation, limit: number]

/** The figure with what it was compared with; null where it is not known or does not hold. */
function evidenceOf(
  measures: Measures,
  [figure, relation, limit]: Condition,
  coverage: number,
): SavingEvidence | null {
  const value = toldBy(measures, [figure, relation, limit], coverage)
  if (value === null || !holds(value, relation, limit)) return null
  return { figure, ...measures.window, value: shown(value), relation, limit }
}

function toldBy(measures: Measures, [figure, relation]: Condition, coverage: number): number | null {
  const metric = METRIC[figure]
  const summary = metric === undefined ? null : summaryIn(measures, metric, coverage)
  return summary === null ? null : figureOf(summary, figure, relation)
}

/** All of them, or nothing. */
function allOf(measures: Measures, conditions: readonly Condition[], coverage: number) {
  const evidence = conditions.map((condition) => evidenceOf(measures, condition, coverage))
  return evidence.every((one) => one !== null) ? evidence : null
}

/** One that is known and does not hold is enough: whatever else is not known. */
const isRefuted = (measures: Measures, conditions: readonly Condition[], coverage: number): boolean =>
  conditions.some(([figure, relation, limit]) => {
    const value = toldBy(measures, [figure, relation, limit], coverage)
    return value !== null && !holds(value, relation, limit)
  })

const idleWhen = ({ idle }: Thresholds): readonly Condition[] => [
  ['cpu-mean', 'below', idle.cpuMean],
  ['network-mean', 'at-most', idle.networkKib],
]

const oversizedWhen = ({ oversized }: Thresholds): readonly Condition[] => [
  ['cpu-mean', 'below', oversized.cpuMean],
  ['memory-mean', 'below', oversized.memoryMean],
  ['cpu-p95', 'below', oversized.cpuP95],
]

export const idleEvidence = (measures: Measures, thresholds: Thresholds) =>
  allOf(measures, idleWhen(thresholds), thresholds.coverage)

export function oversizedEvidence(months: readonly Measures[], thresholds: Thresholds) {
  const each = months.map((month) => allOf(month, oversizedWhen(thresholds), thresholds.coverage))
  return each.length > 0 && each.every((one) => one !== null) ? each.flat() : null
}

export const isIdleRefuted = (measures: Measures, thresholds: Thresholds): boolean =>
  isRefuted(measures, idleWhen(thresholds), thresholds.coverage)

export const isOversizedRefuted = (months: readonly Measures[], thresholds: Thresholds): boolean =>
  months.some((month) => isRefuted(month, oversizedWhen(thresholds), thresholds.coverage))

/** Any one of them is enough. */
export const undersizedEvidence = (measures: Measures, { undersized, coverage }: Thresholds) =>
  (
    [
      ['cpu-mean', 'above', undersized.cpuMean],
      ['cpu-p95', 'above', undersized.cpuP95],
      ['memory-mean', 'above', undersized.memoryMean],
      ['disk-mean', 'above', undersized.disk],
    ] as const
  ).flatMap((condition) => evidenceOf(measures, condition, coverage) ?? [])
