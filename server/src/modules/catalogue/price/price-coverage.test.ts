import type { Dimension } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { type CoverageFacts, coverageOf } from './price-coverage.ts'
import type { PriceLine } from './price-in-force.ts'

const POOL = '00000000-0000-7000-8000-00000000000a'
const line = (dimension: Dimension, parts: Partial<PriceLine> = {}): PriceLine => ({
  position: 0,
  offeringCode: 'cloud-host',
  planCode: null,
  poolId: null,
  dimension,
  per: 'month',
  tiers: [{ upTo: null, unitPrice: '1' }],
  weights: { stopped: '1', unseen: '1' },
  ...parts,
})
const plan = (planCode: string, ...dimensions: Dimension[]) => ({
  offeringCode: 'cloud-host',
  offeringTitle: { zh: '云主机', en: 'Cloud host' },
  planCode,
  dimensions: dimensions.map((dimension) => ({ dimension, amount: { fixed: 1 } })),
})
const facts = (parts: Partial<CoverageFacts>): CoverageFacts => ({
  effectiveFrom: '2026-01-01',
  beyond: null,
  lines: [line('vcpu')],
  next: null,
  before: null,
  plans: [plan('one', 'vcpu')],
  ...parts,
})
const gapsOf = (parts: Partial<CoverageFacts>) =>
  coverageOf(facts(parts)).gaps.map(({ kind, text }) => [kind, text.zh])

describe('what prices leave out', () => {
  it('is nothing where every counted dimension has one', () => {
    expect(coverageOf(facts({}))).toMatchObject({
      until: null,
      gaps: [],
      offerings: [{ code: 'cloud-host', dimensions: [{ dimension: 'vcpu', plans: 1, priced: 1 }] }],
    })
  })

  it('names what the catalogue counts and nobody priced, plan by plan where only some are without', () => {
    const plans = [plan('one', 'vcpu', 'memory-gib'), plan('two', 'vcpu', 'memory-gib', 'root-disk-gib')]
    const lines = [
      line('vcpu'),
      line('memory-gib', { planCode: 'one' }),
      line('root-disk-gib', { poolId: POOL }),
    ]
    expect(gapsOf({ plans, lines })).toEqual([
      ['unpriced', '云主机计量内存，没有价格（规格 two）'],
      ['unpriced', '云主机计量系统盘，只在部分资源池有价格'],
    ])
  })

  it('names what was priced before and is not any more, but not what falls back to the whole offering', () => {
    const before = {
      name: '旧价',
      lines: [line('vcpu', { planCode: 'one' }), line('seat', { offeringCode: 'cloud-desktop' })],
    }
    expect(gapsOf({ before })).toEqual([['dropped', 'cloud-desktop 的席位在“旧价”中有价格，本版本没有']])
  })

  it('says that it ends with nothing following, and is silent where something follows', () => {
    expect(gapsOf({ beyond: '2027-01-01' })).toEqual([
      ['ends', '2026-12-31 之后没有接续的价格，此后的用量没有价格'],
    ])
    const next = { id: POOL, name: '新价', effectiveFrom: '2027-01-01' }
    expect(gapsOf({ beyond: '2027-01-01', next })).toEqual([])
    expect(coverageOf(facts({ beyond: '2027-01-01', next })).until).toBe('2026-12-31')
  })
})
