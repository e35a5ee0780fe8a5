import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/modules/cloud/connector.ts'
import { type Given, serverSpec } from './stage.ts'
import { faultOf } from './world.ts'

export function describeServer({ world, stage }: Given): void {
  const onStage = () => {
    const { server, projectA } = stage()
    const w = world()
    return {
      w,
      server,
      project: projectA.externalId,
      change: (step: Change) => w.change('server', server.externalId, step, projectA.externalId),
      settled: () => w.settled('server', server.externalId, projectA.externalId),
    }
  }

  describe('server', () => {
    it('is what was asked for: size, key, group, subnet, an address inside it', () => {
      const { server, subnet, securityGroup, keyPair } = stage()
      expect(server.spec).toMatchObject({
        vcpus: 1,
        memoryMiB: 512,
        rootDiskGiB: 1,
        subnetRefs: [subnet.externalId],
        securityGroupRefs: [securityGroup.externalId],
        keyPairRef: keyPair.externalId,
        power: 'on',
        rebootGeneration: 0,
      })
      expect(server.attributes.addresses).toEqual([expect.stringMatching(/^10\.77\.1\./)])
    })

    it('stands in the subnet that was named, where the network has several', async () => {
      const { w, project } = onStage()
      const spec = serverSpec(w, 'second', { subnetRefs: [stage().secondSubnet.externalId] })
      const server = await w.ready(project, spec)
      expect(server.spec).toMatchObject({ subnetRefs: [stage().secondSubnet.externalId] })
      expect(server.attributes.addresses).toEqual([expect.stringMatching(/^10\.77\.2\./)])
      await w.removed('server', server.externalId, project)
    })

    it('changes its security groups as a set', async () => {
      const { w, project, change, settled } = onStage()
      const other = await w.ready(project, {
        kind: 'security-group',
        name: `other-${w.label}`,
        rules: [],
      })
      const own = stage().securityGroup.externalId
      for (const securityGroupRefs of [[own, other.externalId], [other.externalId, own], [], [own]]) {
        await change({ type: 'security-groups', securityGroupRefs })
        const { spec } = await settled()
        expect(new Set('securityGroupRefs' in spec ? spec.securityGroupRefs : [])).toEqual(
          new Set(securityGroupRefs),
        )
      }
      await w.removed('security-group', other.externalId, project)
    })

    it('reboots once for each generation, however often it is asked', async () => {
      const { w, server, project, change, settled } = onStage()
      const { countReboots } = w.cloud
      await Promise.all([1, 2].map(() => change({ type: 'reboot', generation: 1 })))
      expect((await settled()).spec).toMatchObject({ rebootGeneration: 1 })
      await change({ type: 'reboot', generation: 1 })
      await settled()
      await change({ type: 'reboot', generation: 2 })
      expect((await settled()).spec).toMatchObject({ rebootGeneration: 2, power: 'on' })
      if (countReboots) expect(await countReboots(server.externalId, project)).toBe(2)
    })

    it('stops and starts, and does nothing when it is so', async () => {
      const { change, settled } = onStage()
      for (const power of ['off', 'off', 'on', 'on'] as const) {
        await change({ type: 'power', power })
        expect((await settled()).spec).toMatchObject({ power })
      }
    })

    it('is resized, waits for confirmation, and keeps its address and its tag (R60)', async () => {
      const { w, server, project, change, settled } = onStage()
      const size = { vcpus: 1, memoryMiB: 1024, rootDiskGiB: 2 }
      await Promise.all([1, 2].map(() => change({ type: 'resize', ...size })))
      await w.settled('server', server.externalId, project, (seen) => seen.state === 'needs-confirm')
      await change({ type: 'resize', ...size })
      await change({ type: 'confirm-resize' })
      const resized = await settled()
      expect(resized.spec).toMatchObject(size)
      expect(resized.resourceId).toBe(server.resourceId)
      expect(resized.attributes.addresses).toEqual(server.attributes.addresses)
      await change({ type: 'confirm-resize' })
      await change({ type: 'resize', ...size })
      expect((await settled()).state).toBe('ready')
    })

    it('is unknown to changes once it is gone', async () => {
      const { w, project } = onStage()
      const spec = serverSpec(w, 'brief', { subnetRefs: [stage().subnet.externalId] })
      const { externalId } = await w.ready(project, spec)
      await w.removed('server', externalId, project)
      for (const step of [
        { type: 'power', power: 'off' },
        { type: 'reboot', generation: 1 },
        { type: 'resize', vcpus: 1, memoryMiB: 1024, rootDiskGiB: 2 },
      ] as const)
        expect(await faultOf(w.change('server', externalId, step, project)), step.type).toBe('not-found')
    })
  })
}
