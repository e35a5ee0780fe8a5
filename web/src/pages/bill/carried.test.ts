import type { BillMonthCarried, StatementMonthCarried } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { joinCarried } from './carried.ts'

const bills = (month: string, ageDays: number): BillMonthCarried => ({
  month,
  ageDays,
  ...{ open: 1, drafts: 1, waiting: 0, overdue: 0, disputed: 0, confirmed: 0 },
})
const statements = (month: string, ageDays: number): StatementMonthCarried => ({
  month,
  ageDays,
  ...{ uncompared: 0, unagreed: 1, openDifferences: 2, openDelta: { amountMinor: 500, currency: 'CNY' } },
})

describe('R299: what is carried on to a month end', () => {
  it('has one row a month, the oldest first, whichever of the two is open', () => {
    const rows = joinCarried([bills('2026-08', 40)], [statements('2026-07', 71), statements('2026-08', 40)])
    expect(rows.map(({ month, ageDays }) => [month, ageDays])).toEqual([
      ['2026-07', 71],
      ['2026-08', 40],
    ])
    expect([rows[0]?.bills, rows[0]?.statements?.unagreed]).toEqual([null, 1])
    expect([rows[1]?.bills?.open, rows[1]?.statements?.openDifferences]).toEqual([1, 2])
    expect(joinCarried([], [])).toEqual([])
  })
})
