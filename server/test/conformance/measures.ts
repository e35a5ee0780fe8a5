import { describe, expect, it } from 'vitest'
import { type ExternalId, GAUGES, type Measured } from '../../src/modules/cloud/connector.ts'
import type { Given } from './stage.ts'
import type { World } from './world.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'
const CLOCK_OFF_MS = 10 * 60_000

async function look(world: World, servers: readonly ExternalId[]): Promise<readonly Measured[]> {
  const seen: Measured[] = []
  const query = { servers: new Set(servers), signal: AbortSignal.timeout(60_000) }
  for await (const page of world.connector.measures?.(query) ?? []) seen.push(...page)
  return seen
}

export function describeMeasures({ world, stage }: Given): void {
  describe('measures', () => {
    const isTold = async () =>
      (await world().connector.capabilities(AbortSignal.timeout(30_000))).measures === true

    it('tells what a server uses, of those asked for alone, where it says that it can (R123)', async () => {
      const ref = stage().server.externalId
      const seen = await look(world(), [ref, NOBODY])
      // A cloud that refuses to tell says from then on that it cannot.
      if (!(await isTold())) return expect(seen).toEqual([])
      expect(seen.map((one) => one.externalId)).toEqual([ref])
      const [one] = seen as [Measured]
      expect(Math.abs(Date.now() - one.at.getTime())).toBeLessThan(CLOCK_OFF_MS)
      expect(Object.keys({ ...one.counters, ...one.gauges }).length).toBeGreaterThan(0)
      for (const value of Object.values(one.counters)) expect(value >= 0n).toBe(true)
      for (const gauge of GAUGES) {
        const value = one.gauges[gauge] ?? 0
        expect(value).toBeGreaterThanOrEqual(0)
        if (gauge.endsWith('Permille')) expect(value).toBeLessThanOrEqual(1000)
      }
      if (one.counters.cpuNs !== undefined) expect(one.vcpus).toBeGreaterThan(0)
    })

    it('counts on from one look to the next', async () => {
      const ref = stage().server.externalId
      const [before] = await look(world(), [ref])
      const [after] = await look(world(), [ref])
      if (before === undefined || after === undefined) return expect(await isTold()).toBe(false)
      expect(after.at.getTime()).toBeGreaterThanOrEqual(before.at.getTime())
      for (const [name, value] of Object.entries(before.counters))
        expect(after.counters[name as keyof Measured['counters']]).toBeGreaterThanOrEqual(value)
    })

    it('tells nothing when nothing is asked for', async () => {
      expect(await look(world(), [])).toEqual([])
    })
  })
}
