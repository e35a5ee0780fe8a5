import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { burnDown, chooseLine, type LineRoom, refuseDecision, restOf } from './budget.ts'
import { addMonths, byYear, monthOf, spread } from './spread.ts'

const line = (recurringMinor: number, onceMinor = 0, number = 1) => ({ number, recurringMinor, onceMinor })

describe('R274: how an estimate falls on months and years', () => {
  it.each([
    // Approved in April for a year: nine months of this year, three of the next.
    ['2026-04-01', { months: 12, days: 0 }, 1_200_00, 0, { 2026: 900_00, 2027: 300_00 }],
    ['2026-01-01', { months: 12, days: 0 }, 1_200_00, 0, { 2026: 1_200_00 }],
    ['2026-12-01', { months: 12, days: 0 }, 1_200_00, 0, { 2026: 100_00, 2027: 1_100_00 }],
    // What is paid once falls on the month of the approval.
    ['2026-12-01', { months: 12, days: 0 }, 1_200_00, 50_00, { 2026: 150_00, 2027: 1_100_00 }],
    // Forty days: a month of thirty and ten days.
    ['2026-12-01', { months: 1, days: 10 }, 400, 0, { 2026: 300, 2027: 100 }],
    ['2026-12-01', { months: 0, days: 5 }, 77, 3, { 2026: 80 }],
    ['2026-12-01', { months: 0, days: 0 }, 77, 0, { 2026: 77 }],
    // A rest of a 分 is lost to nobody: it falls on a later month.
    ['2026-11-01', { months: 3, days: 0 }, 100, 0, { 2026: 66, 2027: 34 }],
    ['2026-06-01', { months: 24, days: 0 }, 0, 0, {}],
  ] as const)('from %s for %j: %i over the term and %i once', (month, term, recurring, once, years) => {
    const sums = byYear(spread([line(recurring, once)], term, month))
    expect(Object.fromEntries(sums)).toEqual(years)
  })

  it('R274: over all years it is the estimate to the 分, line by line, whatever term and month', () => {
    const lines = fc.array(
      fc.record({
        recurringMinor: fc.integer({ min: 0, max: 9_000_000_000_000 }),
        onceMinor: fc.integer({ min: 0, max: 1_000_000_000 }),
      }),
      { minLength: 1, maxLength: 8 },
    )
    const term = fc.record({ months: fc.integer({ min: 0, max: 60 }), days: fc.integer({ min: 0, max: 29 }) })
    const first = fc.integer({ min: 0, max: 1199 }).map((count) => addMonths('2000-01-01', count))
    fc.assert(
      fc.property(lines, term, first, (costs, length, month) => {
        const numbered = costs.map((cost, index) => ({ ...cost, number: index + 1 }))
        const months = spread(numbered, length, month)
        for (const cost of numbered) {
          const own = months.filter(({ number }) => number === cost.number)
          const sum = own.reduce((all, { amountMinor }) => all + amountMinor, 0)
          expect(sum).toBe(cost.recurringMinor + cost.onceMinor)
          expect(own.every(({ amountMinor }) => amountMinor > 0)).toBe(true)
          expect(new Set(own.map((each) => each.month)).size).toBe(own.length)
        }
        const whole = costs.reduce((all, cost) => all + cost.recurringMinor + cost.onceMinor, 0)
        expect([...byYear(months).values()].reduce((all, each) => all + each, 0)).toBe(whole)
        expect(months.every((each) => each.month >= month)).toBe(true)
      }),
    )
  })

  it('counts months over the turn of a year', () => {
    expect(addMonths('2026-12-01', 1)).toBe('2027-01-01')
    expect(addMonths('2026-01-01', 25)).toBe('2028-02-01')
    expect(monthOf('2026-09-15')).toBe('2026-09-01')
  })
})

describe('R274: which line pays, and what is left of it', () => {
  const room = (
    id: string,
    amountMinor: number,
    committedMinor = 0,
    permittedMinor = 0,
    actualMinor = 0,
  ): LineRoom => ({
    id,
    no: id,
    name: id,
    amountMinor,
    committedMinor,
    permittedMinor,
    actualMinor,
  })

  it('takes the first that suffices, otherwise the first, otherwise none', () => {
    expect(chooseLine([room('a', 10), room('b', 100)], 50)?.id).toBe('b')
    expect(chooseLine([room('a', 100), room('b', 100)], 50)?.id).toBe('a')
    expect(chooseLine([room('a', 10), room('b', 20)], 50)?.id).toBe('a')
    expect(chooseLine([room('a', 10, 0, 40)], 50)?.id).toBe('a')
    // What is billed is gone, whatever was committed for it.
    expect(chooseLine([room('a', 100, 0, 0, 60), room('b', 50)], 50)?.id).toBe('b')
    expect(restOf(room('a', 100, 30, 10, 90))).toBe(-10)
    expect(chooseLine([], 50)).toBeNull()
  })

  it('R274: the burn-down ends at the rest of the line', () => {
    const anAmount = fc.integer({ min: 0, max: 1_000_000_000 })
    const aYear = fc.array(anAmount, { minLength: 12, maxLength: 12 })
    const sumOf = (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0)
    const byMonth = (all: readonly number[]) =>
      new Map(all.map((each, index) => [`2026-${String(index + 1).padStart(2, '0')}-01`, each]))
    fc.assert(
      fc.property(anAmount, aYear, aYear, (amount, taken, billed) => {
        const shown = burnDown(2026, amount, byMonth(taken), byMonth(billed))
        expect(shown).toHaveLength(12)
        expect(shown.at(-1)?.leftMinor).toBe(restOf(room('a', amount, sumOf(taken), 0, sumOf(billed))))
      }),
    )
  })

  it('nobody decides on his own proposal where the rule asks for two', () => {
    const waiting = { state: 'proposed', pending_by: 'a' } as const
    expect(refuseDecision(waiting, 'a', true)).toBe('budget.own_proposal')
    expect(refuseDecision(waiting, 'a', false)).toBeNull()
    expect(refuseDecision(waiting, 'b', true)).toBeNull()
    expect(refuseDecision({ ...waiting, pending_by: null }, 'b', true)).toBe('budget.not_pending')
  })
})
