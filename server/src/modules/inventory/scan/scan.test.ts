import { describe, expect, it } from 'vitest'
import { DEFAULT_SCAN_OPTIONS, isShrunk, nextScan, type ScansSoFar } from './scan.ts'

const NOW = new Date('2026-09-15T04:00:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const NEVER: ScansSoFar = {
  lastFullBeganAt: null,
  lastBeganAt: null,
  failures: 0,
  lastFailedAt: null,
  wantedAt: null,
}
const next = (so: Partial<ScansSoFar>, canSince = true, spread = 0.5) =>
  nextScan({ ...NEVER, ...so }, DEFAULT_SCAN_OPTIONS, canSince, spread, NOW)
const minutesTo = (at: Date) => (at.getTime() - NOW.getTime()) / 60_000

describe('which scan is next', () => {
  it('a cloud that was never scanned is scanned in full at once', () => {
    expect(next({})).toEqual({ sort: 'full', dueAt: NOW, since: null })
  })

  it('between full scans it asks for what changed, from a while before the last one began', () => {
    const found = next({ lastFullBeganAt: ago(60), lastBeganAt: ago(4) })
    expect(found.sort).toBe('incremental')
    expect(minutesTo(found.dueAt)).toBe(6)
    expect(found.since).toEqual(ago(4 + 15))
  })

  it('never asks a cloud for what changed when it cannot say', () => {
    const found = next({ lastFullBeganAt: ago(60), lastBeganAt: ago(60) }, false)
    expect([found.sort, minutesTo(found.dueAt)]).toEqual(['full', 300])
  })

  it.each([
    [0, 324],
    [0.5, 360],
    [1, 396],
  ])('spreads full scans of clouds registered together (%d)', (spread, minutes) => {
    expect(minutesTo(next({ lastFullBeganAt: NOW, lastBeganAt: NOW }, false, spread).dueAt)).toBeCloseTo(
      minutes,
    )
  })

  it.each([
    [1, 1],
    [2, 2],
    [5, 16],
    [6, 30],
    [1000, 30],
  ])('after %d failures in a row waits %d minutes', (failures, minutes) => {
    const found = next({ failures, lastFailedAt: NOW })
    expect([found.sort, minutesTo(found.dueAt)]).toEqual(['full', minutes])
  })

  it('does at once what a person wants, failures or not', () => {
    const so = { lastFullBeganAt: ago(5), lastBeganAt: ago(5), failures: 9, lastFailedAt: ago(2) }
    expect(next({ ...so, wantedAt: ago(1) })).toEqual({ sort: 'full', dueAt: NOW, since: null })
    expect(next({ ...so, wantedAt: ago(3) }).dueAt).toEqual(ago(2 - 30))
  })
})

describe('a cloud that shows less than half of what it had', () => {
  it.each([
    [1000, 501, true],
    [1000, 500, false],
    [199, 100, true],
    [99, 99, false],
    [0, 0, false],
  ])('%d things, %d of them gone: %s', (standing, gone, shrunk) => {
    expect(isShrunk(standing, gone)).toBe(shrunk)
  })
})
