import type { Clock } from '../../src/platform/clock.ts'

/** A clock that stands still until it is told. Starts on a working day at noon in Shanghai. */
export interface TestClock extends Clock {
  set(instant: string): void
  advance(step: { days?: number; hours?: number; minutes?: number; ms?: number }): void
}

export function createTestClock(start = '2026-09-15T04:00:00.000Z'): TestClock {
  let nowMs = Date.parse(start)
  return {
    now: () => new Date(nowMs),
    set(instant) {
      nowMs = Date.parse(instant)
    },
    advance({ days = 0, hours = 0, minutes = 0, ms = 0 }) {
      nowMs += ((days * 24 + hours) * 60 + minutes) * 60_000 + ms
    },
  }
}
