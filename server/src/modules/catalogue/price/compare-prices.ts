/** What would change in money if one version of prices followed another. Pure. */
import type { PriceDifference, PriceLine, TermFactor } from '@yunheng/contract'
import { toScaled } from '../estimate/decimal.ts'

interface Compared {
  readonly lines: readonly PriceLine[]
  readonly termFactors: readonly TermFactor[]
}

/** Line by line, what differs; a plan that loses its own price falls back to that of its whole offering, which stands as a line of its own. */
export function comparePrices(
  before: Compared | null,
  after: Compared,
): Pick<PriceDifference, 'lines' | 'sameCount' | 'termFactors'> {
  const earlier = new Map((before?.lines ?? []).map((line) => [keyOf(line), line]))
  const later = new Map(after.lines.map((line) => [keyOf(line), line]))
  const keys = [...new Set([...earlier.keys(), ...later.keys()])].sort()
  const all = keys.map((key) => differenceOf(earlier.get(key), later.get(key)))
  const lines = all.filter((line) => line.change !== 'same')
  return {
    lines: lines as PriceDifference['lines'],
    sameCount: all.length - lines.length,
    termFactors: sameFactors(before?.termFactors ?? [], after.termFactors)
      ? null
      : { before: [...(before?.termFactors ?? [])], after: [...after.termFactors] },
  }
}

const keyOf = (line: PriceLine) => `${line.offeringCode} ${line.planCode ?? ''} ${line.dimension} ${line.per}`

function differenceOf(before: PriceLine | undefined, after: PriceLine | undefined) {
  const { offeringCode, planCode, dimension, per } = (after ?? before) as PriceLine
  return {
    ...{ offeringCode, planCode, dimension, per },
    before: before?.unitPrice ?? null,
    after: after?.unitPrice ?? null,
    change: changeOf(before?.unitPrice, after?.unitPrice),
  }
}

function changeOf(before: string | undefined, after: string | undefined) {
  if (before === undefined) return 'added'
  if (after === undefined) return 'removed'
  const [from, to] = [toScaled(before), toScaled(after)]
  return from === to ? 'same' : to > from ? 'raised' : 'lowered'
}

function sameFactors(before: readonly TermFactor[], after: readonly TermFactor[]): boolean {
  const words = (factors: readonly TermFactor[]) =>
    factors
      .map((one) => `${one.fromMonths} ${toScaled(one.factor)}`)
      .sort()
      .join('|')
  return words(before) === words(after)
}
