import type { PriceTier } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toScaled } from './decimal.ts'
import { partsOf } from './tiers.ts'

const TIERS: readonly PriceTier[] = [
  { upTo: 100, unitPrice: '0' },
  { upTo: 500, unitPrice: '0.2' },
  { upTo: null, unitPrice: '0.1' },
]

describe('tiers', () => {
  it.each([
    [0n, 50n, [[1, 50n]]],
    [0n, 100n, [[1, 100n]]],
    [
      0n,
      101n,
      [
        [1, 100n],
        [2, 1n],
      ],
    ],
    [
      0n,
      600n,
      [
        [1, 100n],
        [2, 400n],
        [3, 100n],
      ],
    ],
    [100n, 50n, [[2, 50n]]],
    [
      450n,
      100n,
      [
        [2, 50n],
        [3, 50n],
      ],
    ],
    [0n, 0n, [[1, 0n]]],
    [100n, 0n, [[2, 0n]]],
    [900n, 0n, [[3, 0n]]],
  ])('%s units taken, %s more', (before, units, expected) => {
    expect(partsOf(TIERS, before, units).map((part) => [part.tier, part.units])).toEqual(expected)
  })

  const anyTiers = fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
      fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 5, maxLength: 5 }),
    )
    .map(([ends, prices]) =>
      [...ends.sort((a, b) => a - b), null].map((upTo, index) => ({ upTo, unitPrice: `0.${prices[index]}` })),
    )
  const costOf = (parts: ReturnType<typeof partsOf>) =>
    parts.reduce((sum, part) => sum + part.units * toScaled(part.unitPrice), 0n)

  it('cost what unit after unit costs, however a request is cut into lines (property)', () => {
    fc.assert(
      fc.property(anyTiers, fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 5 }), (tiers, lines) => {
        let before = 0n
        let cost = 0n
        for (const units of lines) {
          const parts = partsOf(tiers, before, BigInt(units))
          expect(parts.reduce((sum, part) => sum + part.units, 0n)).toBe(BigInt(units))
          cost += costOf(parts)
          before += BigInt(units)
        }
        let oneByOne = 0n
        for (let unit = 1; unit <= Number(before); unit++) {
          const found = tiers.find(({ upTo }) => upTo === null || unit <= upTo) as PriceTier
          oneByOne += toScaled(found.unitPrice)
        }
        expect(cost).toBe(oneByOne)
      }),
    )
  })
})
