/** When a pool runs out: a robust trend over daily figures, with a band that says how sure it is. Pure. */

/** What was taken at the end of a day; days count from any beginning. */
export interface DayFigure {
  readonly day: number
  readonly taken: number
}

export interface Trend {
  /** A day, by the median of all pairs of days (Theil 1950, Sen 1968): single outliers do not move it. */
  readonly perDay: number
  /** Nine times in ten the slope lies between these, if the past goes on. */
  readonly lowPerDay: number
  readonly highPerDay: number
}

export interface RunsOut {
  /** Whole days from today; 0 is today, null not within the horizon. */
  readonly earliest: number | null
  readonly likely: number | null
  readonly latest: number | null
}

/** Fewer days tell of chance, not of a trend. */
export const DAYS_NEEDED = 14
/** Beyond two years a straight line is no forecast. */
export const HORIZON_DAYS = 730
/** Of the standard normal distribution, for a band of 90 %. */
const Z = 1.645

/** @param figures by day, in order, at most one a day. @returns null when there are too few. */
export function trendOf(figures: readonly DayFigure[]): Trend | null {
  if (figures.length < DAYS_NEEDED) return null
  const slopes = slopesOf(figures)
  const perDay = quantile(slopes, 0.5)
  // Kendall's variance holds for days that are independent; those that follow each other count for fewer.
  const n = figures.length
  const independent = Math.max(3, n * independence(figures, perDay))
  const spread = Z * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18) * Math.sqrt(n / independent)
  const half = Math.min(0.5, spread / (2 * slopes.length))
  return { perDay, lowPerDay: quantile(slopes, 0.5 - half), highPerDay: quantile(slopes, 0.5 + half) }
}

/** When what is free is used up, with what is already asked for counted as taken. */
export function runsOut(free: number, trend: Trend): RunsOut {
  const daysAt = (perDay: number) => {
    if (free <= 0) return 0
    const days = perDay > 0 ? Math.ceil(free / perDay) : Number.POSITIVE_INFINITY
    return days <= HORIZON_DAYS ? days : null
  }
  return {
    earliest: daysAt(trend.highPerDay),
    likely: daysAt(trend.perDay),
    latest: daysAt(trend.lowPerDay),
  }
}

function slopesOf(figures: readonly DayFigure[]): Float64Array {
  const slopes = new Float64Array((figures.length * (figures.length - 1)) / 2)
  let at = 0
  figures.forEach((later, index) => {
    for (const earlier of figures.slice(0, index)) {
      slopes[at] = (later.taken - earlier.taken) / (later.day - earlier.day)
      at += 1
    }
  })
  return slopes.sort()
}

/** The share of days that counts: (1 − r) ÷ (1 + r), r being how much a day's distance from the trend says of the next one's. */
function independence(figures: readonly DayFigure[], perDay: number): number {
  const distances = figures.map(({ day, taken }) => taken - perDay * day)
  const middle = quantile(Float64Array.from(distances).sort(), 0.5)
  let [together, alone] = [0, 0]
  distances.forEach((distance, index) => {
    alone += (distance - middle) ** 2
    if (index > 0) together += (distance - middle) * ((distances[index - 1] as number) - middle)
  })
  if (alone < 1e-9) return 1
  const r = Math.min(0.99, Math.max(0, together / alone))
  return (1 - r) / (1 + r)
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const low = sorted[Math.floor(at)] as number
  const high = sorted[Math.ceil(at)] as number
  return low + (high - low) * (at - Math.floor(at))
}
