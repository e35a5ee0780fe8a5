import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fenText, finerYuan, wholeFen, YUAN_DIGITS } from './amount.ts'
import { readDecimal } from './read-line.ts'

const exactOf = (yuan: string) => {
  const read = readDecimal(yuan, YUAN_DIGITS, 11, true)
  if (typeof read !== 'bigint') throw new Error(yuan)
  return read
}

describe('R299: an amount', () => {
  it.each([
    ['12.34', '1234', 1234n],
    ['0.005', '0.5', 1n],
    ['-0.005', '-0.5', -1n],
    ['0.0049999999999999999999999999', '0.49999999999999999999999999', 0n],
    ['35.2E-7', '0.000352', 0n],
    ['-1.5e2', '-15000', -15_000n],
    ['3E0', '300', 300n],
    ['0.000000123456789012345678901', '0.0000123456789012345678901', 0n],
  ])('of %s yuan is exactly %s 分, and rounded %s', (yuan, fen, whole) => {
    expect([fenText(exactOf(yuan)), wholeFen(exactOf(yuan))]).toEqual([fen, whole])
  })

  it('finer than the 分 is shown whole in yuan', () => {
    expect(['1234', '1234.50', '-5.25', '0.1'].map(finerYuan)).toEqual([null, '12.345', '-0.0525', '0.001'])
  })

  it('is added up exactly: the sum is that of the file, whatever its order, and rounded once (property)', () => {
    const parts = fc.array(
      fc.tuple(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.integer({ min: 0, max: 12 })),
      { maxLength: 50 },
    )
    fc.assert(
      fc.property(parts, (all) => {
        const scaled = all.map(([value, digits]) => value * 10n ** BigInt(12 - digits))
        const written = scaled.map((value) => {
          const text = (value < 0n ? -value : value).toString().padStart(13, '0')
          return `${value < 0n ? '-' : ''}${text.slice(0, -12)}.${text.slice(-12)}`
        })
        const sum = written.map(exactOf).reduce((a, b) => a + b, 0n)
        const oracle = scaled.reduce((a, b) => a + b, 0n)
        expect(sum).toBe(oracle * 10n ** BigInt(YUAN_DIGITS - 12))
        const [off, half] = [wholeFen(sum) * 10n ** 10n - oracle, 5n * 10n ** 9n]
        expect(off <= half && off >= -half).toBe(true)
      }),
    )
  })
})
