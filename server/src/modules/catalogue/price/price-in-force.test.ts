import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Priced, type PriceLine, priceLineFor } from './price-in-force.ts'

const POOL = '00000000-0000-7000-8000-00000000000a'
const OTHER = '00000000-0000-7000-8000-00000000000b'

const line = (position: number, parts: Partial<PriceLine> = {}): PriceLine => ({
  position,
  offeringCode: 'cloud-host',
  planCode: null,
  poolId: null,
  dimension: 'vcpu',
  per: 'month',
  tiers: [{ upTo: null, unitPrice: '1' }],
  weights: { stopped: '1', unseen: '1' },
  ...parts,
})
const of = (parts: Partial<Priced> = {}): Priced => ({
  offeringCode: 'cloud-host',
  planCode: 'c4m8',
  poolId: POOL,
  dimension: 'vcpu',
  ...parts,
})

describe('which line prices what', () => {
  const general = line(0)
  const plan = line(1, { planCode: 'c4m8' })
  const pool = line(2, { poolId: POOL })
  const both = line(3, { planCode: 'c4m8', poolId: POOL })

  it.each([
    ['the offering', [general], of(), 0],
    ['the plan before the offering', [general, plan], of(), 1],
    ['the pool before the plan', [general, plan, pool], of(), 2],
    ['the plan in the pool before all', [general, plan, pool, both], of(), 3],
    ['nothing of another pool', [pool, both], of({ poolId: OTHER }), null],
    ['no pool’s own while the pool is not known', [general, pool], of({ poolId: null }), 0],
    ['another plan falls back to the offering', [general, plan], of({ planCode: 'c2m4' }), 0],
    ['what has no plan is priced by the offering', [general, plan], of({ planCode: null }), 0],
    ['another dimension has none', [general], of({ dimension: 'memory-gib' }), null],
    ['what was taken in without an order has none', [general], of({ offeringCode: null }), null],
  ] as const)('%s', (_, lines, priced, position) => {
    expect(priceLineFor({ lines }, priced)?.position ?? null).toBe(position)
  })

  it('keeps what is paid once apart from what is paid by the month', () => {
    const lines = [general, line(1, { per: 'once' })]
    expect(priceLineFor({ lines }, of())?.position).toBe(0)
    expect(priceLineFor({ lines }, of(), 'once')?.position).toBe(1)
  })

  it('is the most particular line that fits, whatever the order they stand in (property)', () => {
    const key = fc.record({
      offeringCode: fc.constantFrom('cloud-host', 'vpn'),
      planCode: fc.constantFrom(null, 'c4m8', 'c2m4'),
      poolId: fc.constantFrom(null, POOL, OTHER),
      dimension: fc.constantFrom('vcpu' as const, 'memory-gib' as const),
    })
    const lines = fc
      .uniqueArray(key, { selector: (one) => JSON.stringify(one), maxLength: 20 })
      .map((keys) => keys.map((one, position) => line(position, one)))
    fc.assert(
      fc.property(lines, key, (all, priced) => {
        const fitting = all
          .filter(
            (one) =>
              one.offeringCode === priced.offeringCode &&
              one.dimension === priced.dimension &&
              (one.planCode === null || one.planCode === priced.planCode) &&
              (one.poolId === null || one.poolId === priced.poolId),
          )
          .sort((a, b) => weight(b) - weight(a))
        expect(priceLineFor({ lines: all }, priced)).toBe(fitting[0] ?? null)
      }),
    )
  })
})

const weight = (one: PriceLine) => (one.poolId === null ? 0 : 2) + (one.planCode === null ? 0 : 1)
