import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Change, ResourceKind, Spec } from '../../src/modules/cloud/connector.ts'
import { type Given, listenerTo, serverSpec } from './stage.ts'
import { faultOf } from './world.ts'

export function describeFaults({ has, world, stage }: Given): void {
  describe('faults', () => {
    it('a call whose signal has ended does nothing and says so', async () => {
      const w = world()
      const scope = w.scope(stage().projectA.externalId, AbortSignal.abort())
      const resourceId = randomUUID()
      const spec: Spec = { kind: 'network', name: `never-${w.label}` }
      const started = performance.now()
      expect(await faultOf(w.connector.ensure(resourceId, spec, scope))).toBe('timeout')
      expect(await faultOf(w.connector.find('network', resourceId, scope))).toBe('timeout')
      expect(await faultOf(w.connector.observe('server', stage().server.externalId, scope))).toBe('timeout')
      expect(performance.now() - started).toBeLessThan(2_000)
      expect(await w.connector.find('network', resourceId, w.scope(stage().projectA.externalId))).toBeNull()
    })

    it('a call ended half-way ends soon, and its repetition makes one thing', async () => {
      const w = world()
      const project = stage().projectA.externalId
      const resourceId = randomUUID()
      const spec: Spec = { kind: 'network', name: `half-${w.label}` }
      const cut = w.connector.ensure(resourceId, spec, w.scope(project, AbortSignal.timeout(5)))
      expect(['timeout', 'none']).toContain(await faultOf(cut))
      const made = await w.ready(project, spec, resourceId)
      const found = await w.connector.find('network', resourceId, w.scope(project))
      expect(found?.externalId).toBe(made.externalId)
    })

    it('a spec that refers to what does not exist is refused as not-found, and leaves nothing', async () => {
      const w = world()
      const { projectA, subnet, server } = stage()
      const project = projectA.externalId
      const nowhere = randomUUID()
      const name = `bad-${w.label}`
      const specs: Spec[] = [
        { kind: 'subnet', name, networkRef: nowhere, cidr: '10.78.0.0/24', dnsServers: [] },
        { kind: 'router', name, subnetRefs: [], externalNetwork: `no-net-${w.label}` },
        { kind: 'snapshot', name, volumeRef: nowhere },
        { kind: 'backup', name, volumeRef: nowhere },
        { kind: 'floating-ip', name, externalNetwork: `no-net-${w.label}`, serverRef: null },
        { kind: 'load-balancer', name, subnetRef: nowhere, listeners: [] },
        {
          kind: 'load-balancer',
          name,
          subnetRef: subnet.externalId,
          listeners: [listenerTo({ ...server, externalId: nowhere }, 80)],
        },
        serverSpec(w, 'bad', { subnetRefs: [nowhere] }),
        serverSpec(w, 'bad', { subnetRefs: [subnet.externalId], image: `no-image-${w.label}` }),
      ]
      for (const spec of specs.filter(({ kind }) => has(kind))) {
        const resourceId = randomUUID()
        expect(await faultOf(w.ensure(project, spec, resourceId)), spec.kind).toBe('not-found')
        expect(await w.connector.find(spec.kind, resourceId, w.scope(project)), spec.kind).toBeNull()
      }
    })

    it('a change that refers to what does not exist is refused as not-found', async () => {
      const w = world()
      const { projectA, volume, router, server, loadBalancer } = stage()
      const lost = listenerTo({ ...server, externalId: randomUUID() }, 80)
      const nowhere = randomUUID()
      const steps: [ResourceKind, string, Change][] = [
        ['volume', nowhere, { type: 'extend', sizeGiB: 9 }],
        ['volume', volume.externalId, { type: 'attach', serverRef: nowhere }],
        ['router', router?.externalId ?? '', { type: 'gateway', externalNetwork: `no-net-${w.label}` }],
        ['security-group', nowhere, { type: 'rules', rules: [] }],
        ['load-balancer', loadBalancer?.externalId ?? '', { type: 'listeners', listeners: [lost] }],
      ]
      for (const [kind, ref, step] of steps.filter(([kind]) => has(kind)))
        expect(await faultOf(w.change(kind, ref, step, projectA.externalId)), step.type).toBe('not-found')
    })

    it('values that no cloud takes are refused as invalid', async () => {
      const w = world()
      const { projectA, network } = stage()
      const specs: Spec[] = [
        {
          kind: 'subnet',
          name: 'bad',
          networkRef: network.externalId,
          cidr: '10.300.0.0/24',
          dnsServers: [],
        },
        { kind: 'volume', name: 'bad', sizeGiB: 0, volumeType: null, serverRef: null },
        { kind: 'key-pair', name: 'bad', publicKey: 'not a key' },
      ]
      for (const spec of specs)
        expect(await faultOf(w.ensure(projectA.externalId, spec)), spec.kind).toBe('invalid')
    })
  })
}
