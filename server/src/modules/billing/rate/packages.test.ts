import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimate, type PriceInForce, type PriceLine } from '../../catalogue/index.ts'
import { type BilledSubject, type HeldByStretch, meterNumber, windowOfMonth } from '../../metering/index.ts'
import { rateMonth } from './rate-month.ts'

const WEIGHTS = { stopped: '1', unseen: '1' }
const line = (position: number, parts: Partial<PriceLine>): PriceLine => ({
  position,
  offeringCode: 'cloud-host',
  planCode: null,
  poolId: null,
  dimension: 'vcpu',
  per: 'month',
  tiers: [{ upTo: null, unitPrice: '0' }],
  weights: WEIGHTS,
  ...parts,
})
const flat = (unitPrice: string) => [{ upTo: null, unitPrice }]
const PACKAGE: Partial<PriceLine> = {
  planCode: 'c4m8',
  includes: [
    { dimension: 'vcpu', amount: 4 },
    { dimension: 'memory-gib', amount: 8 },
    { dimension: 'root-disk-gib', amount: 40 },
  ],
}

const month = windowOfMonth('2026-09')
const HOURS = month.to - month.from

const subjectOf = (id: number): BilledSubject => ({
  id,
  resource_id: `r${id}`,
  system_id: 's',
  provider_body_id: 'p',
  pool_id: 'pool',
  offering_code: 'cloud-host',
  plan_code: 'c4m8',
  request_line_id: null,
})

type Dimension = 'vcpu' | 'memory-gib' | 'root-disk-gib'
interface Way {
  readonly serving: number
  readonly stopped: number
}
function heldOf(
  subject: number,
  dimension: Dimension,
  amount: number,
  { serving, stopped }: Way,
): HeldByStretch {
  const of = (hours: number) => (BigInt(amount) * 1000n * 3600n * BigInt(hours)).toString()
  return {
    subject,
    meter: meterNumber(dimension),
    stretch: 0,
    serving: of(serving),
    stopped: of(stopped),
    unseen: '0',
    day_serving: of(serving),
    day_stopped: of(stopped),
    day_unseen: '0',
  }
}

function rated(
  lines: readonly PriceLine[],
  held: readonly HeldByStretch[],
  proration: 'day' | 'second' = 'second',
) {
  const inForce: PriceInForce = {
    ...{ source: 's', isProductDefault: false, termFactors: [], lines, proration },
    ...{ versionId: 'v', versionName: 'v', providerBodyId: null, from: new Date(0), to: null },
  }
  const ids = [...new Set(held.map((one) => one.subject))]
  const charges = rateMonth({
    window: month,
    cuts: [],
    subjects: new Map(ids.map((id) => [id, subjectOf(id)])),
    book: { prices: [inForce], kept: [], agreed: new Map(), renewed: new Map() },
    held,
  })
  return charges.toSorted((a, b) => a.subject - b.subject || a.meter - b.meter)
}
const sumOf = (charges: readonly { readonly amount: bigint | null }[]) =>
  charges.reduce((sum, one) => sum + (one.amount ?? 0n), 0n)
const ALWAYS = { serving: HOURS, stopped: 0 }
const asHeld = (disk: number, way: Way = ALWAYS) => [
  heldOf(1, 'vcpu', 4, way),
  heldOf(1, 'memory-gib', 8, way),
  heldOf(1, 'root-disk-gib', disk, way),
]
const LINES = [
  line(0, { ...PACKAGE, tiers: flat('200') }),
  line(1, { tiers: flat('46') }),
  line(2, { dimension: 'memory-gib', tiers: flat('17') }),
  line(3, { dimension: 'root-disk-gib', tiers: flat('0.2') }),
]

describe('a plan at a flat price', () => {
  it('R277 costs its price, and what it includes is not priced again: every charge names the package', () => {
    const charges = rated(LINES, asHeld(40))
    expect(charges.map(({ amount, price, unpriced }) => [amount, price?.position, unpriced])).toEqual([
      [20000n, 0, null],
      [0n, 0, null],
      [0n, 0, null],
    ])
  })

  it('R277 what goes beyond it is priced by amount, and is listed without a price where there is none', () => {
    const beyond = rated(LINES, asHeld(120))
    expect(sumOf(beyond)).toBe(20000n + 1600n)
    expect(beyond.at(-1)?.price?.position).toBe(3)
    const none = rated(LINES.slice(0, 3), asHeld(120))
    expect(none.map(({ unpriced }) => unpriced)).toEqual([null, null, 'no-clause'])
    // Wholly in the package, it needs no price of its own.
    expect(rated(LINES.slice(0, 1), asHeld(40)).every(({ unpriced }) => unpriced === null)).toBe(true)
  })

  it('R277 for half a month costs half; switched off it counts as the line of the package says', () => {
    const half = { serving: HOURS / 2, stopped: 0 }
    expect(sumOf(rated(LINES, asHeld(40, half)))).toBe(10000n)
    const free = [line(0, { ...PACKAGE, tiers: flat('200'), weights: { stopped: '0', unseen: '1' } })]
    const off = { serving: HOURS / 2, stopped: HOURS / 2 }
    expect(sumOf(rated(free, asHeld(40, off)))).toBe(10000n)
  })

  it('R277 of a pool goes before that of all pools; other plans are priced by amount', () => {
    const own = line(4, { ...PACKAGE, poolId: 'pool', tiers: flat('150') })
    expect(sumOf(rated([...LINES, own], asHeld(40)))).toBe(15000n)
    // A price by amount for the pool goes before a package for all pools; and in no pool is a package a price by amount.
    const inPool = line(5, { poolId: 'pool', tiers: flat('50') })
    expect(sumOf(rated([...LINES, inPool], asHeld(40)))).toBe(BigInt((4 * 50 + 8 * 17 + 8) * 100))
    const byMemory = line(6, { ...PACKAGE, dimension: 'memory-gib', tiers: flat('999') })
    expect(sumOf(rated([...LINES.slice(1), inPool, byMemory], asHeld(40)))).toBe(BigInt((999 + 0) * 100))
    const other = LINES.map((one) => (one.includes ? { ...one, planCode: 'c8m16' } : one))
    expect(sumOf(rated(other, asHeld(40)))).toBe(BigInt((4 * 46 + 8 * 17 + 8) * 100))
  })
})

const price = fc.integer({ min: 0, max: 99_999 }).map((fen) => (fen / 100).toFixed(2))

it('R276 R277 what is estimated for a month of packages is what is billed for it, whatever goes beyond them (property)', () => {
  fc.assert(
    fc.property(
      fc.record({
        ...{ flatPrice: price, disk: price, memory: price },
        quantity: fc.integer({ min: 1, max: 5 }),
        diskGiB: fc.integer({ min: 1, max: 500 }),
        memoryGiB: fc.integer({ min: 1, max: 64 }),
        proration: fc.constantFrom('day' as const, 'second' as const),
      }),
      ({ flatPrice, disk, memory, quantity, diskGiB, memoryGiB, proration }) => {
        const lines = [
          line(0, { ...PACKAGE, tiers: flat(flatPrice) }),
          line(1, { dimension: 'memory-gib', tiers: flat(memory) }),
          line(2, { dimension: 'root-disk-gib', tiers: flat(disk) }),
        ]
        const told = estimate(
          [
            {
              ...{
                planId: 'p',
                offeringCode: 'cloud-host',
                planCode: 'c4m8',
                title: { zh: '', en: '' },
                quantity,
              },
              amounts: [
                { dimension: 'vcpu', amount: 4 },
                { dimension: 'memory-gib', amount: memoryGiB },
                { dimension: 'root-disk-gib', amount: diskGiB },
              ],
              aboveRecommended: [],
            },
          ],
          { months: 1, days: 0 },
          {
            ...{ id: 'v', name: 'v', effectiveFrom: '2026-01-01', source: 's', isProductDefault: false },
            ...{ pinsOrders: false, termFactors: [], lines },
          },
        )
        const held = Array.from({ length: quantity }, (_, index) => [
          heldOf(index + 1, 'vcpu', 4, ALWAYS),
          heldOf(index + 1, 'memory-gib', memoryGiB, ALWAYS),
          heldOf(index + 1, 'root-disk-gib', diskGiB, ALWAYS),
        ]).flat()
        const charges = rated(lines, held, proration)
        expect(charges.every(({ unpriced }) => unpriced === null)).toBe(true)
        expect(sumOf(charges)).toBe(BigInt(told.perMonth.amountMinor))
        expect(told.isComplete).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})
