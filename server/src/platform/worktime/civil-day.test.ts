import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, monthsBetween, monthsLater } from './index.ts'

describe('months as they are written', () => {
  it.each([
    ['one', '2026-12', '2026-12', ['2026-12']],
    ['across the end of a year', '2026-11', '2027-01', ['2026-11', '2026-12', '2027-01']],
    ['the wrong way round', '2026-12', '2026-11', null],
    ['too many', '2020-01', '2026-11', null],
  ])('%s', (_, from, until, months) => {
    expect(monthsBetween(from, until, 24)).toEqual(months)
  })

  it('so many later is so many earlier from there, and in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1199 }), fc.integer({ min: -600, max: 600 }), (start, count) => {
        const month = monthsLater('2000-01', start)
        const other = monthsLater(month, count)
        expect(monthsLater(other, -count)).toBe(month)
        expect(Math.sign(other < month ? -1 : Number(other > month))).toBe(Math.sign(count))
      }),
    )
  })
})

describe('days as they are written', () => {
  it.each([
    ['2026-11-21', 0, '2026-11-21'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-01-01', 365, '2027-01-01'],
  ])('%s and %s days is %s, and back again', (day, days, other) => {
    expect(addDays(day, days)).toBe(other)
    expect(daysBetween(day, other)).toBe(days)
  })

  it('are days that there are', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow('a civil day')
  })
})
