import fc from 'fast-check'
import { expect, it } from 'vitest'
import { divideByWeight, yuanOf } from './money.ts'

it.each([
  [0, '0.00'],
  [5, '0.05'],
  [-5, '-0.05'],
  [123_450, '1234.50'],
  [-100n, '-1.00'],
  // Beyond what a floating number still tells apart.
  [9_007_199_254_740_993n, '90071992547409.93'],
])('%s 分 is %s yuan', (fen, yuan) => {
  expect(yuanOf(fen)).toBe(yuan)
})

it('R299: an amount divided by weights adds up to itself, each part within one 分 of its exact share', () => {
  const weights = fc.uniqueArray(
    fc.tuple(fc.string({ maxLength: 3 }), fc.bigInt({ min: -(10n ** 15n), max: 10n ** 18n })),
    {
      selector: ([key]) => key,
      minLength: 1,
      maxLength: 9,
    },
  )
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), weights, (amount, given) => {
      const sum = given.reduce((all, [, weight]) => all + weight, 0n)
      fc.pre(sum !== 0n)
      const parts = divideByWeight(amount, new Map(given))
      expect([...parts.values()].reduce((all, part) => all + part, 0n)).toBe(amount)
      const absolute = sum < 0n ? -sum : sum
      for (const [key, weight] of given) {
        const off = (parts.get(key) as bigint) * sum - amount * weight
        expect((off < 0n ? -off : off) < absolute).toBe(true)
      }
      // Whoever asks in another order is told the same.
      expect(divideByWeight(amount, new Map(given.toReversed()))).toEqual(parts)
    }),
  )
})

type Amounts = Readonly<Record<string, bigint>>
const DIVIDED: readonly (readonly [bigint, Amounts, Amounts])[] = [
  [100n, { a: 1n, b: 1n, c: 1n }, { a: 34n, b: 33n, c: 33n }],
  [-100n, { a: 1n, b: 1n, c: 1n }, { a: -33n, b: -33n, c: -34n }],
  [10n, { a: 333n, b: 667n }, { a: 3n, b: 7n }],
  [1n, { a: 0n, b: 5n }, { a: 0n, b: 1n }],
]
it.each(DIVIDED)(
  '%s 分 by weights: what is left goes to those of which most was cut off',
  (amount, weights, parts) => {
    expect(Object.fromEntries(divideByWeight(amount, new Map(Object.entries(weights))))).toEqual(parts)
  },
)

it('divides nothing by nothing', () => {
  expect(() => divideByWeight(1n, new Map())).toThrow()
  expect(() => divideByWeight(1n, new Map([['a', 0n]]))).toThrow()
})
