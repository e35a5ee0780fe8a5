import { describe, expect, it } from 'vitest'
import type { UsageBilled } from '../billing/index.ts'
import { billEffectOf, firstLook, monthsAround } from './bill-effect.ts'

const DONE = '2026-12-15'
const bill = (month: string, amount: string, change: Partial<UsageBilled> = {}): UsageBilled => ({
  month,
  state: 'sent',
  amount,
  charges: 2,
  unpriced: 0,
  ...change,
})
const before = bill('2026-11', '12000')
const after = bill('2027-01', '3000')

describe('what the bills say that a notice has saved (R128)', () => {
  it('compares whole months, across the year', () => {
    expect(monthsAround(DONE)).toEqual({ before: '2026-11', after: '2027-01' })
    expect(monthsAround('2026-01-01')).toEqual({ before: '2025-12', after: '2026-02' })
    expect(firstLook(DONE)).toBe('2027-02-01')
  })

  it.each<[string, readonly UsageBilled[], string, object]>([
    ['both sent', [before, after], '2027-02-03', { is: 'known', before: 12_000n, after: 3000n }],
    [
      'nothing left of it',
      [before, bill('2027-01', '0', { charges: 0 })],
      '2027-02-03',
      { is: 'known', before: 12_000n, after: 0n },
    ],
    ['costs more', [bill('2026-11', '10'), after], '2027-02-03', { is: 'known', before: 10n, after: 3000n }],
    [
      'the later one a draft',
      [before, bill('2027-01', '3000', { state: 'draft' })],
      '2027-02-03',
      { is: 'waiting' },
    ],
    ['the later one not there', [before], '2027-05-31', { is: 'waiting' }],
    ['never sent', [before], '2027-06-01', { is: 'unknown' }],
    ['no bill before', [after], '2027-06-01', { is: 'unknown' }],
    ['not billed before', [bill('2026-11', '0', { charges: 0 }), after], '2027-02-03', { is: 'unknown' }],
    [
      'without a price before',
      [bill('2026-11', '5', { unpriced: 1 }), after],
      '2027-02-03',
      { is: 'unknown' },
    ],
    [
      'without a price after',
      [before, bill('2027-01', '5', { unpriced: 1 })],
      '2027-02-03',
      { is: 'unknown' },
    ],
  ])('%s', (_, bills, today, effect) => {
    expect(billEffectOf(DONE, bills, today)).toEqual(effect)
  })
})
