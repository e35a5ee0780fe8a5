import { describe, expect, it, vi } from 'vitest'
import { latestMonths, monthsAround, pastMonths, pastQuarters, thisYear } from './periods.ts'

describe('the periods that a list is asked for', () => {
  it.each([
    ['2026-01-01', ['2026-01', '2025-12', '2025-11']],
    ['2026-03-31', ['2026-03', '2026-02', '2026-01']],
  ])('on %s the latest months begin with its own', (today, months) => {
    expect(latestMonths(3, today)).toEqual(months)
  })

  it.each([
    ['2026-01-01', ['2025-12', '2025-11']],
    ['2026-12-31', ['2026-11', '2026-10']],
  ])('on %s no month is offered that is not over', (today, months) => {
    expect(pastMonths(2, today)).toEqual(months)
  })

  it.each([
    ['2026-01-01', ['2025Q4', '2025Q3']],
    ['2026-03-31', ['2025Q4', '2025Q3']],
    ['2026-04-01', ['2026Q1', '2025Q4']],
    ['2026-12-31', ['2026Q3', '2026Q2']],
  ])('on %s no quarter is offered that is not over', (today, quarters) => {
    expect(pastQuarters(2, today)).toEqual(quarters)
  })

  it('goes back two years of months and three of quarters unless asked for more', () => {
    expect(monthsAround(2, '2026-11-30').slice(0, 4)).toEqual(['2027-01', '2026-12', '2026-11', '2026-10'])
    expect([latestMonths(), pastMonths(), pastQuarters()].map((all) => all.length)).toEqual([24, 24, 12])
  })

  it('begins the year with the day in China, where the browser stands elsewhere', () => {
    vi.useFakeTimers({ now: new Date('2026-12-31T16:00:00Z') })
    expect([thisYear(), latestMonths(1)]).toEqual([2027, ['2027-01']])
    vi.setSystemTime(new Date('2026-12-31T15:59:59Z'))
    expect([thisYear(), latestMonths(1)]).toEqual([2026, ['2026-12']])
    vi.useRealTimers()
  })
})
