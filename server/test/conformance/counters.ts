import { describe, expect, it } from 'vitest'
import type { CounterReading, ExternalId, ResourceKind } from '../../src/modules/cloud/connector.ts'
import type { Given } from './stage.ts'
import type { World } from './world.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'
const CLOCK_OFF_MS = 10 * 60_000

async function readCounters(
  world: World,
  kind: ResourceKind,
  things: readonly ExternalId[],
): Promise<readonly CounterReading[]> {
  const seen: CounterReading[] = []
  const query = { kind, things: new Set(things), signal: AbortSignal.timeout(60_000) }
  for await (const page of world.connector.counters?.(query) ?? []) seen.push(...page)
  return seen
}

/** All of a kind that the cloud has now. */
async function refsOf(world: World, kind: ResourceKind): Promise<readonly ExternalId[]> {
  const refs: ExternalId[] = []
  const query = { kinds: [kind], since: null, signal: AbortSignal.timeout(60_000) }
  for await (const page of world.connector.inventory(query))
    refs.push(...page.items.map(({ externalId }) => externalId))
  return refs
}

export function describeCounters({ world }: Given): void {
  describe('counters of traffic', () => {
    const kindsTold = async () =>
      (await world().connector.capabilities(AbortSignal.timeout(30_000))).counters ?? []

    it('tells of those asked for alone, each counter by a name that stays, where it says that it can (R279)', async () => {
      const kinds = await kindsTold()
      if (kinds.length === 0) return expect(await readCounters(world(), 'floating-ip', [NOBODY])).toEqual([])
      for (const kind of kinds) {
        const refs = (await refsOf(world(), kind)).slice(0, 20)
        const seen = await readCounters(world(), kind, [...refs, NOBODY])
        for (const one of seen) {
          expect(refs).toContain(one.externalId)
          expect(one.counter).toMatch(/^.{1,100}$/)
          expect(one.bytes >= 0n).toBe(true)
          expect(Math.abs(Date.now() - one.at.getTime())).toBeLessThan(CLOCK_OFF_MS)
          if (one.since !== null) expect(one.since.getTime()).toBeLessThanOrEqual(one.at.getTime())
        }
        const names = seen.map((one) => `${one.externalId} ${one.counter}`)
        expect(new Set(names).size).toBe(names.length)
      }
    })

    it('counts on from one look to the next, and begins anew only where it says so or shows less', async () => {
      const kinds = await kindsTold()
      if (kinds.length === 0) return expect(await readCounters(world(), 'floating-ip', [NOBODY])).toEqual([])
      for (const kind of kinds) {
        const refs = (await refsOf(world(), kind)).slice(0, 20)
        const before = await readCounters(world(), kind, refs)
        const after = await readCounters(world(), kind, refs)
        for (const one of before) {
          const next = after.find(
            ({ externalId, counter }) => externalId === one.externalId && counter === one.counter,
          )
          if (next === undefined || next.since?.getTime() !== one.since?.getTime()) continue
          expect(next.at.getTime()).toBeGreaterThanOrEqual(one.at.getTime())
          expect(next.bytes >= one.bytes).toBe(true)
        }
      }
    })

    it('tells nothing when nothing is asked for', async () => {
      for (const kind of ['floating-ip', ...(await kindsTold())] as const)
        expect(await readCounters(world(), kind, [])).toEqual([])
    })
  })
}
