import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  creditPercentOf,
  isBelow,
  lengthOf,
  merged,
  outagesOf,
  parsePercent,
  type Stretch,
  shownAvailability,
  within,
  without,
} from './availability.ts'

const MINUTE = 60_000
const MONTH = 30 * 24 * 60 * MINUTE
const STEPS = [
  { below: '99.99', percent: 10 },
  { below: '99', percent: 30 },
  { below: '95', percent: 100 },
]
const stretch = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 60 }))
  .map(([from, long]) => ({ from, to: from + long }))
const stretches = fc.array(stretch, { maxLength: 12 })
/** Another arithmetic: minute by minute. */
const pointsOf = (all: readonly Stretch[]) =>
  new Set(all.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)))

describe('availability of a month', () => {
  it.each([
    // 30 days have 43,200 minutes: 4.32 of them are 99.99 % exactly, and that is not below it.
    [0, 0],
    [4.32, 0],
    [4.33, 10],
    [432, 10],
    [432.1, 30],
    [2160, 30],
    [2160.1, 100],
  ])('gives by %s minutes of outage a credit of %s percent, exactly at the step', (minutes, percent) => {
    expect(creditPercentOf(MONTH, Math.round(minutes * MINUTE), STEPS)).toBe(percent)
  })

  it('is shown cut off, never better than it was', () => {
    expect(shownAvailability(MONTH, 1)).toBe('99.9999')
    expect(shownAvailability(MONTH, 0)).toBe('100.0000')
    expect(parsePercent('99.95')).toBe(999_500n)
    expect(isBelow(MONTH, 0, '100')).toBe(false)
  })

  it('counts what overlaps once, whatever the order of the events', () => {
    fc.assert(
      fc.property(stretches, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (all, keys) => {
        const shuffled = all
          .map((one, index) => ({ one, key: keys[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one)
        expect(merged(shuffled)).toEqual(merged(all))
        expect(lengthOf(merged(all))).toBe(pointsOf(all).size)
      }),
    )
  })

  it('cuts out what does not count, and forgets what is shorter than the least', () => {
    fc.assert(
      fc.property(stretches, stretches, fc.integer({ min: 1, max: 9 }), (counting, excluded, least) => {
        const holes = pointsOf(excluded)
        const left = [...pointsOf(counting)].filter((at) => !holes.has(at))
        expect(lengthOf(without(merged(counting), merged(excluded)))).toBe(left.length)
        for (const { from, to } of outagesOf(counting, excluded, least))
          expect(to - from).toBeGreaterThanOrEqual(least)
      }),
    )
  })

  it('judges an outage over the month’s end by all of it, and counts the part within', () => {
    const [outage] = outagesOf([{ from: -3 * MINUTE, to: 3 * MINUTE }], [], 5 * MINUTE)
    expect(outage).toBeDefined()
    expect(lengthOf(within([outage as Stretch], { from: 0, to: MONTH }))).toBe(3 * MINUTE)
  })
})
