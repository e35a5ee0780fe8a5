/**
 * Measures (使用率): how much of what a resource has it really uses, as its cloud tells it; kept by civil day of Asia/Shanghai
 * (R123, R128).
 */
import { IdParams, Instant, Nullable, OneOf, operation, type Static, Strict, Type } from './base.ts'

/** Shares of what the server has, in percent; rates in KiB a second. New ones are added at the end. */
export const MEASURE_METRICS = ['cpu', 'memory', 'disk', 'network', 'disk-io'] as const
export type MeasureMetric = (typeof MEASURE_METRICS)[number]

const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })
const metric = OneOf(MEASURE_METRICS)

/** Over a window, in percent or KiB a second. */
const figures = {
  metric,
  samples: Type.Integer(),
  mean: Type.Number(),
  /** 均峰值: the mean of the peaks of its days. */
  peakMean: Type.Number(),
  peak: Type.Number(),
  /** The value that 95 of a hundred samples do not exceed lies in this step: above `p95From`, up to `p95To`. */
  p95From: Type.Number(),
  p95To: Type.Number(),
}
export const MeasureFigures = Strict(figures)
export type MeasureFigures = Static<typeof MeasureFigures>

const period = {
  /** `2026-11` or `2026-11-21`. */
  key: Type.String(),
  figures: Type.Array(MeasureFigures, { maxItems: 8 }),
}
export const MeasurePeriod = Strict(period)
export type MeasurePeriod = Static<typeof MeasurePeriod>

export const MeasuresOfResource = Strict({
  /** The latest day on which its cloud told anything; null: never. */
  lastDay: Nullable(Type.String()),
  /** How often its cloud is asked. */
  everyMinutes: Type.Number(),
  month: Month,
  /** Of the month as a whole. */
  figures: Type.Array(MeasureFigures, { maxItems: 8 }),
  /** Samples that were taken, of those that the month would have without a gap, in percent; null before it began. */
  coverage: Nullable(Type.Number()),
  days: Type.Array(MeasurePeriod, { maxItems: 31 }),
  /** The latest thirteen, the earliest first. */
  months: Type.Array(MeasurePeriod, { maxItems: 13 }),
  asOf: Instant,
})
export type MeasuresOfResource = Static<typeof MeasuresOfResource>

export const measureOperations = {
  ofResource: operation({
    id: 'measure.of-resource',
    method: 'GET',
    path: '/resources/{id}/measures',
    title: { zh: '资源使用率', en: 'See how much a resource uses of what it has' },
    params: IdParams,
    query: Strict({ month: Type.Optional(Month) }),
    response: MeasuresOfResource,
    access: { action: 'view', noun: 'measure' },
    audit: { none: 'read' },
    reasons: [],
  }),
} as const
