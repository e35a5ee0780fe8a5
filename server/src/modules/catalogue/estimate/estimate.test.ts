import type { Term } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PriceLine } from '../price/price-in-force.ts'
import { divideRounded, SCALE, toScaled, trimDecimal } from './decimal.ts'
import { estimate, factorOf, type LineToPrice, type Prices } from './estimate.ts'

const prices = (lines: readonly PriceLine[], termFactors: Prices['termFactors'] = []): Prices => ({
  id: '00000000-0000-7000-8000-000000000000',
  name: 'p',
  effectiveFrom: '2026-01-01',
  source: 's',
  isProductDefault: false,
  pinsOrders: false,
  termFactors,
  lines,
})

const price = (
  dimension: PriceLine['dimension'],
  unitPrice: string,
  parts: Partial<PriceLine> = {},
): PriceLine => ({
  position: 0,
  offeringCode: 'cloud-host',
  planCode: null,
  poolId: null,
  dimension,
  per: 'month',
  tiers: [{ upTo: null, unitPrice }],
  weights: { stopped: '1', unseen: '1' },
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

  it('R279 takes of traffic what is expected in a month, at its price by the GB', () => {
    const amounts = [
      { dimension: 'public-ip', amount: 1 },
      { dimension: 'traffic-gb', amount: 500 },
    ] as const
    const list = [price('public-ip', '20'), price('traffic-gb', '0.5')]
    const result = estimate([line(amounts)], YEAR, prices(list))
    // (20 + 500 · 0.5) · 12
    expect(result.total.amountMinor).toBe(324_000)
    expect(result.perMonth.amountMinor).toBe(27_000)
    expect(result.lines[0]?.steps[1]?.text).toEqual({
      zh: '每月预计公网流量 500 GB × 0.5 元/GB × 12 个月 = 3,000.00 元',
      en: 'public traffic 500 GB expected a month × ¥0.5 per GB × 12 months = ¥3,000.00',
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

  it('uses the tiers of a price up once for the whole request, and writes each out', () => {
    const tiers = [
      { upTo: 100, unitPrice: '0' },
      { upTo: null, unitPrice: '0.2' },
    ]
    const amounts = [{ dimension: 'storage-gib', amount: 75 }] as const
    const result = estimate(
      [line(amounts), line(amounts, 2)],
      { months: 2, days: 0 },
      prices([price('storage-gib', '', { tiers })]),
    )
    // 225 GiB in all, 100 of them free: 125 · 0.2 · 2 = 50.
    expect(result.total.amountMinor).toBe(5000)
    expect(result.perMonth.amountMinor).toBe(2500)
    const [first, second] = result.lines.map((each) => each.steps[0])
    expect(first).toMatchObject({ unitPrice: '0', cost: { amountMinor: 0 } })
    expect(first?.text.zh).toBe('存储 75 GiB × 0 元/GiB·月 × 2 个月 = 0.00 元（第 1 档）')
    expect(second).toMatchObject({
      unitPrice: null,
      parts: [
        { units: 25, unitPrice: '0' },
        { units: 125, unitPrice: '0.2' },
      ],
      text: {
        zh: '存储 75 GiB × 2：(25 GiB × 0 元 + 125 GiB × 0.2 元)/月 × 2 个月 = 50.00 元（按本次申请的用量分档）',
        en: 'storage 75 GiB × 2: (25 GiB × ¥0 + 125 GiB × ¥0.2) per month × 2 months = ¥50.00 (tiers counted for this request alone)',
      },
    })
  })

  it('takes the price of the pool where that is known, and says that it depends on the pool where not', () => {
    const poolId = '00000000-0000-7000-8000-00000000000a'
    const list = [price('vcpu', '30', { poolId })]
    const lines = [line([{ dimension: 'vcpu', amount: 1 }])]
    const month = { months: 1, days: 0 }
    const there = estimate(lines, month, prices(list), poolId)
    expect(there.lines[0]?.steps[0]?.text.zh).toBe(
      '处理器 1 核 × 30 元/核·月 × 1 个月 = 30.00 元（资源池专价）',
    )
    const anywhere = estimate(lines, month, prices(list))
    expect(anywhere.isComplete).toBe(false)
    expect(anywhere.lines[0]?.steps[0]?.text.zh).toContain('价格因资源池而异')
    const both = estimate(lines, month, prices([...list, price('vcpu', '46')]))
    expect(both.total.amountMinor).toBe(4600)
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
    expect([11, 12, 23, 24, 36].map((months) => factorOf({ months }, factors))).toEqual([
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
