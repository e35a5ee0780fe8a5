import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BodyMonths, forecastYear } from './forecast.ts'

const monthOf = (number: number) => `2026-${String(number).padStart(2, '0')}-01`
const aBody = (
  bills: readonly (readonly [number, bigint, string?])[],
  committed: readonly (readonly [number, bigint])[] = [],
): BodyMonths => ({
  billed: new Set(bills.map(([month]) => monthOf(month))),
  committed: new Map(committed.map(([month, amount]) => [monthOf(month), amount])),
  spent: Map.groupBy(
    bills.map(([month, amountMinor, requestId]) => ({ month, amountMinor, requestId: requestId ?? null })),
    ({ month }) => monthOf(month),
  ),
})
const NO_ENDS = new Map<string, string>()
const at = (bodies: readonly BodyMonths[], month: number, ends: ReadonlyMap<string, string> = NO_ENDS) =>
  forecastYear(2026, bodies, ends).months[month - 1]

describe('R274: where the year ends', () => {
  const steady = aBody([
    [1, 90n],
    [2, 100n],
    [3, 110n],
    [4, 120n],
  ])

  it('a month whose bill was sent counts as billed, exactly', () => {
    expect(at([steady], 2)).toMatchObject({
      forecastMinor: 100n,
      lowMinor: 100n,
      highMinor: 100n,
      basis: 'billed',
    })
  })

  it('one to come counts as the mean of the last three bills, between the smallest and the largest of them', () => {
    expect(at([steady], 5)).toMatchObject({
      forecastMinor: 110n,
      lowMinor: 100n,
      highMinor: 120n,
      basis: 'mean',
    })
  })

  it('or as committed, where that is more', () => {
    const body = { ...steady, committed: new Map([[monthOf(6), 500n]]) }
    expect(at([body], 6)).toMatchObject({
      forecastMinor: 500n,
      lowMinor: 500n,
      highMinor: 500n,
      basis: 'committed',
    })
  })

  it('what will have ended by then is no longer in the mean', () => {
    const body = aBody([
      [3, 60n, 'stays'],
      [3, 40n, 'goes'],
    ])
    const ends = new Map([['goes', '2026-05-31']])
    expect(at([body], 5, ends)?.forecastMinor).toBe(100n)
    expect(at([body], 6, ends)?.forecastMinor).toBe(60n)
  })

  it('a month that is over without a bill counts as committed, and so does every month before the first bill', () => {
    expect(at([aBody([[3, 100n]], [[2, 7n]])], 2)?.forecastMinor).toBe(7n)
    expect(at([aBody([], [[2, 7n]])], 2)).toMatchObject({ forecastMinor: 7n, basis: 'committed' })
    expect(forecastYear(2026, [], NO_ENDS)).toMatchObject({ forecastMinor: 0n, bills: 0 })
  })

  it('looks back into the year before', () => {
    const body: BodyMonths = {
      billed: new Set(['2025-11-01', '2025-12-01']),
      committed: new Map(),
      spent: new Map([
        ['2025-11-01', [{ requestId: null, amountMinor: 10n }]],
        ['2025-12-01', [{ requestId: null, amountMinor: 30n }]],
      ]),
    }
    const year = forecastYear(2026, [body], NO_ENDS)
    expect([year.forecastMinor, year.lowMinor, year.highMinor, year.bills]).toEqual([240n, 120n, 360n, 2])
  })

  it('R274: never below what is billed and committed, within its band, and what bodies have adds up', () => {
    const amount = fc.bigInt({ min: 0n, max: 1_000_000n })
    const body = fc
      .record({
        bills: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 12 }), amount), {
          selector: ([month]) => month,
        }),
        committed: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 12 }), amount), {
          selector: ([month]) => month,
        }),
      })
      .map(({ bills, committed }) => aBody(bills, committed))
    fc.assert(
      fc.property(fc.array(body, { maxLength: 4 }), (bodies) => {
        const whole = forecastYear(2026, bodies, NO_ENDS)
        const parts = bodies.map((one) => forecastYear(2026, [one], NO_ENDS).forecastMinor)
        expect(whole.forecastMinor).toBe(parts.reduce((sum, one) => sum + one, 0n))
        for (const { lowMinor, forecastMinor, highMinor, actualMinor } of whole.months) {
          expect(lowMinor <= forecastMinor && forecastMinor <= highMinor).toBe(true)
          expect(forecastMinor >= actualMinor).toBe(true)
        }
      }),
    )
  })
})
