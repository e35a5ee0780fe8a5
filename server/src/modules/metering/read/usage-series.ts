/** Usage of one thing as a series: by month, within a month by day, within a day by hour. */
import type { UsageSeries } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import {
  civilHourOf,
  dayOf,
  instantOf,
  monthOf,
  type Window,
  windowOfDay,
  windowOfMonth,
} from '../civil-month.ts'
import { dimensionOfMeter } from '../meter.ts'
import { toHeld } from './quantity.ts'
import { type BucketRow, findMeteredHour, type Owned, sumHours, sumMonths } from './read-store.ts'

/** Months that are shown at once. */
const MONTHS = 24

export interface Period {
  readonly month?: string | undefined
  readonly day?: string | undefined
}

export interface Series extends UsageSeries {
  /** What is shown, in hours. */
  readonly window: Window
}

/** @param hour the hour that it is now. */
export async function seriesOf(db: Db, owned: Owned, period: Period, hour: number): Promise<Series> {
  const metered = await findMeteredHour(db)
  const { level, buckets, rows } = await read(db, owned, period, hour)
  const byBucket = Map.groupBy(rows, (row) => row.bucket)
  const window = {
    from: (buckets[0] as Bucket).window.from,
    to: (buckets.at(-1) as Bucket).window.to,
  }
  const points = buckets.map((bucket) => toPoint(bucket, byBucket.get(bucket.name) ?? []))
  return {
    window,
    level,
    meteredUntil: metered === null ? null : instantOf(metered).toISOString(),
    // Months in which nothing was held yet are not shown; days and hours are all of theirs.
    points: level === 'months' ? points.slice(firstHeld(points)) : points,
  }
}

interface Bucket {
  /** As the store calls it. */
  readonly name: string
  readonly key: string
  readonly window: Window
}

async function read(db: Db, owned: Owned, { month, day }: Period, hour: number) {
  if (day !== undefined) {
    const window = windowOfDay(day)
    const buckets = each(window, 1, (at) => ({ name: String(at), key: civilHourOf(at) }))
    return { level: 'hours', buckets, rows: await sumHours(db, owned, window, 'hour') } as const
  }
  if (month !== undefined) {
    const window = windowOfMonth(month)
    const buckets = each(window, 24, (at) => ({ name: dayOf(at), key: dayOf(at) }))
    return { level: 'days', buckets, rows: await sumHours(db, owned, window, 'day') } as const
  }
  const months = monthsUpTo(monthOf(hour))
  const buckets = months.map((key) => ({ name: key, key, window: windowOfMonth(key) }))
  return { level: 'months', buckets, rows: await sumMonths(db, owned, months[0] as string) } as const
}

function each(
  window: Window,
  step: number,
  named: (at: number) => Omit<Bucket, 'window'>,
): readonly Bucket[] {
  return Array.from({ length: (window.to - window.from) / step }, (_, index) => {
    const from = window.from + index * step
    return { ...named(from), window: { from, to: from + step } }
  })
}

function monthsUpTo(last: string): readonly string[] {
  const months = [last]
  while (months.length < MONTHS) months.unshift(monthOf(windowOfMonth(months[0] as string).from - 1))
  return months
}

const toPoint = ({ key, window }: Bucket, rows: readonly BucketRow[]): UsageSeries['points'][number] => ({
  key,
  from: instantOf(window.from).toISOString(),
  to: instantOf(window.to).toISOString(),
  held: rows.map((row) => ({ dimension: dimensionOfMeter(row.meter), ...toHeld(row, monthOf(window.from)) })),
})

function firstHeld(points: UsageSeries['points']): number {
  const first = points.findIndex((point) => point.held.length > 0)
  return first < 0 ? points.length : first
}
