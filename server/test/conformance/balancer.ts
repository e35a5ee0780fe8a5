import { describe, expect, it } from 'vitest'
import type { Listener } from '../../src/modules/cloud/connector.ts'
import { type Given, listenerTo, there } from './stage.ts'
import { faultOf, type World } from './world.ts'

const SELDOM = { type: 'connect', path: null, intervalSeconds: 10, timeoutSeconds: 4, failures: 2 } as const

export function describeBalancer({ has, world, stage }: Given): void {
  if (!has('load-balancer')) return
  /** As a reconciler does: asks until it is seen. */
  async function reach(w: World, ref: string, project: string, listeners: readonly Listener[]) {
    await w.until('the listeners', async () => {
      const observed = await w.settled('load-balancer', ref, project)
      const seen = 'listeners' in observed.spec ? observed.spec.listeners : undefined
      if (JSON.stringify(keysOf(seen ?? [])) === JSON.stringify(keysOf(listeners))) return true
      await w.change('load-balancer', ref, { type: 'listeners', listeners }, project)
      return undefined
    })
    const observed = await w.settled('load-balancer', ref, project)
    expect('listeners' in observed.spec && keysOf(observed.spec.listeners ?? [])).toEqual(keysOf(listeners))
  }

  describe('change load balancer', () => {
    it('has an address in its subnet’s project, its listeners, and a name to change (R68)', async () => {
      const w = world()
      const { loadBalancer, server, subnet, projectA } = stage()
      const { externalId } = there(loadBalancer)
      const project = projectA.externalId
      expect(loadBalancer).toMatchObject({
        spec: { subnetRef: subnet.externalId, listeners: [listenerTo(server, 80)] },
        attributes: { addresses: [expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)] },
      })
      const name = `other-${w.label}`
      for (const _ of [1, 2]) {
        await w.change('load-balancer', externalId, { type: 'rename', name }, project)
        expect(await w.settled('load-balancer', externalId, project)).toMatchObject({ name })
      }
    })

    it('makes the listeners the set that was asked for: protocols, algorithms, members, monitors (R68)', async () => {
      const w = world()
      const { loadBalancer, server, projectA } = stage()
      const { externalId } = there(loadBalancer)
      const [first = { serverRef: '', port: 0, weight: 0 }] = listenerTo(server, 80).members
      const sets: (readonly Listener[])[] = [
        // Another algorithm, another member, looked at less often; and a second way in.
        [
          listenerTo(server, 80, {
            algorithm: 'least-connections',
            members: [{ ...first, weight: 5 }],
            monitor: SELDOM,
          }),
          listenerTo(server, 8053, { protocol: 'udp', algorithm: 'source-address', monitor: null }),
        ],
        [listenerTo(server, 8053, { protocol: 'udp', algorithm: 'source-address', monitor: null })],
      ]
      for (const listeners of sets) await reach(w, externalId, projectA.externalId, listeners)
    })

    it('stands without listeners as well, and is unknown to changes once it is gone', async () => {
      const w = world()
      const { subnet, projectA } = stage()
      const project = projectA.externalId
      const bare = await w.ready(project, {
        kind: 'load-balancer',
        name: `bare-${w.label}`,
        subnetRef: subnet.externalId,
        listeners: [],
      })
      expect(bare.spec).toMatchObject({ listeners: [] })
      await w.removed('load-balancer', bare.externalId, project)
      const step = { type: 'listeners', listeners: [] } as const
      expect(await faultOf(w.change('load-balancer', bare.externalId, step, project))).toBe('not-found')
    })
  })
}

/** In the order of ports, and of the keys within: clouds tell the same in any. */
function keysOf(listeners: readonly Listener[]): readonly string[] {
  return listeners
    .map(({ protocol, port, algorithm, members, monitor }) => {
      const stand = members.map((one) => `${one.serverRef} ${one.port} ${one.weight}`).sort()
      const looked = monitor && [
        monitor.type,
        monitor.path,
        monitor.intervalSeconds,
        monitor.timeoutSeconds,
        monitor.failures,
      ]
      return JSON.stringify([port, protocol, algorithm, stand, looked])
    })
    .sort()
}
