import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAYS_NEEDED, type DayFigure, HORIZON_DAYS, runsOut, type Trend, trendOf } from './forecast.ts'

/** Chance that can be drawn again. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const days = (count: number, taken: (day: number) => number): readonly DayFigure[] =>
  Array.from({ length: count }, (_, day) => ({ day, taken: taken(day) }))

describe('the forecast of when a pool runs out', () => {
  it('finds a straight growth exactly, and the day that it meets the limit', () => {
    const trend = trendOf(days(60, (day) => 100 + 4 * day)) as Trend
    expect(trend).toEqual({ perDay: 4, lowPerDay: 4, highPerDay: 4 })
    expect(runsOut(401, trend)).toEqual({ earliest: 101, likely: 101, latest: 101 })
    expect(runsOut(0, trend)).toEqual({ earliest: 0, likely: 0, latest: 0 })
    expect(runsOut(-5, trend)).toEqual({ earliest: 0, likely: 0, latest: 0 })
  })

  it('is not moved by a week of wrong figures', () => {
    const trend = trendOf(days(90, (day) => 100 + 4 * day + (day >= 40 && day < 47 ? 5_000 : 0))) as Trend
    expect(trend.perDay).toBeGreaterThan(3.5)
    expect(trend.perDay).toBeLessThan(4.5)
  })

  it('says nothing of a few days, and of a falling use that it does not run out', () => {
    expect(trendOf(days(DAYS_NEEDED - 1, (day) => day))).toBeNull()
    const falling = trendOf(days(30, (day) => 500 - day)) as Trend
    expect(runsOut(1_000, falling)).toEqual({ earliest: null, likely: null, latest: null })
    expect(runsOut(HORIZON_DAYS * 2, { perDay: 1, lowPerDay: 0.5, highPerDay: 3 })).toEqual({
      earliest: Math.ceil((HORIZON_DAYS * 2) / 3),
      likely: null,
      latest: null,
    })
  })

  it('R125 holds the true growth in its band about nine times in ten, also when days depend on each other', () => {
    let [held, of] = [0, 200]
    for (let seed = 1; seed <= of; seed += 1) {
      const draw = dice(seed)
      let drift = 0
      const trend = trendOf(
        days(90, (day) => {
          drift = 0.6 * drift + (draw() + draw() + draw() - 1.5) * 20
          return 1_000 + 2 * day + drift
        }),
      ) as Trend
      if (trend.lowPerDay <= 2 && 2 <= trend.highPerDay) held += 1
    }
    expect(held / of).toBeGreaterThan(0.82)
    expect(held / of).toBeLessThan(0.99)
  })

  it('is in order: earliest, likely, latest; more free never runs out earlier', () => {
    const figures = fc
      .array(fc.integer({ min: 0, max: 10_000 }), { minLength: DAYS_NEEDED, maxLength: 60 })
      .map((all) => days(all.length, (day) => all[day] as number))
    const inDays = (days: number | null) => days ?? Number.POSITIVE_INFINITY
    fc.assert(
      fc.property(figures, fc.integer({ min: -10, max: 50_000 }), (all, free) => {
        const trend = trendOf(all) as Trend
        const { earliest, likely, latest } = runsOut(free, trend)
        expect(inDays(earliest)).toBeLessThanOrEqual(inDays(likely))
        expect(inDays(likely)).toBeLessThanOrEqual(inDays(latest))
        expect(inDays(runsOut(free + 100, trend).likely)).toBeGreaterThanOrEqual(inDays(likely))
      }),
      { seed: 12, numRuns: 200 },
    )
  })
})
