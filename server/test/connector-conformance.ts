/**
 * The one conformance suite: what every connector must do, run against the simulated cloud on each test run and against
 * real clouds in their own lanes. A connector's test file calls it with a function that opens the connector.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RESOURCE_KINDS, type ResourceKind } from '../src/modules/cloud/connector.ts'
import { describeBalancer } from './conformance/balancer.ts'
import { describeBucket } from './conformance/bucket.ts'
import { describeCounters } from './conformance/counters.ts'
import { describeFaults } from './conformance/faults.ts'
import { describeIdentity } from './conformance/identity.ts'
import { describeInventory } from './conformance/inventory.ts'
import { describeMeasures } from './conformance/measures.ts'
import { describeNetwork } from './conformance/network.ts'
import { describeServer } from './conformance/server.ts'
import { type Given, type Stage, setStage } from './conformance/stage.ts'
import { describeVolume } from './conformance/volume.ts'
import { type ConformanceCloud, createWorld, type World } from './conformance/world.ts'

export type { ConformanceCloud } from './conformance/world.ts'

/** @param options.lacks kinds that this kind of cloud has not: the suite demands that it says so, and leaves them out. */
export function describeConformance(
  name: string,
  open: () => Promise<ConformanceCloud>,
  options: { readonly lacks?: readonly ResourceKind[] } = {},
): void {
  const has = (kind: ResourceKind) => !options.lacks?.includes(kind)
  describe(`${name}: connector conformance`, { timeout: 150_000 }, () => {
    let cloud: ConformanceCloud | undefined
    let world: World | undefined
    let stage: Stage | undefined
    const given: Given = {
      has,
      world: () => present(world),
      stage: () => present(stage),
    }

    beforeAll(async () => {
      cloud = await open()
      world = createWorld(cloud)
      stage = await setStage(world, has)
    }, 240_000)

    afterAll(async () => {
      const left = (await world?.sweep()) ?? []
      await cloud?.connector.close()
      await cloud?.close?.()
      expect(left).toEqual([])
    }, 240_000)

    it('says in both languages that all is well when it is', async () => {
      const findings = await given.world().connector.probe(AbortSignal.timeout(30_000))
      expect(findings.filter((finding) => !finding.ok)).toEqual([])
      expect(findings.map((finding) => finding.check)).toEqual(
        expect.arrayContaining(['reach', 'authenticate', 'authorise']),
      )
      for (const finding of findings) {
        expect(finding.zh).toMatch(/\p{Script=Han}/u)
        expect(finding.en).toMatch(/[a-z]/)
      }
    })

    const without = options.lacks?.length ? `, and that it has no ${options.lacks.join(', ')}` : ''
    it(`says which kinds it has${without}`, async () => {
      const { kinds } = await given.world().connector.capabilities(AbortSignal.timeout(30_000))
      expect([...kinds].sort()).toEqual(RESOURCE_KINDS.filter(has).sort())
    })

    it('offers zones, the image and the external network', async () => {
      const { connector, cloud } = given.world()
      const offer = await connector.offer(AbortSignal.timeout(30_000))
      expect(offer.zones.length).toBeGreaterThan(0)
      expect(offer.images.flatMap(({ id, name }) => [id, name])).toContain(cloud.image)
      expect(offer.externalNetworks).toEqual(
        has('router') ? expect.arrayContaining([cloud.externalNetwork]) : [],
      )
    })

    it('reports capacity by zone, with at least the one server in use', async () => {
      const zones = await given.world().connector.capacity(AbortSignal.timeout(30_000))
      expect(zones.length).toBeGreaterThan(0)
      for (const zone of zones) {
        expect(zone.vcpusTotal).toBeGreaterThan(0)
        expect(zone.memoryMiBTotal).toBeGreaterThanOrEqual(zone.memoryMiBUsed)
      }
      expect(zones.reduce((sum, zone) => sum + zone.vcpusTotal, 0)).toBeGreaterThan(0)
    })

    it('tells of its hosts and who stands on them, where it says that it can', async () => {
      const { connector } = given.world()
      if (!(await connector.capabilities(AbortSignal.timeout(30_000))).hosts) return
      const hosts = new Map<string, string>()
      const standing = new Map<string, string>()
      for await (const page of connector.hosts(AbortSignal.timeout(60_000))) {
        for (const host of page.hosts) {
          hosts.set(host.externalId, host.zone)
          expect(host.total.vcpus).toBeGreaterThan(0)
          expect(host.used.vcpus).toBeGreaterThanOrEqual(0)
        }
        for (const guest of page.guests) standing.set(guest.externalId, guest.hostRef)
      }
      const { zones } = await connector.offer(AbortSignal.timeout(30_000))
      expect([...hosts.values()].filter((zone) => !zones.includes(zone))).toEqual([])
      expect([...standing.values()].filter((ref) => !hosts.has(ref))).toEqual([])
      expect(standing.has(given.stage().server.externalId)).toBe(true)
    })

    describeIdentity(given)
    describeNetwork(given)
    describeVolume(given)
    describeServer(given)
    describeBalancer(given)
    describeBucket(given)
    describeInventory(given)
    describeMeasures(given)
    describeCounters(given)
    describeFaults(given)
  })
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the stage was not set')
  return value
}
