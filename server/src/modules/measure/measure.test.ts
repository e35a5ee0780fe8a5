import { MEASURE_METRICS, type MeasureMetric } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Measured } from '../cloud/index.ts'
import {
  boundsOf,
  bucketOf,
  dayOf,
  foldSamples,
  type MeasureDay,
  meanOf,
  merge,
  NOTHING,
  peakMeanOf,
  percentileOf,
  type Sample,
  SLOT_MS,
  type Summary,
  slotOf,
  summaryOf,
} from './measure.ts'
import { type LastRead, lastOf, samplesOf } from './read-counters.ts'

const START = Date.parse('2026-03-01T00:00:00+08:00')
const slotted = (slot: number) => START + slot * SLOT_MS

const metric = fc.constantFrom(...MEASURE_METRICS)
/** At most one a slot, as a cloud that is asked in time tells them; over four days. */
const samples: fc.Arbitrary<readonly Sample[]> = fc
  .uniqueArray(
    fc.record({
      metric,
      slot: fc.integer({ min: 0, max: 4 * 288 - 1 }),
      within: fc.integer({ min: 0, max: SLOT_MS - 1 }),
      value: fc.integer({ min: 0, max: 1000 }),
    }),
    { selector: (one) => `${one.metric} ${one.slot}`, maxLength: 60 },
  )
  .map((list) => list.map(({ slot, within, ...rest }) => ({ ...rest, atMs: slotted(slot) + within })))

const plain = (days: readonly MeasureDay[]) =>
  days
    .map((day) => ({ ...day, slots: Buffer.from(day.slots).toString('hex') }))
    .sort((a, b) => `${a.day} ${a.metric}`.localeCompare(`${b.day} ${b.metric}`))

/** One call after the other, each keeping what it is given. */
function keepAll(lots: readonly (readonly Sample[])[]): readonly MeasureDay[] {
  const kept = new Map<string, MeasureDay>()
  for (const lot of lots)
    for (const day of foldSamples([...kept.values()], lot)) kept.set(`${day.day} ${day.metric}`, day)
  return [...kept.values()]
}

describe('samples folded into days (R123)', () => {
  it('are the same days for any order, any lots, and however often and late each comes', () => {
    fc.assert(
      fc.property(
        samples,
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 9 }),
        (given, dice, size) => {
          const shuffled = [...given, ...given]
            .map((sample) => ({ sample, at: dice.next().value }))
            .sort((a, b) => a.at - b.at)
            .map(({ sample }) => sample)
          const lots = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, at) =>
            shuffled.slice(at * size, (at + 1) * size),
          )
          expect(plain(keepAll(lots))).toEqual(plain(keepAll([given])))
        },
      ),
    )
  })

  it('count each sample once, with its sum, its peak and its step', () => {
    fc.assert(
      fc.property(samples, (given) => {
        for (const day of keepAll([given])) {
          const mine = given.filter((one) => one.metric === day.metric && dayOf(one.atMs) === day.day)
          expect(day.samples).toBe(mine.length)
          expect(day.sum).toBe(mine.reduce((sum, one) => sum + one.value, 0))
          expect(day.peak).toBe(Math.max(...mine.map((one) => one.value)))
          expect(day.histogram.reduce((sum, count) => sum + count, 0)).toBe(mine.length)
        }
      }),
    )
  })

  it('keep no nonsense: nothing negative, no share above the whole, nothing endless', () => {
    const at = { metric: 'cpu' as const, atMs: START }
    const given = [-1, 1001, Number.NaN, Number.POSITIVE_INFINITY].map((value) => ({ ...at, value }))
    expect(foldSamples([], given)).toEqual([])
    expect(foldSamples([], [{ ...at, metric: 'network', value: 2 ** 37 }])).toEqual([])
  })

  it.each([
    ['2026-02-28T15:59:59Z', '2026-02-28', 287],
    ['2026-02-28T16:00:00Z', '2026-03-01', 0],
    ['2026-03-01T04:30:00Z', '2026-03-01', 150],
  ])('%s is %s there, slot %i', (instant, day, slot) => {
    expect([dayOf(Date.parse(instant)), slotOf(Date.parse(instant))]).toEqual([day, slot])
  })
})

const summary: fc.Arbitrary<Summary> = samples.map((given) =>
  keepAll([given.map((one) => ({ ...one, metric: 'cpu' as const }))])
    .map(summaryOf)
    .reduce(merge, NOTHING),
)

describe('windows of days (R128)', () => {
  it('are put together in any order and grouping; nothing added changes nothing', () => {
    fc.assert(
      fc.property(summary, summary, summary, (a, b, c) => {
        expect(merge(a, b)).toEqual(merge(b, a))
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)))
        expect(merge(a, NOTHING)).toEqual(a)
      }),
    )
  })

  it('tell mean and mean of daily peaks exactly, and P95 to its step, as sorting every sample would', () => {
    fc.assert(
      fc.property(samples, metric, (given, of) => {
        const mine = given.filter((one) => one.metric === of)
        const whole = keepAll([mine]).map(summaryOf).reduce(merge, NOTHING)
        if (mine.length === 0) {
          expect([meanOf(whole), peakMeanOf(whole), percentileOf(of, whole, 95)]).toEqual([null, null, null])
          return
        }
        const values = mine.map((one) => one.value).sort((a, b) => a - b)
        const peaks = [...Map.groupBy(mine, (one) => dayOf(one.atMs)).values()].map((day) =>
          Math.max(...day.map((one) => one.value)),
        )
        const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0)
        expect(meanOf(whole)).toBe(sum(values) / values.length)
        expect(peakMeanOf(whole)).toBe(sum(peaks) / peaks.length)
        const p95 = values[Math.ceil((values.length * 95) / 100) - 1] as number
        const step = percentileOf(of, whole, 95)
        expect(p95).toBeLessThanOrEqual(step?.to ?? -1)
        expect(step?.from === 0 || p95 > (step?.from ?? p95)).toBe(true)
      }),
    )
  })

  it.each<[MeasureMetric, number, number]>([
    ['cpu', 0, 0],
    ['cpu', 50, 0],
    ['cpu', 51, 1],
    ['cpu', 1000, 19],
    ['network', 0, 0],
    ['network', 1024, 0],
    ['network', 1025, 1],
    ['network', 2 ** 36, 19],
  ])('%s of %i lies in step %i', (of, value, bucket) => {
    expect(bucketOf(of, value)).toBe(bucket)
    expect(value === 0 || value > boundsOf(of, bucket).from).toBe(true)
  })
})

const look = (atMs: number, counters: Measured['counters'], vcpus: number | null = 2): Measured => ({
  externalId: 'x',
  at: new Date(atMs),
  vcpus,
  counters,
  gauges: {},
})
const GAP_MS = 900_000

describe('counters', () => {
  const last: LastRead = { at: new Date(START), counters: { cpuNs: 10n ** 18n, networkBytes: 5_000n } }

  it('count by what they grew, spread over the time and the processors', () => {
    const now = look(START + 300_000, {
      cpuNs: 10n ** 18n + 150_000_000_000n,
      networkBytes: 5_000n + 30_000n,
    })
    expect(samplesOf(now, last, GAP_MS)).toEqual([
      { metric: 'cpu', atMs: START + 300_000, value: 250 },
      { metric: 'network', atMs: START + 300_000, value: 100 },
    ])
  })

  it.each<[string, Measured, LastRead | null]>([
    ['on the first look', look(START, { cpuNs: 5n }), null],
    ['after they jumped back', look(START + 300_000, { cpuNs: 5n, networkBytes: 0n }), last],
    ['when nobody looked for too long', look(START + GAP_MS + 1, { cpuNs: 2n * 10n ** 18n }), last],
    ['when time stands still or runs back', look(START - 1, { cpuNs: 2n * 10n ** 18n }), last],
    ['without the number of processors', look(START + 300_000, { cpuNs: 2n * 10n ** 18n }, null), last],
  ])('say nothing %s', (_, now, before) => {
    expect(samplesOf(now, before, GAP_MS)).toEqual([])
  })

  it('give nothing negative and no processor busier than wholly, whatever they say', () => {
    const counter = fc.bigInt({ min: 0n, max: 2n ** 80n })
    fc.assert(
      fc.property(counter, counter, fc.integer({ min: -10, max: 1_000_000 }), (before, after, elapsed) => {
        const from: LastRead = { at: new Date(START), counters: { cpuNs: before, diskBytes: before } }
        for (const { metric: of, value } of samplesOf(
          look(START + elapsed, { cpuNs: after, diskBytes: after }),
          from,
          GAP_MS,
        )) {
          expect(value).toBeGreaterThanOrEqual(0)
          if (of === 'cpu') expect(value).toBeLessThanOrEqual(1000)
        }
      }),
    )
  })

  it('go on from the latest look, never from an earlier one', () => {
    const later = look(START + 1, { cpuNs: 1n })
    expect(lastOf(later, last)?.at).toEqual(later.at)
    expect(lastOf(look(START - 1, { cpuNs: 1n }), last)).toBe(last)
    expect(lastOf(look(START + 1, {}), last)).toBe(last)
  })
})
