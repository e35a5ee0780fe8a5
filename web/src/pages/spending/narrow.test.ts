import type { SpendingItem } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { before, behind, changeOf, filtersOf, narrowed, whole } from './narrow.ts'

const money = { amountMinor: 100, currency: 'CNY' as const }
const row = (key: string, billId: string | null): SpendingItem => ({
  key,
  name: { zh: key, en: key },
  amount: money,
  preliminary: money,
  corrections: money,
  credits: money,
  previous: money,
  charges: 1,
  unpriced: 0,
  billId,
})

describe('a figure of the overview', () => {
  it('narrows to its row, keeps the period, and begins its lists anew', () => {
    const url = { period: 'year', until: '2026-10', 'system.after': 'abc', by: 'system', tab: 'x' }
    expect(narrowed('system', 's', url).search).toEqual({
      period: 'year',
      until: '2026-10',
      systemId: 's',
      by: 'offering',
    })
    expect(narrowed('month', '2026-09', { systemId: 's' }).search).toMatchObject({
      period: 'month',
      until: '2026-09',
      by: 'offering',
    })
    expect(narrowed('region', 'r', {}).search).toEqual({ regionId: 'r', by: 'body' })
    expect(filtersOf(url)).toEqual({ period: 'year', until: '2026-10' })
  })

  it('leads to the charges of the one bill that it stands on, to the months where there are several', () => {
    const url = { bodyId: 'b', poolId: 'p', project: 'none' }
    expect(behind('offering', row('cloud-host', 'bill'), url, true)).toEqual({
      path: '/bills/bill',
      search: { offeringCode: 'cloud-host', poolId: 'p', project: 'none' },
    })
    expect(behind('offering', row('none', 'bill'), {}, true)?.search).toEqual({ offeringCode: 'none' })
    expect(behind('month', row('2026-09', 'bill'), { project: 'P-1' }, true, 'credits')?.search).toEqual({
      project: 'P-1',
      credit: 'true',
    })
    expect(behind('system', row('s', 'bill'), {}, true, 'corrections')?.search).toEqual({
      systemId: 's',
      category: 'adjustment',
      credit: 'false',
    })
    expect(behind('system', row('s', null), {}, true, 'unpriced')?.search).toEqual({
      systemId: 's',
      by: 'month',
    })
    expect(behind('offering', row('cloud-host', 'bill'), url, false)).toBeNull()
    expect(behind('system', row('s', null), url, false)?.search).toEqual({
      ...url,
      systemId: 's',
      by: 'month',
    })
    expect(behind('month', row('2026-09', null), url, true)?.search).toMatchObject({
      period: 'month',
      until: '2026-09',
      by: 'body',
    })
  })

  it('of the whole leads to the bills of its month, or to its months', () => {
    const month = { from: '2026-09', until: '2026-09' }
    expect(whole(month, { bodyId: 'b' }, true)).toEqual({
      path: '/bills',
      search: { month: '2026-09', bodyId: 'b' },
    })
    expect(whole(month, { systemId: 's' }, true).search).toEqual({
      systemId: 's',
      until: '2026-09',
      by: 'body',
    })
    expect(whole({ from: '2025-10', until: '2026-09' }, {}, true).search).toEqual({
      until: '2026-09',
      by: 'month',
    })
  })

  it('of the period before leads to the same row in that period', () => {
    const year = { until: '2026-09', previousUntil: '2025-09' }
    expect(before('system', 's', { period: 'twelve-months' }, year).search).toMatchObject({
      period: 'twelve-months',
      until: '2025-09',
      systemId: 's',
    })
    expect(before('month', '2026-02', { bodyId: 'b' }, year).search).toMatchObject({
      period: 'month',
      until: '2025-02',
      bodyId: 'b',
    })
    expect(before('month', '2026-01', {}, { until: '2026-01', previousUntil: '2025-12' }).search.until).toBe(
      '2025-12',
    )
  })

  it('is compared with what was before, where there was anything', () => {
    expect([changeOf(110, 100), changeOf(90, 100), changeOf(5, 0), changeOf(-50, -100)]).toEqual([
      '+10.0%',
      '-10.0%',
      null,
      '+50.0%',
    ])
  })
})
