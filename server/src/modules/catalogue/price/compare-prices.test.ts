import type { PriceLine, PriceTier } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { comparePrices } from './compare-prices.ts'

const POOL = '00000000-0000-7000-8000-00000000000a'
const line = (unitPrice: string, parts: Partial<PriceLine> = {}): PriceLine => ({
  offeringCode: 'cloud-host',
  planCode: null,
  poolId: null,
  dimension: 'vcpu',
  per: 'month',
  tiers: [{ upTo: null, unitPrice }],
  weights: { stopped: '1', unseen: '1' },
  ...parts,
})
const RULES = { proration: 'day', pinsOrders: false } as const
const prices = (
  lines: readonly PriceLine[],
  factor = '0.85',
  rules: { proration: 'day' | 'second'; pinsOrders: boolean } = RULES,
) => ({
  lines,
  termFactors: [{ fromMonths: 12, factor }],
  pools: [{ id: POOL, name: '专属池' }],
  rules,
})
const memory = { dimension: 'memory-gib' } as const
const firstPrice = (priced: { tiers: readonly PriceTier[] } | null) => priced?.tiers[0]?.unitPrice ?? null

describe('two versions of prices', () => {
  it('differ line by line: dearer, cheaper, new, gone; the same price written otherwise is the same', () => {
    const compared = comparePrices(
      prices([line('46'), line('17', memory), line('20', { planCode: 'c2m4' }), line('5', { per: 'once' })]),
      prices([
        line('46.50'),
        line('16.9', memory),
        line('5.000', { per: 'once' }),
        line('9', { offeringCode: 'vpn' }),
      ]),
    )
    expect(
      compared.lines.map(({ offeringCode, planCode, before, after, change }) => [
        offeringCode,
        planCode,
        firstPrice(before),
        firstPrice(after),
        change,
      ]),
    ).toEqual([
      ['cloud-host', null, '17', '16.9', 'lowered'],
      ['cloud-host', null, '46', '46.50', 'raised'],
      ['cloud-host', 'c2m4', '20', null, 'removed'],
      ['vpn', null, null, '9', 'added'],
    ])
    expect(compared).toMatchObject({ sameCount: 1, termFactors: null, rules: null })
  })

  it.each([
    [
      'a free quota',
      [
        [100, '0'],
        [null, '1'],
      ],
      [[null, '1']],
      'raised',
    ],
    [
      'a free quota, given',
      [[null, '1']],
      [
        [100, '0'],
        [null, '1'],
      ],
      'lowered',
    ],
    [
      'cut in two at the same price',
      [[null, '1']],
      [
        [100, '1.0'],
        [null, '1'],
      ],
      'same',
    ],
    [
      'cheaper to begin with, dearer for many',
      [[null, '1']],
      [
        [100, '0'],
        [null, '2'],
      ],
      'reshaped',
    ],
    [
      'a later end of the free quota',
      [
        [100, '0'],
        [null, '1'],
      ],
      [
        [200, '0'],
        [null, '1'],
      ],
      'lowered',
    ],
  ] as const)('by tiers: %s', (_, before, after, change) => {
    const tiers = (all: readonly (readonly [number | null, string])[]) =>
      all.map(([upTo, unitPrice]) => ({ upTo, unitPrice }))
    const compared = comparePrices(
      prices([line('0', { tiers: tiers(before) })]),
      prices([line('0', { tiers: tiers(after) })]),
    )
    expect(compared.lines[0]?.change ?? 'same').toBe(change)
  })

  it('differ by what counts of the stopped, by pool, and in how days are counted', () => {
    const free = { stopped: '0', unseen: '1' }
    const compared = comparePrices(
      prices([line('46')]),
      prices([line('46', { weights: free }), line('30', { poolId: POOL })], '0.85', {
        proration: 'second',
        pinsOrders: true,
      }),
    )
    expect(compared.lines.map(({ pool, change }) => [pool?.name ?? null, change])).toEqual([
      [null, 'lowered'],
      ['专属池', 'added'],
    ])
    expect(compared.rules).toEqual({ before: RULES, after: { proration: 'second', pinsOrders: true } })
  })

  it('differ by what a plan at a flat price includes, in whatever order it is written', () => {
    const includes = [
      { dimension: 'vcpu' as const, amount: 2 },
      { dimension: 'memory-gib' as const, amount: 4 },
    ]
    const pack = (of: typeof includes) => prices([line('200', { planCode: 'c2m4', includes: of })])
    expect(comparePrices(pack(includes), pack(includes.toReversed())).sameCount).toBe(1)
    const [less] = comparePrices(pack(includes), pack(includes.slice(0, 1))).lines
    expect([less?.change, less?.before?.includes, less?.after?.includes?.length]).toEqual([
      'reshaped',
      includes,
      1,
    ])
    const [none] = comparePrices(pack(includes), prices([line('200', { planCode: 'c2m4' })])).lines
    expect([none?.change, none?.after?.includes]).toEqual(['reshaped', undefined])
  })

  it('differ in their factors by term, and wholly where nothing was before', () => {
    const both = comparePrices(prices([line('1')]), prices([line('1')], '0.8'))
    expect(both.termFactors).toEqual({
      before: [{ fromMonths: 12, factor: '0.85' }],
      after: [{ fromMonths: 12, factor: '0.8' }],
    })
    expect(
      comparePrices(null, prices([line('1'), line('2', memory)])).lines.map((one) => one.change),
    ).toEqual(['added', 'added'])
  })
})
