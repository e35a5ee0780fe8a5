/** When versions of prices count: pure rules on civil days. A version counts until the next one of the same provider begins. */
import type { FieldProblem } from '../../../platform/errors.ts'
import { formatDay, parseDay } from '../../../platform/worktime/index.ts'

/** A version without its lines. */
export interface PriceHead {
  readonly id: string
  readonly name: string
  readonly providerBodyId: string | null
  readonly effectiveFrom: string
  /** The last day, where it is agreed. */
  readonly effectiveTo: string | null
  readonly publishedAt: Date | null
}

export interface PriceDays extends PriceHead {
  /** The first day on which it does not count any more; null without an end. */
  readonly beyond: string | null
}

/**
 * From when until when each of these counts. Of two that begin on one day (older installations allowed it) the one that was
 * published later counts, the other never does; a draft is taken as if it were published last.
 */
export function daysOf(heads: readonly PriceHead[]): readonly PriceDays[] {
  return [...Map.groupBy(heads, (head) => head.providerBodyId).values()].flatMap((own) => {
    const sorted = own.toSorted(byBeginning)
    return sorted.map((head, at) => ({
      ...head,
      beyond: earlier(sorted[at + 1]?.effectiveFrom ?? null, head.effectiveTo && dayAfter(head.effectiveTo)),
    }))
  })
}

function byBeginning(a: PriceHead, b: PriceHead): number {
  if (a.effectiveFrom !== b.effectiveFrom) return a.effectiveFrom < b.effectiveFrom ? -1 : 1
  return (
    (a.publishedAt?.getTime() ?? Infinity) - (b.publishedAt?.getTime() ?? Infinity) || (a.id < b.id ? -1 : 1)
  )
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

/** What counts on a day for a provider: its own version where one counts, otherwise the general one. */
export function inForceOn(
  days: readonly PriceDays[],
  providerBodyId: string | null,
  day: string,
): PriceDays | null {
  const counts = (one: PriceDays) => one.effectiveFrom <= day && (one.beyond === null || day < one.beyond)
  const own = days.find((one) => one.providerBodyId === providerBodyId && counts(one))
  return own ?? days.find((one) => one.providerBodyId === null && counts(one)) ?? null
}

export interface Overlap {
  readonly name: string
  readonly why: { readonly zh: string; readonly en: string }
  readonly field: FieldProblem
}

/** The published version of the same provider that this one would overlap with; null when there is none. */
export function findOverlap(published: readonly PriceHead[], price: Omit<PriceHead, 'name' | 'publishedAt'>) {
  const { effectiveFrom: from, effectiveTo: to } = price
  for (const other of published) {
    if (other.id === price.id || other.providerBodyId !== price.providerBodyId) continue
    const overlap = overlapOf(other, from, to)
    if (overlap !== null) return { name: other.name, ...overlap } satisfies Overlap
  }
  return null
}

function overlapOf(other: PriceHead, from: string, to: string | null): Omit<Overlap, 'name'> | null {
  if (other.effectiveFrom === from)
    return at('/effectiveFrom', `两者都从 ${from} 起生效`, `both begin on ${from}`)
  if (other.effectiveFrom < from && other.effectiveTo !== null && other.effectiveTo >= from)
    return at(
      '/effectiveFrom',
      `它约定有效至 ${other.effectiveTo}，晚于本版本的生效日 ${from}`,
      `it is agreed until ${other.effectiveTo}, and this one begins on ${from}`,
    )
  if (other.effectiveFrom > from && to !== null && to >= other.effectiveFrom)
    return at(
      '/effectiveTo',
      `它从 ${other.effectiveFrom} 起生效，本版本却约定有效至 ${to}`,
      `it begins on ${other.effectiveFrom}, and this one is agreed until ${to}`,
    )
  return null
}

function at(path: string, zh: string, en: string) {
  return { why: { zh, en }, field: { path, zh, en } }
}

/** The last day that a date of four digits can say: people write it for "for ever". */
const LAST_DAY = '9999-12-31'

export function dayAfter(day: string): string {
  return day === LAST_DAY ? day : formatDay((parseDay(day) as number) + 1)
}

export function dayBefore(day: string): string {
  return formatDay((parseDay(day) as number) - 1)
}

/** Midnight of Asia/Shanghai with which the civil day begins. */
export const midnightOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`)
