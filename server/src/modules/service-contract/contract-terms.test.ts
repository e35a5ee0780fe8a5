import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentLeft } from './contract-terms.ts'

const lease = (id: string, starts_on: string, ends_on: string, settled_percent: number | null = null) => ({
  id,
  starts_on,
  ends_on,
  settled_percent,
})

describe('R299: the part of a provider’s months that a contract names', () => {
  const own = lease('own', '2026-03-10', '2026-12-31')
  it.each([
    ['nobody else names one', [lease('a', '2026-01-01', '2026-12-31')], 100],
    ['another does', [lease('a', '2026-01-01', '2026-12-31', 60)], 40],
    ['its own is asked anew', [lease('own', '2026-03-10', '2026-12-31', 60)], 100],
    ['one was over before', [lease('a', '2026-01-01', '2026-02-28', 60)], 100],
    ['one ends in the month in which it begins', [lease('a', '2026-01-01', '2026-03-09', 60)], 40],
    [
      'one follows another',
      [lease('a', '2026-01-01', '2026-06-30', 60), lease('b', '2026-07-01', '2027-06-30', 70)],
      30,
    ],
    [
      'two are in force at once',
      [lease('a', '2026-01-01', '2026-07-01', 60), lease('b', '2026-07-01', '2027-06-30', 30)],
      10,
    ],
  ] as const)('leaves what the others do not take: %s', (_, others, left) => {
    expect(percentLeft(own, others)).toBe(left)
  })

  it('never comes to more than the whole in any month, whichever contract named its part last', () => {
    const month = fc.integer({ min: 1, max: 12 })
    const terms = fc.tuple(month, month, fc.integer({ min: 1, max: 100 }))
    fc.assert(
      fc.property(fc.array(terms, { maxLength: 6 }), (given) => {
        const day = (at: number, end: string) => `2026-${String(at).padStart(2, '0')}-${end}`
        const named: ReturnType<typeof lease>[] = []
        for (const [index, [a, b, percent]] of given.entries()) {
          const one = lease(`c${index}`, day(Math.min(a, b), '01'), day(Math.max(a, b), '28'), percent)
          if (percent <= percentLeft(one, named)) named.push(one)
        }
        for (let at = 1; at <= 12; at++) {
          const sum = named
            .filter((one) => one.starts_on <= day(at, '28') && one.ends_on >= day(at, '01'))
            .reduce((all, { settled_percent }) => all + (settled_percent ?? 0), 0)
          expect(sum).toBeLessThanOrEqual(100)
        }
      }),
    )
  })
})
