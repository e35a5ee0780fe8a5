import { describe, expect, it } from 'vitest'
import { meterNumber } from '../meter.ts'
import { countedUnits, shownQuantity, toHeld } from './quantity.ts'

const MONTHS = [
  ['2026-09', 2_592_000n],
  ['2026-10', 2_678_400n],
  ['2027-02', 2_419_200n],
] as const

describe('what is shown of usage', () => {
  it.each(MONTHS)(
    'R279 of what is counted in %s is units, of what is held units × seconds',
    (month, seconds) => {
      expect(countedUnits(1500n * seconds, month)).toBe(1500n)
      expect(shownQuantity('traffic-gb', 1500n * seconds, month)).toBe('1.5')
      expect(shownQuantity('traffic-gb', -1n * seconds, month)).toBe('-0.001')
      expect(shownQuantity('vcpu', 1500n * seconds, month)).toBe(String((1500n * seconds) / 1000n))
      const row = { serving: String(2000n * seconds), stopped: '0', unseen: String(seconds) }
      expect(toHeld({ ...row, meter: meterNumber('traffic-gb'), adjusted: '0' }, month)).toEqual({
        total: '2.001',
        serving: '2',
        stopped: '0',
        unseen: '0.001',
        adjusted: '0',
      })
    },
  )
})
