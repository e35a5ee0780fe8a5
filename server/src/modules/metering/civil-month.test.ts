import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  civilHourOf,
  dayOf,
  hourOf,
  instantOf,
  monthOf,
  piecesOf,
  windowOfDay,
  windowOfMonth,
} from './civil-month.ts'

const hour = fc.integer({ min: 262_968, max: 876_576 })

describe('civil months of Shanghai', () => {
  it('begin at midnight there, whatever zone the machine is in (F11)', () => {
    const november = windowOfMonth('2026-11')
    expect(instantOf(november.from).toISOString()).toBe('2026-10-31T16:00:00.000Z')
    expect(instantOf(november.to).toISOString()).toBe('2026-11-30T16:00:00.000Z')
    expect(november.to - november.from).toBe(30 * 24)
    expect(windowOfMonth('2028-02').to - windowOfMonth('2028-02').from).toBe(29 * 24)
    expect(instantOf(windowOfDay('2027-01-01').from).toISOString()).toBe('2026-12-31T16:00:00.000Z')
    expect(monthOf(hourOf(new Date('2026-12-31T15:59:59.999Z')))).toBe('2026-12')
    expect(monthOf(hourOf(new Date('2026-12-31T16:00:00Z')))).toBe('2027-01')
    expect(civilHourOf(hourOf(new Date('2026-11-21T06:30:00Z')))).toBe('2026-11-21T14')
  })

  it('hold each hour once, and agree with the civil calendar of the zone', () => {
    const zone = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'Asia/Shanghai',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    fc.assert(
      fc.property(hour, (at) => {
        expect(dayOf(at)).toBe(zone.format(instantOf(at)))
        const month = windowOfMonth(monthOf(at))
        expect(at >= month.from && at < month.to).toBe(true)
        expect(windowOfMonth(monthOf(month.to)).from).toBe(month.to)
      }),
      { numRuns: 200 },
    )
  })

  it('cut a window into pieces side by side, none beyond its month', () => {
    fc.assert(
      fc.property(
        hour,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 1, max: 900 }),
        (from, length, hours) => {
          const pieces = [...piecesOf({ from, to: from + length }, hours)]
          expect([from, ...pieces.map((piece) => piece.to)]).toEqual([
            ...pieces.map((piece) => piece.from),
            from + length,
          ])
          for (const piece of pieces) {
            expect(piece.to - piece.from).toBeLessThanOrEqual(hours)
            expect(monthOf(piece.from)).toBe(monthOf(piece.to - 1))
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
