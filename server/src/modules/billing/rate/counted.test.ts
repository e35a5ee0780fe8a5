/** What is counted as it flows is priced by the unit, in every month and under every way of proration (R276, R279). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PriceInForce, PriceLine } from '../../catalogue/index.ts'
import {
  type BilledSubject,
  countedUnits,
  type HeldByStretch,
  meterNumber,
  windowOfMonth,
} from '../../metering/index.ts'
import { rateMonth } from './rate-month.ts'
import { roundHalfAway } from './rate-usage.ts'

const lineOf = (position: number, parts: Partial<PriceLine>): PriceLine => ({
  position,
  offeringCode: 'virtual-network',
  planCode: null,
  poolId: null,
  dimension: 'traffic-gb',
  per: 'month',
  tiers: [{ upTo: null, unitPrice: '0.5' }],
  weights: { stopped: '0', unseen: '1' },
  ...parts,
})

const subjectOf = (id: number): BilledSubject => ({
  id,
  resource_id: `r${id}`,
  system_id: 's',
  provider_body_id: 'p',
  pool_id: 'pool',
  offering_code: 'virtual-network',
  plan_code: 'by-traffic',
  request_line_id: null,
})

const secondsOf = (month: string) => {
  const { from, to } = windowOfMonth(month)
  return BigInt((to - from) * 3600)
}

/** As metering keeps it: thousandths of a GB, held for the whole of the month. */
const flowed = (
  month: string,
  subject: number,
  thousandths: bigint,
  way: 'serving' | 'unseen' = 'serving',
): HeldByStretch => {
  const quantity = (thousandths * secondsOf(month)).toString()
  const of = (one: typeof way) => (one === way ? quantity : '0')
  return {
    ...{ subject, meter: meterNumber('traffic-gb'), stretch: 0 },
    ...{ serving: of('serving'), stopped: '0', unseen: of('unseen') },
    // What the last hours of days would say: nothing that counts.
    ...{ day_serving: '7', day_stopped: '0', day_unseen: '0' },
  }
}

function charged(
  month: string,
  lines: readonly PriceLine[],
  held: readonly HeldByStretch[],
  proration: 'second' | 'day' = 'second',
) {
  const price: PriceInForce = {
    ...{ source: 's', isProductDefault: false, termFactors: [], lines, proration },
    ...{ versionId: 'v', versionName: 'v', providerBodyId: null, from: new Date(0), to: null },
  }
  return rateMonth({
    window: windowOfMonth(month),
    cuts: [],
    subjects: new Map(held.map(({ subject }) => [subject, subjectOf(subject)])),
    book: { prices: [price], kept: [], agreed: new Map(), renewed: new Map() },
    held,
  })
}

const sum = (charges: ReturnType<typeof charged>) =>
  charges.reduce((total, { amount }) => total + (amount ?? 0n), 0n)

describe('what is counted as it flows', () => {
  it.each([
    ['2027-02', 'second'],
    ['2026-09', 'day'],
    ['2026-10', 'second'],
    ['2026-10', 'day'],
  ] as const)('R279 123.456 GB at 0.5 yuan are 61.73 yuan in %s, prorated by the %s', (month, proration) => {
    const charges = charged(month, [lineOf(0, {})], [flowed(month, 1, 123_456n)], proration)
    expect(charges.map(({ amount }) => amount)).toEqual([6173n])
    expect(countedUnits(charges[0]?.serving ?? 0n, month)).toBe(123_456n)
  })

  it('has tiers of the month: the first 100 GB for nothing, the rest at its price', () => {
    const tiers = [
      { upTo: 100, unitPrice: '0' },
      { upTo: null, unitPrice: '0.5' },
    ]
    const held = [flowed('2026-10', 1, 60_000n), flowed('2026-10', 2, 63_456n)]
    expect(sum(charged('2026-10', [lineOf(0, { tiers })], held))).toBe(1173n)
  })

  it('counts what became known after a gap by the rule of the price: all, half or nothing of it', () => {
    const held = [flowed('2026-10', 1, 100_000n, 'unseen')]
    for (const [unseen, fen] of [
      ['1', 5000n],
      ['0.5', 2500n],
      ['0', 0n],
    ] as const)
      expect(sum(charged('2026-10', [lineOf(0, { weights: { stopped: '1', unseen } })], held))).toBe(fen)
  })

  it('R277 is in a package by the month: an address with 100 GB, what goes beyond by the GB', () => {
    const month = '2026-09'
    const address = (1000n * secondsOf(month)).toString()
    const own: HeldByStretch = {
      ...{ subject: 1, meter: meterNumber('public-ip'), stretch: 0 },
      ...{ serving: address, stopped: '0', unseen: '0' },
      ...{ day_serving: address, day_stopped: '0', day_unseen: '0' },
    }
    const pack = lineOf(0, {
      planCode: 'by-traffic',
      dimension: 'public-ip',
      tiers: [{ upTo: null, unitPrice: '60' }],
      includes: [
        { dimension: 'public-ip', amount: 1 },
        { dimension: 'traffic-gb', amount: 100 },
      ],
    })
    const within = charged(month, [pack, lineOf(1, {})], [own, flowed(month, 1, 99_999n)])
    expect(within.map(({ amount }) => amount).toSorted()).toEqual([0n, 6000n])
    const beyond = charged(month, [pack, lineOf(1, {})], [own, flowed(month, 1, 140_000n)])
    expect(sum(beyond)).toBe(6000n + 2000n)
    // What became known after a gap has the same allowance: 20 of 120 GB go beyond it.
    const afterGap = [flowed(month, 1, 60_000n), flowed(month, 1, 60_000n, 'unseen')]
    expect(sum(charged(month, [pack, lineOf(1, {})], [own, ...afterGap]))).toBe(6000n + 1000n)
  })

  it('R276 F24: whatever flowed through whatever addresses, the charges are the price of the sum, to the fen', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('2026-09', '2026-10', '2027-02', '2028-02'),
        fc.array(fc.bigInt({ min: 0n, max: 5_000_000_000n }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 0, max: 999_999 }),
        fc.constantFrom('second' as const, 'day' as const),
        (month, flows, micro, proration) => {
          const unitPrice = `0.${String(micro).padStart(6, '0')}`
          const line = lineOf(0, { tiers: [{ upTo: null, unitPrice }] })
          const held = flows.map((thousandths, at) => flowed(month, at + 1, thousandths))
          const thousandths = flows.reduce((total, one) => total + one, 0n)
          // Thousandths of a GB × millionths of a yuan, in 分.
          const expected = roundHalfAway(thousandths * BigInt(micro) * 100n, 1_000_000_000n)
          expect(sum(charged(month, [line], held, proration))).toBe(expected)
        },
      ),
      { numRuns: 200 },
    )
  })
})
