import { describe, expect, it } from 'vitest'
import type { Change, HostGuest, Observed, ObservedHost } from '../../src/modules/cloud/connector.ts'
import { type Given, serverSpec, there } from './stage.ts'
import { faultOf } from './world.ts'

export function describeServer({ has, world, stage }: Given): void {
  const onStage = () => {
    const { server, projectA } = stage()
    const w = world()
    return {
      w,
      server,
      project: projectA.externalId,
      change: (step: Change) => w.change('server', server.externalId, step, projectA.externalId),
      /** Whether the cloud cannot do it; then it says so, and must mean it. */
      refuses: async (step: Change) => {
        const { changes } = await w.connector.capabilities(AbortSignal.timeout(30_000))
        if (changes.includes(step.type)) return false
        const fault = faultOf(w.change('server', server.externalId, step, projectA.externalId))
        expect(await fault).toBe('invalid')
        return true
      },
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
        ...(securityGroup === null ? {} : { securityGroupRefs: [securityGroup.externalId] }),
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

    if (has('security-group'))
      it('changes its security groups as a set', async () => {
        const { w, project, change, settled } = onStage()
        const other = await w.ready(project, {
          kind: 'security-group',
          name: `other-${w.label}`,
          rules: [],
        })
        const own = there(stage().securityGroup).externalId
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

    it('goes back to its size when a resize is taken back before it is confirmed', async () => {
      const { server, change, settled, w, project, refuses } = onStage()
      if (await refuses({ type: 'revert-resize' })) return
      const before = (await settled()).spec as { vcpus: number; memoryMiB: number; rootDiskGiB: number }
      await change({ type: 'resize', vcpus: 2, memoryMiB: 2048, rootDiskGiB: before.rootDiskGiB + 1 })
      await w.settled('server', server.externalId, project, (seen) => seen.state === 'needs-confirm')
      await change({ type: 'revert-resize' })
      const reverted = await settled()
      const { vcpus, memoryMiB, rootDiskGiB } = before
      expect(reverted.spec).toMatchObject({ vcpus, memoryMiB, rootDiskGiB })
      await change({ type: 'revert-resize' })
      expect((await settled()).state).toBe('ready')
    })

    it('moves to another host of its zone while it runs, and does nothing when it stands there; what is bound stays', async () => {
      const { w, server, project, refuses } = onStage()
      if (await refuses({ type: 'migrate', hostRef: 'nowhere' })) return
      const hosts: ObservedHost[] = []
      const guests: HostGuest[] = []
      for await (const page of w.connector.hosts(AbortSignal.timeout(60_000))) {
        hosts.push(...page.hosts)
        guests.push(...page.guests)
      }
      const moving = (one: Observed) => ({
        to: (hostRef: string) => w.change('server', one.externalId, { type: 'migrate', hostRef }, project),
        seen: () => w.settled('server', one.externalId, project),
      })
      const otherThan = (one: Observed) => {
        const here = hosts.find(({ externalId }) => externalId === one.attributes.host)
        const isOther = (host: ObservedHost) => host.zone === here?.zone && host !== here && host.isEnabled
        return hosts.find(isOther)?.externalId
      }
      const isMovable = guests.find(({ externalId }) => externalId === server.externalId)?.isMovable
      if (isMovable === false) {
        const { to, seen } = moving(server)
        expect(await faultOf(to(otherThan(await seen()) ?? ''))).toBe('invalid')
        expect((await seen()).attributes.host).toBe(server.attributes.host)
      }
      // Without a network nothing binds it.
      const one =
        isMovable === false ? await w.ready(project, serverSpec(w, 'free', { subnetRefs: [] })) : server
      const { to, seen } = moving(one)
      const before = await seen()
      const other = otherThan(before)
      if (other === undefined) return
      expect(await faultOf(to('nowhere'))).toBe('invalid')
      for (const hostRef of [other, other]) {
        await to(hostRef)
        const { attributes, ...rest } = await seen()
        expect(attributes.host).toBe(hostRef)
        expect(rest).toMatchObject({ resourceId: one.resourceId, projectRef: project, spec: before.spec })
      }
      if (isMovable === false) await w.removed('server', one.externalId, project)
    })

    it('is rescued and let out again, and rebuilt once for each generation', async () => {
      const { server, change, settled, w, refuses } = onStage()
      if (await refuses({ type: 'rescue', on: true })) return
      for (const on of [true, true, false, false]) {
        await change({ type: 'rescue', on })
        const { spec, state } = await settled()
        expect({ state, isRescued: 'isRescued' in spec && spec.isRescued === true }).toEqual({
          state: 'ready',
          isRescued: on,
        })
      }
      const step = { type: 'rebuild', generation: 1, image: w.cloud.image } as const
      await Promise.all([change(step), change(step)])
      const rebuilt = await settled()
      expect(rebuilt.spec).toMatchObject({ rebuildGeneration: 1, power: 'on' })
      expect(rebuilt.resourceId).toBe(server.resourceId)
      await change(step)
      expect((await settled()).state).toBe('ready')
    })

    it('shows its screen under an address of its own, where the cloud can', async () => {
      const { server, w, project } = onStage()
      const { connector } = w
      const scope = { projectRef: project, signal: AbortSignal.timeout(30_000) }
      if (!(await connector.capabilities(scope.signal)).console)
        return expect(connector.openConsole).toBeUndefined()
      const link = await connector.openConsole?.(server.externalId, scope)
      expect(link?.url).toMatch(/^https?:\/\//)
      const again = await connector.openConsole?.(server.externalId, scope)
      expect(again?.url).not.toBe(link?.url)
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
