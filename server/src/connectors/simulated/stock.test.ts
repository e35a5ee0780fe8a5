import { describe, expect, it } from 'vitest'
import { useDatabase } from '../../../test/kit/database.ts'
import { systemClock } from '../../platform/clock.ts'
import { createSimulator, DEFAULT_ACCESS_KEY } from './index.ts'

const db = useDatabase()

async function open(endpoint: string, seed: string, servers: string) {
  const simulator = createSimulator({ pool: db.current.database.owner, clock: systemClock })
  const connector = simulator.kind.connect({
    cloudId: endpoint,
    endpoint,
    region: null,
    credentials: { accessKey: DEFAULT_ACCESS_KEY },
    options: { seed, servers },
  })
  const signal = new AbortController().signal
  await connector.offer(signal)
  await simulator.cloud(endpoint).set({ latencyMs: { min: 0, max: 0 }, pageSize: 5_000 })
  return { connector, signal, cloud: simulator.cloud(endpoint) }
}

describe('a simulated cloud that is full already', () => {
  it('holds 100,000 servers with 150,000 virtual cores within a minute, and its zones count them', async () => {
    const began = performance.now()
    const { connector, signal } = await open('simulated://full', '7', '100000')
    expect((performance.now() - began) / 1000).toBeLessThan(60)
    let [servers, vcpus] = [0, 0]
    for await (const page of connector.inventory({ kinds: ['server'], since: null, signal })) {
      servers += page.items.length
      for (const { spec } of page.items) vcpus += (spec as { vcpus: number }).vcpus
    }
    expect([servers, vcpus]).toEqual([100_000, 150_000])
    const zones = await connector.capacity(signal)
    expect(zones.reduce((sum, zone) => sum + zone.vcpusUsed, 0)).toBe(150_000)
  })

  it('is the same for the same seed, another for another, and lets its servers be removed', async () => {
    const clouds = [
      await open('simulated://one', '1', '200'),
      await open('simulated://same', '1', '200'),
      await open('simulated://other', '2', '200'),
    ]
    const seen = await Promise.all(
      clouds.map(async ({ cloud }) =>
        (await cloud.things('server')).map(({ externalId, name, spec }) => ({ externalId, name, spec })),
      ),
    )
    expect(seen[0]).toHaveLength(200)
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]).not.toEqual(seen[2])
    for (const one of seen[0] ?? []) await clouds[0]?.cloud.vanish('server', one.externalId)
    const zones = await clouds[0]?.connector.capacity(new AbortController().signal)
    expect(zones?.map((zone) => [zone.vcpusUsed, zone.memoryMiBUsed])).toEqual([
      [0, 0],
      [0, 0],
    ])
  })
})
