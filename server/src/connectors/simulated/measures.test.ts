import { describe, expect, it } from 'vitest'
import { measuredAt } from './measures.ts'

const servers = Array.from({ length: 400 }, (_, index) => `server-${index}`)
const at = (text: string) => new Date(text)
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
const cpuAt = (instant: string) =>
  mean(servers.map((ref) => measuredAt('1', ref, at(instant)).gauges.cpuPermille ?? 0))

describe('what servers of a simulated cloud use', () => {
  it('is told the same of the same moment, and lies within what there is', () => {
    for (const ref of servers.slice(0, 50)) {
      const told = measuredAt('1', ref, at('2026-11-18T02:30:00Z'))
      expect(measuredAt('1', ref, at('2026-11-18T02:30:00Z'))).toEqual(told)
      for (const value of Object.values(told.gauges)) expect(value).toBeGreaterThanOrEqual(0)
      for (const name of ['cpuPermille', 'memoryPermille', 'diskPermille'] as const)
        expect(told.gauges[name]).toBeLessThanOrEqual(1000)
    }
  })

  it('has its day and its week: busy in the morning of a working day, less at night and at the weekend', () => {
    const morning = cpuAt('2026-11-18T02:30:00Z')
    expect(morning).toBeGreaterThan(1.3 * cpuAt('2026-11-17T19:00:00Z'))
    expect(morning).toBeGreaterThan(1.2 * cpuAt('2026-11-21T02:30:00Z'))
  })

  it('has its season', () => {
    expect(cpuAt('2026-11-18T02:30:00Z')).toBeGreaterThan(1.05 * cpuAt('2026-06-17T02:30:00Z'))
  })
})
