import { describe, expect, it } from 'vitest'
import { clockOf, onMinutes } from './window-words.ts'

describe('minutes of a day', () => {
  it.each([
    [0, '00:00'],
    [510, '08:30'],
    [1439, '23:59'],
    [1440, '24:00'],
  ])('%i reads %s', (minute, words) => {
    expect(clockOf(minute)).toBe(words)
  })

  it('count as on what is on, and nothing where nothing is scheduled (R122)', () => {
    const day = { day: '2026-11-23', weekday: 1, kind: 'working', name: null } as const
    expect(
      onMinutes({
        ...day,
        on: [
          { from: 0, to: 60 },
          { from: 480, to: 1200 },
        ],
      }),
    ).toBe(780)
    expect(onMinutes({ ...day, on: null })).toBe(0)
  })
})
