import type { SpendingItem } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { behind, changeOf, filtersOf, narrowed } from './narrow.ts'

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
      search: { offeringCode: 'cloud-host', poolId: 'p' },
    })
    expect(behind('offering', row('none', 'bill'), {}, true)?.search).toEqual({})
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

  it('is compared with what was before, where there was anything', () => {
    expect([changeOf(110, 100), changeOf(90, 100), changeOf(5, 0), changeOf(-50, -100)]).toEqual([
      '+10.0%',
      '-10.0%',
      null,
      '+50.0%',
    ])
  })
})
