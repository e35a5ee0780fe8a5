import { expect, it } from 'vitest'
import { yuanOf } from './money.ts'

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
