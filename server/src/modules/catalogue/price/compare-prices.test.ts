import type { PriceLine } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { comparePrices } from './compare-prices.ts'

const line = (unitPrice: string, parts: Partial<PriceLine> = {}): PriceLine => ({
  offeringCode: 'cloud-host',
  planCode: null,
  dimension: 'vcpu',
  per: 'month',
  unitPrice,
  ...parts,
})
const prices = (lines: readonly PriceLine[], factor = '0.85') => ({
  lines,
  termFactors: [{ fromMonths: 12, factor }],
})
const memory = { dimension: 'memory-gib' } as const

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
        before,
        after,
        change,
      ]),
    ).toEqual([
      ['cloud-host', null, '17', '16.9', 'lowered'],
      ['cloud-host', null, '46', '46.50', 'raised'],
      ['cloud-host', 'c2m4', '20', null, 'removed'],
      ['vpn', null, null, '9', 'added'],
    ])
    expect(compared).toMatchObject({ sameCount: 1, termFactors: null })
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
