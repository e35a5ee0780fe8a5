import type { PriceLine, Term } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideRounded, SCALE, toScaled, trimDecimal } from './decimal.ts'
import { estimate, factorOf, type LineToPrice, type Prices } from './estimate.ts'

const prices = (lines: readonly PriceLine[], termFactors: Prices['termFactors'] = []): Prices => ({
  id: '00000000-0000-7000-8000-000000000000',
  name: 'p',
  effectiveFrom: '2026-01-01',
  source: 's',
  isProductDefault: false,
  termFactors,
  lines,
})

const price = (
  dimension: PriceLine['dimension'],
  unitPrice: string,
  parts: Partial<PriceLine> = {},
): PriceLine => ({
  offeringCode: 'cloud-host',
  planCode: null,
  dimension,
  per: 'month',
  unitPrice,
  ...parts,
})

const line = (amounts: LineToPrice['amounts'], quantity = 1): LineToPrice => ({
  planId: '00000000-0000-7000-8000-000000000001',
  offeringCode: 'cloud-host',
  planCode: 'c4m8',
  title: { zh: '云主机', en: 'Cloud host' },
  quantity,
  amounts,
  aboveRecommended: [],
})

const YEAR: Term = { months: 12, days: 0 }

describe('estimate', () => {
  it('adds up what a year of two servers costs, and says how', () => {
    const amounts = [
      { dimension: 'vcpu', amount: 4 },
      { dimension: 'memory-gib', amount: 8 },
      { dimension: 'root-disk-gib', amount: 40 },
    ] as const
    const list = [price('vcpu', '46'), price('memory-gib', '17'), price('root-disk-gib', '0.2')]
    const result = estimate([line(amounts, 2)], YEAR, prices(list, [{ fromMonths: 12, factor: '0.85' }]))
    // (4·46 + 8·17 + 40·0.2) · 2 · 12 · 0.85 = 328 · 20.4 = 6691.20
    expect(result.total).toEqual({ amountMinor: 669_120, currency: 'CNY' })
    expect(result.perMonth.amountMinor).toBe(55_760)
    expect(result.isComplete).toBe(true)
    expect(result.lines[0]?.steps[0]?.text).toEqual({
      zh: '处理器 4 核 × 2 × 46 元/核·月 × 12 个月 × 0.85（期限系数） = 3,753.60 元',
      en: 'vCPU 4 core × 2 × ¥46 per core and month × 12 months × 0.85 (term factor) = ¥3,753.60',
    })
  })

  it('takes the plan’s own price before the offering’s, and counts what is paid once only once', () => {
    const list = [
      price('vcpu', '46'),
      price('vcpu', '40', { planCode: 'c4m8' }),
      price('instance', '100', { per: 'once' }),
    ]
    const amounts = [
      { dimension: 'vcpu', amount: 1 },
      { dimension: 'instance', amount: 1 },
    ] as const
    const result = estimate([line(amounts, 3)], { months: 2, days: 0 }, prices(list))
    expect(result.total.amountMinor).toBe(3 * 40 * 2 * 100 + 3 * 100 * 100)
    expect(result.perMonth.amountMinor).toBe(3 * 40 * 100)
  })

  it('says that a price is missing instead of counting nothing', () => {
    const result = estimate([line([{ dimension: 'vcpu', amount: 4 }])], YEAR, prices([price('host', '1')]))
    expect(result).toMatchObject({ isComplete: false, total: { amountMinor: 0 } })
    expect(result.lines[0]).toMatchObject({ isComplete: false, steps: [{ cost: null, unitPrice: null }] })
    expect(result.lines[0]?.steps[0]?.text.zh).toContain('没有价格')
    expect(estimate([line([{ dimension: 'vcpu', amount: 4 }])], YEAR, null).priceVersion).toBeNull()
  })

  it('rounds half up, once per step: 0.005 yuan is one fen, 0.0049 none', () => {
    const one = (unitPrice: string) =>
      estimate(
        [line([{ dimension: 'vcpu', amount: 1 }])],
        { months: 1, days: 0 },
        prices([price('vcpu', unitPrice)]),
      ).total.amountMinor
    expect([one('0.005'), one('0.0049'), one('0.015'), one('1.005')]).toEqual([1, 0, 2, 101])
  })

  it('counts days as thirtieths of a month and picks the factor of the longest stretch reached', () => {
    const list = prices([price('vcpu', '30')])
    expect(
      estimate([line([{ dimension: 'vcpu', amount: 1 }])], { months: 0, days: 90 }, list).total.amountMinor,
    ).toBe(9000)
    const factors = [
      { fromMonths: 24, factor: '0.7' },
      { fromMonths: 12, factor: '0.85' },
    ]
    expect([11, 12, 23, 24, 36].map((months) => factorOf({ months, days: 0 }, factors))).toEqual([
      '1',
      '0.85',
      '0.85',
      '0.7',
      '0.7',
    ])
  })

  it('is never off by a fen from exact arithmetic, and steps add up to the total (property)', () => {
    const amount = fc.integer({ min: 0, max: 100_000 })
    const unit = fc
      .tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 999_999_999 }))
      .map(([whole, part]) => `${whole}.${String(part).padStart(9, '0')}`)
    const term = fc.record({
      months: fc.integer({ min: 0, max: 60 }),
      days: fc.integer({ min: 0, max: 366 }),
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(amount, unit), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        term,
        (rows, quantity, span) => {
          const names = ['vcpu', 'memory-gib', 'root-disk-gib', 'storage-gib', 'host'] as const
          const amounts = rows.map(([value], index) => ({ dimension: names[index] ?? 'vcpu', amount: value }))
          const list = rows.map(([, value], index) => price(names[index] ?? 'vcpu', value))
          const result = estimate([line(amounts, quantity)], span, prices(list))
          let sum = 0n
          for (const [value, unitPrice] of rows) {
            // fen = price · amount · quantity · (30m + d) / 30, the price as a fraction of 10^9.
            const numerator =
              BigInt(unitPrice.replace('.', '')) *
              BigInt(value) *
              BigInt(quantity) *
              BigInt(span.months * 30 + span.days) *
              100n
            const denominator = 30n * 1_000_000_000n
            sum += (numerator + denominator / 2n) / denominator
          }
          expect(BigInt(result.total.amountMinor)).toBe(sum)
          const steps = result.lines.flatMap((each) => each.steps)
          expect(steps.reduce((total, step) => total + (step.cost?.amountMinor ?? 0), 0)).toBe(
            result.total.amountMinor,
          )
        },
      ),
    )
  })
})

describe('decimals', () => {
  it('reads exactly, divides half away from zero, and trims', () => {
    expect(toScaled('0.000000001')).toBe(1n)
    expect(toScaled('-12.5')).toBe(-12_500_000_000n)
    expect(() => toScaled('1e3')).toThrow()
    expect([divideRounded(5n, 10n), divideRounded(-5n, 10n), divideRounded(4n, 10n)]).toEqual([1n, -1n, 0n])
    expect(divideRounded(toScaled('2.5'), SCALE)).toBe(3n)
    expect([trimDecimal('46.000000000'), trimDecimal('0.20'), trimDecimal('100')]).toEqual([
      '46',
      '0.2',
      '100',
    ])
  })
})
