/**
 * What could be given back or made smaller, and what is too small: measures and facts against one version of the rules. Pure.
 * What is not known is not judged: no measures are not nought.
 */

import type { MeasureMetric, SavingEvidence, SavingExemptionSort, SavingRule } from '@yunheng/contract'
import { addDays, daysBetween } from '../../platform/worktime/index.ts'
import { percentileOf, type Summary } from '../measure/index.ts'
import { overlaps } from './civil-days.ts'
import {
  idleEvidence,
  isIdleRefuted,
  isMeasured,
  isOversizedRefuted,
  type JudgedMeasures,
  type Measures,
  oversizedEvidence,
  PERCENT,
  undersizedEvidence,
} from './figures.ts'
import type { Thresholds } from './thresholds.ts'

export interface JudgedResource {
  readonly kind: 'server' | 'volume' | 'floating-ip'
  readonly vcpus: number
  readonly memoryMiB: number
  /** Civil day of its delivery. */
  readonly deliveredOn: string
  /** Of a server, the day on which it was last made larger or smaller; null where it never was. */
  readonly sizedOn: string | null
  /** Switched off since; null while it runs, or nobody sees it. */
  readonly stoppedOn: string | null
  /** Its cloud does not tell what it does. */
  readonly isUnseen: boolean
  /** Nothing has used it since; null while something does, and of servers. */
  readonly unusedOn: string | null
  /** The last day of its term. */
  readonly expiresOn: string | null
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
    // Off at night is off when this is asked: by the days of its window that were measured it is told whether enough is known.
    (resource.kind === 'server' && measures !== null ? measuredFinding(resource, measures, thresholds) : null)
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

/**
 * Rules that what is known does not speak against, found or not: of what nobody measured, or sees, an earlier finding still stands,
 * and a notice about it goes on. What is spared by now is not among them, nor what has another size since.
 */
export function unrefuted(
  resource: JudgedResource,
  measured: JudgedMeasures | null,
  exemptions: readonly Exemption[],
  thresholds: Thresholds,
  today: string,
): readonly SavingRule[] {
  if (resource.kind !== 'server') return []
  const measures = measured && allOfThisSize(measured, resource.sizedOn)
  const rules: SavingRule[] = []
  if (resource.isUnseen) rules.push('stopped')
  if (measures === null || !isIdleRefuted(measures.idle, thresholds)) rules.push('idle')
  if (measures === null || mayBeOversized(resource, measures.months, thresholds)) rules.push('oversized')
  return rules.filter((rule) => exemptBecause(resource, rule, exemptions, thresholds, today) === null)
}

function mayBeOversized(resource: JudgedResource, months: readonly Measures[], thresholds: Thresholds) {
  const [first] = months
  if (first !== undefined && ofThisSize(first, resource.sizedOn) !== first) return false
  if (isOversizedRefuted(months, thresholds)) return false
  return oversizedEvidence(months, thresholds) === null || smallerSize(resource, months, thresholds) !== null
}

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
