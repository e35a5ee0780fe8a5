import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monthsLater } from '../../../platform/worktime/index.ts'
import { monthsOf, standingOf } from './spending.ts'

describe('the months of an overview', () => {
  it.each([
    ['month', '2027-01', '2027-01', '2026-12', '2026-12'],
    ['year', '2027-03', '2027-01', '2026-01', '2026-03'],
    ['year', '2027-12', '2027-01', '2026-01', '2026-12'],
    ['twelve-months', '2027-03', '2026-04', '2025-04', '2026-03'],
  ] as const)(
    '%s up to %s begin with %s, beside %s to %s',
    (kind, until, from, previousFrom, previousUntil) => {
      expect(monthsOf(kind, until)).toMatchObject({ from, until, previousFrom, previousUntil })
    },
  )

  it('never lie in both periods, and each stands beside one of the period before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('month', 'year', 'twelve-months'),
        fc.integer({ min: 0, max: 400 }),
        (kind, n) => {
          const until = monthsLater('2020-01', n)
          const months = monthsOf(kind, until)
          for (let month = months.from; month <= until; month = monthsLater(month, 1)) {
            expect(standingOf(months, month)).toBe('now')
            expect(standingOf(months, monthsLater(month, -months.apart))).toBe('before')
          }
          expect(standingOf(months, monthsLater(until, 1))).toBeNull()
          expect(standingOf(months, monthsLater(months.previousFrom, -1))).toBeNull()
        },
      ),
    )
  })
})
