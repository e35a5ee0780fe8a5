import { monthOf, type Window, windowOfMonth } from '../civil-month.ts'
import type { Phase, UsageRow } from '../derive-usage.ts'
import { flowsOf, type Reading } from './flow.ts'

const HOUR_MS = 3_600_000
const SECONDS_OF_HOUR = 3600

/** Of one resource: its readings, and since when it is there. */
export interface Counted {
  readonly begun: number
  readonly readings: readonly Reading[]
}

/**
 * Usage of what is counted as it flowed, for whoever held the thing when it was read, in the hour of the reading. What is read after
 * its service has ended, or while it is gone, is nobody's (R236). An amount stands as held for the whole of its civil month (`meter.ts`).
 *
 * @param phases all of the resource that begin before the window's end, from the one on that stands at its beginning; in any order.
 */
export function countUsage(
  phases: readonly Phase[],
  { readings, begun }: Counted,
  window: Window,
): readonly UsageRow[] {
  const ordered = [...phases].sort((a, b) => a.at - b.at || a.ordinal - b.ordinal)
  const rows = new Map<string, UsageRow>()
  for (const { at, thousandths, isAfterGap } of flowsOf(readings, begun)) {
    const hour = Math.floor(at / HOUR_MS)
    const phase = ordered.findLast((one) => one.at <= at)
    if (hour < window.from || hour >= window.to || phase === undefined || !isCounting(phase)) continue
    const holding = isAfterGap ? 'unseen' : 'serving'
    const key = `${phase.subject} ${hour} ${holding}`
    const quantity = (rows.get(key)?.quantity ?? 0) + thousandths * secondsOfMonth(hour)
    rows.set(key, { subject: phase.subject, hour, dimension: 'traffic-gb', holding, quantity })
  }
  return [...rows.values()]
}

const isCounting = ({ condition, goesByTraffic }: Phase): boolean =>
  goesByTraffic === true && condition !== 'missing' && condition !== 'over'

function secondsOfMonth(hour: number): number {
  const { from, to } = windowOfMonth(monthOf(hour))
  return (to - from) * SECONDS_OF_HOUR
}
