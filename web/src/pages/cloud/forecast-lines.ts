/** Where the lines of a forecast run: what was taken, what may be, and what is left for it. Pure. */
import type { PoolForecast } from '@yunheng/contract'

export type ForecastKind = PoolForecast['kinds'][number]

export const WIDTH = 360
export const HEIGHT = 150
const FOOT = 18
const HEAD = 16
const DAY_MS = 86_400_000
/** Of the time to come at least a quarter, at most two years are drawn. */
const AHEAD_MIN = 90
const AHEAD_MAX = 730
/** Of the limit. */
const FAR = 0.2

export interface ForecastLines {
  /** Paths over the picture; null where there is no trend, or the limit is far above. */
  readonly taken: string
  readonly limit: string | null
  readonly likely: string | null
  readonly band: string | null
  readonly todayX: number
  readonly limitY: number
  /** Where the likely line meets the limit. */
  readonly outX: number | null
  readonly firstDay: string
  readonly lastDay: string
}

const numberOf = (day: string): number => Math.round(Date.parse(day) / DAY_MS)
const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)

/** @param today as a civil day; null when there are not two days to draw a line between. */
export function forecastLines(kind: ForecastKind, today: string): ForecastLines | null {
  const { history, trend, runsOut, limit } = kind
  const [first] = history
  if (first === undefined || history.length < 2) return null
  const now = numberOf(today)
  const firstDay = Math.min(numberOf(first.day), now - 1)
  const toLikely = runsOut?.likely ? numberOf(runsOut.likely) - now : now - firstDay
  const ahead = trend === null ? 0 : Math.min(AHEAD_MAX, Math.max(AHEAD_MIN, Math.ceil(toLikely * 1.2)))
  // What is in approval counts as taken from today on.
  const start = kind.reserved + kind.allocated + kind.inApproval
  const highest = Math.max(
    1,
    start,
    start + (trend?.highPerDay ?? 0) * ahead,
    ...history.map((one) => one.taken),
  )
  // Far below its limit a line would lie on the ground and say nothing: then the limit is said, not drawn.
  const isFar = highest < limit * FAR
  const top = (isFar ? highest * 1.4 : Math.max(limit, start, ...history.map((one) => one.limit))) * 1.05
  const x = (day: number) => ((day - firstDay) / (now + ahead - firstDay)) * WIDTH
  const y = (value: number) => HEIGHT - FOOT - (Math.max(0, value) / top) * (HEIGHT - FOOT - HEAD)
  const at = (day: number, value: number) => `${x(day).toFixed(1)} ${y(value).toFixed(1)}`
  const end = now + ahead
  const path = (points: readonly string[]) => `M${points.join('L')}`
  return {
    taken: path([
      ...history.map((one) => at(numberOf(one.day), one.taken)),
      at(now, kind.reserved + kind.allocated),
    ]),
    limit: isFar
      ? null
      : path([...history.map((one) => at(numberOf(one.day), one.limit)), at(now, limit), at(end, limit)]),
    likely: trend && path([at(now, start), at(end, start + trend.perDay * ahead)]),
    band:
      trend &&
      `${path([
        at(now, start),
        at(end, start + trend.highPerDay * ahead),
        at(end, start + trend.lowPerDay * ahead),
      ])}Z`,
    todayX: x(now),
    limitY: isFar ? HEAD : y(limit),
    outX: runsOut?.likely ? x(Math.min(end, numberOf(runsOut.likely))) : null,
    firstDay: dayOf(firstDay),
    lastDay: dayOf(end),
  }
}
