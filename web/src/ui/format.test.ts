import { describe, expect, test } from 'vitest'
import { formatChange, formatDay, formatMoney, formatPercent, formatTime, shortId } from './format.ts'

describe('time is shown in Asia/Shanghai', () => {
  test('an evening in UTC is the next day there', () => {
    expect(formatDay('2026-11-20T16:30:00.000Z')).toBe('2026-11-21')
    expect(formatTime('2026-11-20T16:30:00.000Z')).toBe('2026-11-21 00:30')
  })
})

test.each([
  [0, '¥0.00'],
  [5, '¥0.05'],
  [123450, '¥1,234.50'],
  [-100, '-¥1.00'],
  [9_007_199_254_740_991, '¥90,071,992,547,409.91'],
])('%i minor units read %s', (amountMinor, words) => {
  expect(formatMoney({ amountMinor, currency: 'CNY' })).toBe(words)
})

test('small shares keep a digit', () => {
  expect(formatPercent(0.034)).toBe('3.4%')
  expect(formatPercent(0.5)).toBe('50%')
})

test('long ids are shortened in the middle, short ones kept', () => {
  expect(shortId('0192f0c1-7a8b-7c3d-9e4f-0a1b2c3d4e5f')).toBe('0192f0c1…4e5f')
  expect(shortId('SRV-1')).toBe('SRV-1')
})

test('changes have a sign and always one decimal, so that they stand below each other', () => {
  expect([0.03, -0.04, -0.0432, 0, -0.0001].map(formatChange)).toEqual([
    '+3.0%',
    '-4.0%',
    '-4.3%',
    '0.0%',
    '0.0%',
  ])
})
