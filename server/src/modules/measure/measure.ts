/**
 * Samples folded into days, and days into windows. Pure. Shares are thousandths, rates bytes a second, both whole numbers.
 * A day of a metric keeps a count, a sum, a peak and a histogram of fixed buckets, so that means are exact and a percentile of
 * any window is exact to its bucket, without a sample being kept.
 */
import { MEASURE_METRICS, type MeasureMetric } from '@yunheng/contract'

export interface Sample {
  readonly metric: MeasureMetric
  readonly atMs: number
  readonly value: number
}

/** One civil day (Asia/Shanghai) of one metric of one resource. */
export interface MeasureDay {
  readonly day: string
  readonly metric: MeasureMetric
  readonly samples: number
  readonly sum: number
  readonly peak: number
  readonly histogram: readonly number[]
  /** Which slots of the day have their sample: bit `slot % 8` of byte `slot >> 3`. */
  readonly slots: Uint8Array
}

/** A day has so many slots of five minutes; each takes one sample. What comes a second time is the same sample again. */
export const SLOT_MS = 300_000
export const SLOTS = 288
const SLOT_BYTES = SLOTS / 8
export const BUCKETS = 20
const SHANGHAI_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
/** Beyond it a figure is nonsense: 64 GiB a second through one server. It keeps the sums of a year whole numbers. */
const VALUE_MAX = 2 ** 36
const PERMILLE = 1000

const RATES: ReadonlySet<MeasureMetric> = new Set(['network', 'disk-io'])
export const isRate = (metric: MeasureMetric): boolean => RATES.has(metric)

/** Numbers in the table; new metrics are added at the end. */
export const metricNumber = (metric: MeasureMetric): number => MEASURE_METRICS.indexOf(metric) + 1
export const metricOfNumber = (number: number): MeasureMetric => MEASURE_METRICS[number - 1] as MeasureMetric

/** Shares in steps of 5 %; rates by doubling from 1 KiB/s. Lower end open, upper end closed. */
const SHARE_STEP = PERMILLE / BUCKETS
const RATE_FIRST = 1024

export function bucketOf(metric: MeasureMetric, value: number): number {
  if (!isRate(metric)) return Math.min(BUCKETS - 1, Math.max(0, Math.ceil(value / SHARE_STEP) - 1))
  let bucket = 0
  for (let end = RATE_FIRST; value > end && bucket < BUCKETS - 1; end *= 2) bucket++
  return bucket
}

/** What a bucket holds: above `from` up to `to`; the last one of rates has no end. */
export function boundsOf(
  metric: MeasureMetric,
  bucket: number,
): { readonly from: number; readonly to: number } {
  if (!isRate(metric)) return { from: bucket * SHARE_STEP, to: (bucket + 1) * SHARE_STEP }
  return { from: bucket === 0 ? 0 : RATE_FIRST * 2 ** (bucket - 1), to: RATE_FIRST * 2 ** bucket }
}

export const dayOf = (atMs: number): string => new Date(atMs + SHANGHAI_MS).toISOString().slice(0, 10)
export const slotOf = (atMs: number): number => Math.floor(((atMs + SHANGHAI_MS) % DAY_MS) / SLOT_MS)

const isSound = ({ metric, value }: Sample) =>
  Number.isFinite(value) && value >= 0 && value <= (isRate(metric) ? VALUE_MAX : PERMILLE)

const hasSlot = (slots: Uint8Array, slot: number) => ((slots[slot >> 3] ?? 0) & (1 << (slot % 8))) !== 0

const keyOf = (day: string, metric: MeasureMetric) => `${day} ${metric}`

/**
 * Days with these samples in them. The order of samples does not matter, nor how often one comes, nor how late: a slot that has
 * its sample takes no other. Of two that fall into one slot at once the earlier counts.
 *
 * @returns the days that changed, and those alone.
 */
export function foldSamples(known: readonly MeasureDay[], samples: readonly Sample[]): readonly MeasureDay[] {
  const days = new Map(known.map((day) => [keyOf(day.day, day.metric), day]))
  const changed = new Map<string, Mutable>()
  for (const sample of samples.filter(isSound).toSorted(inOrder)) {
    const [day, slot, value] = [dayOf(sample.atMs), slotOf(sample.atMs), Math.round(sample.value)]
    const key = keyOf(day, sample.metric)
    const into = changed.get(key) ?? begin(day, sample.metric, days.get(key))
    if (hasSlot(into.slots, slot)) continue
    into.slots[slot >> 3] = (into.slots[slot >> 3] ?? 0) | (1 << (slot % 8))
    into.samples += 1
    into.sum += value
    into.peak = Math.max(into.peak, value)
    const bucket = bucketOf(sample.metric, value)
    into.histogram[bucket] = (into.histogram[bucket] ?? 0) + 1
    changed.set(key, into)
  }
  return [...changed.values()]
}

const inOrder = (a: Sample, b: Sample) => a.atMs - b.atMs || a.value - b.value

type Mutable = {
  -readonly [K in keyof MeasureDay]: MeasureDay[K] extends readonly number[] ? number[] : MeasureDay[K]
}

function begin(day: string, metric: MeasureMetric, known: MeasureDay | undefined): Mutable {
  if (known === undefined)
    return {
      day,
      metric,
      samples: 0,
      sum: 0,
      peak: 0,
      histogram: Array.from({ length: BUCKETS }, () => 0),
      slots: new Uint8Array(SLOT_BYTES),
    }
  return { ...known, histogram: [...known.histogram], slots: Uint8Array.from(known.slots) }
}

/** A window of days put together. */
export interface Summary {
  readonly days: number
  readonly samples: number
  readonly sum: number
  readonly peak: number
  /** Of the peaks of its days. */
  readonly peakSum: number
  readonly histogram: readonly number[]
}

export const NOTHING: Summary = {
  days: 0,
  samples: 0,
  sum: 0,
  peak: 0,
  peakSum: 0,
  histogram: Array.from({ length: BUCKETS }, () => 0),
}

export const summaryOf = ({
  samples,
  sum,
  peak,
  histogram,
}: Omit<MeasureDay, 'slots' | 'day' | 'metric'>): Summary => ({
  days: samples > 0 ? 1 : 0,
  samples,
  sum,
  peak,
  peakSum: peak,
  histogram,
})

/** Two windows that share no day. Any order and any grouping give the same. */
export function merge(a: Summary, b: Summary): Summary {
  return {
    days: a.days + b.days,
    samples: a.samples + b.samples,
    sum: a.sum + b.sum,
    peak: Math.max(a.peak, b.peak),
    peakSum: a.peakSum + b.peakSum,
    histogram: a.histogram.map((count, bucket) => count + (b.histogram[bucket] ?? 0)),
  }
}

/** Null without samples: not known is not nought. */
export const meanOf = ({ sum, samples }: Summary): number | null => (samples === 0 ? null : sum / samples)
/** 均峰值: the mean of the peaks of its days. */
export const peakMeanOf = ({ peakSum, days }: Summary): number | null => (days === 0 ? null : peakSum / days)

/** The bucket that holds the value which so many of a hundred samples do not exceed. */
export function percentileOf(metric: MeasureMetric, summary: Summary, percent: number) {
  if (summary.samples === 0) return null
  const rank = Math.ceil((summary.samples * percent) / 100)
  let bucket = 0
  for (let left = rank - (summary.histogram[0] ?? 0); left > 0 && bucket < BUCKETS - 1; ) {
    bucket++
    left -= summary.histogram[bucket] ?? 0
  }
  const { from, to } = boundsOf(metric, bucket)
  // No value is above the peak, whatever its bucket allows; the last bucket of rates has no other end.
  const isOpen = isRate(metric) && bucket === BUCKETS - 1
  return { from, to: isOpen ? summary.peak : Math.min(to, summary.peak) }
}

/** Samples that a stretch of time would have, were it looked at without a gap. */
export const expectedSamples = (fromMs: number, untilMs: number, everyMs: number): number =>
  Math.max(0, Math.floor((untilMs - fromMs) / Math.max(everyMs, SLOT_MS)))
