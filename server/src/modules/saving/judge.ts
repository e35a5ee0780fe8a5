/**
 * What could be given back or made smaller, and what is too small: measures and facts against one version of the rules. Pure.
 * What is not known is not judged: no measures are not nought.
 */

import type { MeasureMetric, SavingEvidence, SavingExemptionSort, SavingRule } from '@yunheng/contract'
import { addDays, daysBetween } from '../../platform/worktime/index.ts'
import { meanOf, percentileOf, type Summary } from '../measure/index.ts'
import { type DayWindow, lengthOf, overlaps } from './civil-days.ts'
import type { Thresholds } from './thresholds.ts'

export interface JudgedResource {
  readonly kind: 'server' | 'volume' | 'floating-ip'
  readonly vcpus: number
  readonly memoryMiB: number
  /** Civil day of its delivery. */
  readonly deliveredOn: string
  /** Of a server, the day on which it was last made larger or smaller; null where it never was. */
  readonly sizedOn: string | null
  /** Switched off since; null while it runs. */
  readonly stoppedOn: string | null
  /** Nothing has used it since; null while something does, and of servers. */
  readonly unusedOn: string | null
  /** The last day of its term. */
  readonly expiresOn: string | null
}

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

export interface Exemption {
  readonly sort: SavingExemptionSort
  readonly from: string
  readonly to: string | null
}

export interface Size {
  readonly vcpus: number
  readonly memoryMiB: number
}

export interface Finding {
  readonly rule: SavingRule
  readonly evidence: readonly SavingEvidence[]
  /** The size that would do; null where the whole could be given back, or more is wanted. */
  readonly size: Size | null
}

/** Why it was not found: it is well, nobody may judge it, or nothing is known. */
export type Judgement =
  | { readonly is: 'found'; readonly finding: Finding }
  | { readonly is: 'exempt'; readonly why: 'first-days' | SavingExemptionSort; readonly rule: SavingRule }
  | { readonly is: 'unmeasured' }
  | { readonly is: 'well' }

const WELL: Judgement = { is: 'well' }
const NOTHING: Measures['of'] = new Map()

/** What was measured while it had another size says nothing of the present one. */
export const ofThisSize = (measures: Measures, sizedOn: string | null): Measures =>
  sizedOn !== null && sizedOn >= measures.window.from ? { ...measures, of: NOTHING } : measures

function allOfThisSize(measures: JudgedMeasures, sizedOn: string | null): JudgedMeasures {
  const own = (one: Measures) => ofThisSize(one, sizedOn)
  return { idle: own(measures.idle), undersized: own(measures.undersized), months: measures.months.map(own) }
}

export function judge(
  resource: JudgedResource,
  measured: JudgedMeasures | null,
  exemptions: readonly Exemption[],
  thresholds: Thresholds,
  today: string,
): Judgement {
  const measures = measured && allOfThisSize(measured, resource.sizedOn)
  const finding = findingOf(resource, measures, thresholds, today)
  if (finding === null)
    return resource.kind === 'server' && resource.stoppedOn === null && !isMeasured(measures, thresholds)
      ? { is: 'unmeasured' }
      : WELL
  const why = exemptBecause(resource, finding.rule, exemptions, thresholds, today)
  return why === null ? { is: 'found', finding } : { is: 'exempt', why, rule: finding.rule }
}

/** One thing to do about one resource: what is over comes first, what is off next, then what is measured. */
function findingOf(
  resource: JudgedResource,
  measures: JudgedMeasures | null,
  thresholds: Thresholds,
  today: string,
): Finding | null {
  const { expiresOn, stoppedOn, unusedOn } = resource
  const gone = (rule: SavingRule, figure: SavingEvidence['figure'], since: string | null, limit: number) => {
    const value = since === null ? -1 : daysBetween(since, today)
    if (value <= limit || since === null) return null
    return {
      rule,
      size: null,
      evidence: [{ figure, from: since, to: today, value, relation: 'above', limit }],
    } as const
  }
  return (
    gone('expired', 'days-since-end', expiresOn, thresholds.expiredDays) ??
    gone('stopped', 'days-stopped', stoppedOn, thresholds.stoppedDays) ??
    gone('orphan', 'days-unused', unusedOn, thresholds.orphanDays) ??
    (resource.kind === 'server' && stoppedOn === null && measures !== null
      ? measuredFinding(resource, measures, thresholds)
      : null)
  )
}

function measuredFinding(size: Size, measures: JudgedMeasures, thresholds: Thresholds): Finding | null {
  const idle = idleEvidence(measures.idle, thresholds)
  if (idle !== null) return { rule: 'idle', evidence: idle, size: null }
  const oversized = oversizedEvidence(measures.months, thresholds)
  const smaller = oversized === null ? null : smallerSize(size, measures.months, thresholds)
  if (oversized !== null && smaller !== null) return { rule: 'oversized', evidence: oversized, size: smaller }
  const undersized = undersizedEvidence(measures.undersized, thresholds)
  return undersized.length === 0 ? null : { rule: 'undersized', evidence: undersized, size: null }
}

// ------------------------------------------------------------------------------------------------ figures

const PERCENT = 10
const KIB = 1024

/** Enough days of the window were measured for anything to be said of it. */
function summaryIn({ window, of }: Measures, metric: MeasureMetric, coverage: number): Summary | null {
  const summary = of.get(metric)
  return summary !== undefined && summary.days * 100 >= coverage * lengthOf(window) ? summary : null
}

const isMeasured = (measures: JudgedMeasures | null, { coverage }: Thresholds) =>
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
  const metric = METRIC[figure]
  const summary = metric === undefined ? null : summaryIn(measures, metric, coverage)
  const value = summary === null ? null : figureOf(summary, figure, relation)
  if (value === null || !holds(value, relation, limit)) return null
  return { figure, ...measures.window, value: shown(value), relation, limit }
}

/** All of them, or nothing. */
function allOf(measures: Measures, conditions: readonly Condition[], coverage: number) {
  const evidence = conditions.map((condition) => evidenceOf(measures, condition, coverage))
  return evidence.every((one) => one !== null) ? evidence : null
}

const idleEvidence = (measures: Measures, { idle, coverage }: Thresholds) =>
  allOf(
    measures,
    [
      ['cpu-mean', 'below', idle.cpuMean],
      ['network-mean', 'at-most', idle.networkKib],
    ],
    coverage,
  )

function oversizedEvidence(months: readonly Measures[], { oversized, coverage }: Thresholds) {
  const conditions: readonly Condition[] = [
    ['cpu-mean', 'below', oversized.cpuMean],
    ['memory-mean', 'below', oversized.memoryMean],
    ['cpu-p95', 'below', oversized.cpuP95],
  ]
  const each = months.map((month) => allOf(month, conditions, coverage))
  return each.length > 0 && each.every((one) => one !== null) ? each.flat() : null
}

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

// ------------------------------------------------------------------------------------------------ size

const VCPUS_MIN = 1
const MEMORY_MIN_MIB = 1024

/**
 * Halved as often as the busiest of the months still leaves the P95 of the CPU, and the mean of the daily peaks of the memory,
 * below the thresholds. Null where nothing would change.
 */
export function smallerSize(
  size: Size,
  months: readonly Measures[],
  { oversized, undersized }: Thresholds,
): Size | null {
  const worst = (metric: MeasureMetric, pick: (summary: Summary) => number) =>
    Math.max(0, ...months.flatMap(({ of }) => (of.has(metric) ? [pick(of.get(metric) as Summary)] : [])))
  const cpu = worst('cpu', (summary) => (percentileOf('cpu', summary, 95)?.to ?? 1000) / PERCENT)
  const memory = worst('memory', (summary) => summary.peakSum / Math.max(1, summary.days) / PERCENT)
  const vcpus = halved(size.vcpus, cpu, oversized.cpuP95, VCPUS_MIN)
  const memoryMiB = halved(size.memoryMiB, memory, undersized.memoryMean, MEMORY_MIN_MIB)
  return vcpus === size.vcpus && memoryMiB === size.memoryMiB ? null : { vcpus, memoryMiB }
}

function halved(amount: number, used: number, limit: number, minimum: number): number {
  let [left, share] = [amount, used]
  while (left % 2 === 0 && left / 2 >= minimum && share * 2 < limit) [left, share] = [left / 2, share * 2]
  return left
}

// ------------------------------------------------------------------------------------------------ exemptions

/** What each reason keeps from being found. What must be kept is never found; what is too small may always grow. */
const SPARED: Readonly<Record<'first-days' | SavingExemptionSort, readonly SavingRule[]>> = {
  'first-days': ['idle', 'oversized', 'stopped', 'orphan'],
  standby: ['idle', 'oversized', 'stopped'],
  season: ['idle', 'oversized', 'stopped'],
  'must-keep': ['idle', 'oversized', 'stopped', 'orphan', 'expired'],
}

function exemptBecause(
  { deliveredOn }: JudgedResource,
  rule: SavingRule,
  exemptions: readonly Exemption[],
  { firstDays, seasonLead, idle, oversized, stoppedDays }: Thresholds,
  today: string,
): 'first-days' | SavingExemptionSort | null {
  const spares = (why: 'first-days' | SavingExemptionSort) => SPARED[why].includes(rule)
  if (spares('first-days') && daysBetween(deliveredOn, today) < firstDays) return 'first-days'
  // A peak that lies in what was judged, is under way, or is near: what was made for it looks idle around it.
  const DAYS_OF_MONTH = 31
  const back =
    rule === 'oversized' ? oversized.months * DAYS_OF_MONTH : rule === 'idle' ? idle.days : stoppedDays
  const around = { from: addDays(today, -back), to: addDays(today, seasonLead) }
  const now = { from: today, to: today }
  return (
    exemptions.find(({ sort, ...span }) => spares(sort) && overlaps(sort === 'season' ? around : now, span))
      ?.sort ?? null
  )
}
