import { describe, expect, it } from 'vitest'
import { countedAt } from './counters.ts'

const since = new Date('2026-11-01T00:00:00Z')
const hours = (count: number) => new Date(since.getTime() + count * 3_600_000)
const bytesAt = (ref: string, count: number) => countedAt('1', ref, since, hours(count)).bytes

describe('what flows through addresses of a simulated cloud', () => {
  it('is told the same of the same moment, begins at nought and never falls', () => {
    for (let no = 0; no < 20; no++) {
      const ref = `address-${no}`
      expect(bytesAt(ref, 0)).toBe(0n)
      expect(countedAt('1', ref, since, hours(7))).toEqual(countedAt('1', ref, since, hours(7)))
      for (let hour = 1; hour < 100; hour++)
        expect(bytesAt(ref, hour)).toBeGreaterThan(bytesAt(ref, hour - 1))
    }
  })

  it('is more by day than by night, and as much on every day', () => {
    const [noon, night] = [bytesAt('a', 7) - bytesAt('a', 1), bytesAt('a', 19) - bytesAt('a', 13)]
    expect(noon).toBeGreaterThan(2n * night)
    const [first, second] = [bytesAt('a', 24), bytesAt('a', 48) - bytesAt('a', 24)]
    expect(Number(first) / Number(second)).toBeCloseTo(1, 3)
  })

  it('is a tenth of a GB to some GB a day', () => {
    for (let no = 0; no < 50; no++) {
      const day = Number(bytesAt(`address-${no}`, 24)) / 1e9
      expect(day).toBeGreaterThan(0.09)
      expect(day).toBeLessThan(3.2)
    }
  })
})
