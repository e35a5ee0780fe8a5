import type { PriceInclusion, PriceLine, PriceTier } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listFaultyLines } from './price-lines.ts'

const POOL = '00000000-0000-7000-8000-00000000000a'
const known = {
  offerings: new Set(['cloud-host', 'network']),
  plans: new Set(['cloud-host c4m8']),
  dimensions: new Set([
    'cloud-host * vcpu',
    'cloud-host c4m8 vcpu',
    'cloud-host c4m8 memory-gib',
    'network * traffic-gb',
  ]),
  fixed: new Set(['cloud-host c4m8 vcpu 4']),
  pools: new Set([POOL]),
}
const line = (tiers: readonly PriceTier[], parts: Partial<PriceLine> = {}): PriceLine => ({
  offeringCode: 'cloud-host',
  planCode: null,
  poolId: null,
  dimension: 'vcpu',
  per: 'month',
  tiers: [...tiers],
  weights: { stopped: '1', unseen: '1' },
  ...parts,
})
const tier = (upTo: number | null, unitPrice = '1'): PriceTier => ({ upTo, unitPrice })
const faults = (...lines: PriceLine[]) =>
  listFaultyLines(lines, known).map(({ reason, field }) => [reason, field.path])

describe('lines of prices', () => {
  it.each([
    ['one open tier', line([tier(null)]), []],
    ['a free quota first', line([tier(100, '0'), tier(null)]), []],
    ['dearer above', line([tier(100), tier(500, '3'), tier(null, '9')]), []],
    ['the last has an end', line([tier(100), tier(200)]), [['price.tiers_invalid', '/lines/0/tiers/1/upTo']]],
    [
      'an open tier in between',
      line([tier(null), tier(null)]),
      [['price.tiers_invalid', '/lines/0/tiers/0/upTo']],
    ],
    [
      'ends that do not grow',
      line([tier(100), tier(100), tier(null)]),
      [['price.tiers_invalid', '/lines/0/tiers/1/upTo']],
    ],
    [
      'paid once by tiers',
      line([tier(100), tier(null)], { per: 'once' }),
      [['price.tiers_invalid', '/lines/0/tiers/1/unitPrice']],
    ],
    ['an unknown pool', line([tier(null)], { poolId: 'x' }), [['price.line_unknown', '/lines/0/poolId']]],
    [
      'traffic by what flows',
      line([tier(100, '0'), tier(null)], { offeringCode: 'network', dimension: 'traffic-gb' }),
      [],
    ],
    [
      'traffic paid once',
      line([tier(null)], { offeringCode: 'network', dimension: 'traffic-gb', per: 'once' }),
      [['price.counted_by_unit', '/lines/0/per']],
    ],
    [
      'packages told by traffic',
      line([tier(null)], {
        offeringCode: 'network',
        dimension: 'traffic-gb',
        includes: [{ dimension: 'traffic-gb', amount: 100 }],
      }),
      [['price.counted_by_unit', '/lines/0/includes']],
    ],
    ['a pool that is there', line([tier(null)], { poolId: POOL }), []],
    [
      'a wrong unit',
      line([tier(null)], { dimension: 'seat' }),
      [['price.unit_unknown', '/lines/0/dimension']],
    ],
  ])('%s', (_, one, expected) => {
    expect(faults(one)).toEqual(expected)
  })

  it('may differ by pool; the same pool twice is refused at its line', () => {
    const own = line([tier(null)], { poolId: POOL })
    expect(faults(line([tier(null)]), own)).toEqual([])
    expect(faults(own, line([tier(null)]), own)).toEqual([['price.line_twice', '/lines/2/dimension']])
  })

  it('accepts exactly the tiers that grow and end open (property)', () => {
    const ends = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 5 })
    fc.assert(
      fc.property(ends, (all) => {
        const grows = all.every((end, index) => end > (all[index - 1] ?? 0))
        const isFine = faults(line([...all.map((end) => tier(end)), tier(null)])).length === 0
        expect(isFine).toBe(grows)
      }),
    )
  })
})

const PACKAGE = {
  planCode: 'c4m8',
  includes: [
    { dimension: 'vcpu' as const, amount: 4 },
    { dimension: 'memory-gib' as const, amount: 8 },
  ],
}
const [OWN, MEMORY] = PACKAGE.includes as [PriceInclusion, PriceInclusion]

describe('plans at a flat price', () => {
  it('R277 are one for a plan in a pool, whatever tells the packages', () => {
    const fixed = new Set([...known.fixed, 'cloud-host c4m8 memory-gib 8'])
    const of = (parts: Partial<PriceLine>) => line([tier(null)], { ...PACKAGE, ...parts })
    const found = (...lines: PriceLine[]) =>
      listFaultyLines(lines, { ...known, fixed }).map(({ reason, field }) => [reason, field.path])
    expect(found(of({}), of({ dimension: 'memory-gib' }))).toEqual([
      ['price.package_invalid', '/lines/1/includes'],
    ])
    expect(found(of({}), of({ dimension: 'memory-gib', poolId: POOL }))).toEqual([])
  })

  it.each([
    ['well formed', {}, null],
    ['paid once', { per: 'once' as const }, 'per'],
    ['of every plan', { planCode: null }, 'planCode'],
    ['the same twice', { includes: [OWN, OWN] }, 'includes/1/dimension'],
    [
      'what the plan does not count',
      { includes: [OWN, { dimension: 'seat' as const, amount: 1 }] },
      'includes/1/dimension',
    ],
    ['without what it counts', { includes: [MEMORY] }, 'includes'],
    ['not as much as the plan has', { includes: [{ ...OWN, amount: 2 }] }, 'dimension'],
    ['told by what is chosen', { dimension: 'memory-gib' as const }, 'dimension'],
  ] as const)('R277 %s', (_, parts, field) => {
    const found = faults(line([tier(null)], { ...PACKAGE, ...parts } as Partial<PriceLine>))
    if (field === null) expect(found).toEqual([])
    else expect(found).toEqual([['price.package_invalid', `/lines/0/${field}`]])
  })
})
