import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { committedOf, withAsked } from './ceiling.ts'

const months = (of: Readonly<Record<string, number>>) =>
  new Map(Object.entries(of).map(([month, amount]) => [month, BigInt(amount)]))

describe('R299: what is approved of a contract and not billed yet', () => {
  it.each([
    ['months ahead, whole', { '2026-12': 100, '2027-01': 100 }, {}, 200n],
    ['this month, what exceeds its bill so far', { '2026-11': 100 }, { '2026-11': 30 }, 70n],
    ['this month, billed for more than was approved', { '2026-11': 100 }, { '2026-11': 130 }, 0n],
    ['a month that is over and billed counts as billed', { '2026-10': 100 }, { '2026-10': 60 }, 0n],
    ['a month that is over and not billed yet', { '2026-10': 100 }, {}, 100n],
    ['what was given back beyond it', { '2026-12': -50 }, {}, 0n],
    ['nothing', {}, { '2026-11': 30 }, 0n],
  ])('%s', (_, held, charged, sum) => {
    expect(committedOf({ held: months(held), charged: months(charged), thisMonth: '2026-11' })).toBe(sum)
  })
})

describe('R299: a ceiling with what is asked', () => {
  const room = (spent: number, committed = 0, permitted = 0) => ({
    ceiling: 1000n,
    permitted: BigInt(permitted),
    spent: BigInt(spent),
    committed: BigInt(committed),
  })
  it.each([
    ['far below', room(100), 100n, { rest: 800n, percent: 20, level: 'fine' }],
    ['just below the share of the rule', room(100, 700), 99n, { rest: 101n, percent: 89, level: 'fine' }],
    ['at it', room(100, 700), 100n, { rest: 100n, percent: 90, level: 'near' }],
    ['all of it', room(100, 700), 200n, { rest: 0n, percent: 100, level: 'near' }],
    ['a 分 too much', room(100, 700), 201n, { rest: -1n, percent: 100, level: 'over' }],
    ['which is permitted', room(100, 700, 1), 201n, { rest: 0n, percent: 100, level: 'near' }],
    ['credits beyond what is spent', room(-50), 10n, { rest: 1040n, percent: 0, level: 'fine' }],
  ] as const)('%s', (_, of, asked, found) => {
    expect(withAsked(of, asked, 90)).toEqual(found)
  })

  it('is over exactly where less than nothing is left (property)', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 13n })
    fc.assert(
      fc.property(amount, amount, amount, amount, (ceiling, spent, committed, asked) => {
        const found = withAsked({ ceiling: ceiling + 1n, permitted: 0n, spent, committed }, asked, 90)
        expect(found.level === 'over').toBe(spent + committed + asked > ceiling + 1n)
        expect(found.rest + asked + spent + committed).toBe(ceiling + 1n)
      }),
    )
  })
})
