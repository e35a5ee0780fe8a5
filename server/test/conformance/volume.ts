import { describe, expect, it } from 'vitest'
import type { Observed } from '../../src/modules/cloud/connector.ts'
import { type Given, serverSpec } from './stage.ts'
import { faultOf } from './world.ts'

export function describeVolume({ has, world, stage }: Given): void {
  describe('change volume', () => {
    it('grows, and does nothing when it is that large', async () => {
      const w = world()
      const { volume, projectA } = stage()
      for (const sizeGiB of [2, 2]) {
        await w.change('volume', volume.externalId, { type: 'extend', sizeGiB }, projectA.externalId)
        const observed = await w.settled('volume', volume.externalId, projectA.externalId)
        expect(observed.spec).toMatchObject({ sizeGiB })
      }
      const shrink = { type: 'extend', sizeGiB: 1 } as const
      expect(await faultOf(w.change('volume', volume.externalId, shrink, projectA.externalId))).toBe(
        'invalid',
      )
    })

    it('is attached, grows and is snapped while attached (where it can be), is detached; each twice (R61)', async () => {
      const w = world()
      const { volume, server, projectA } = stage()
      const project = projectA.externalId
      const attach = { type: 'attach', serverRef: server.externalId } as const
      await Promise.all([1, 2].map(() => w.change('volume', volume.externalId, attach, project)))
      const attached = await w.settled('volume', volume.externalId, project)
      expect(attached.spec).toMatchObject({ serverRef: server.externalId })
      await w.change('volume', volume.externalId, attach, project)

      await w.change('volume', volume.externalId, { type: 'extend', sizeGiB: 3 }, project)
      const grown = await w.settled('volume', volume.externalId, project)
      expect(grown.spec).toMatchObject({ sizeGiB: 3, serverRef: server.externalId })

      const snapshot = has('snapshot')
        ? await w.ready(project, {
            kind: 'snapshot',
            name: `snap-${w.label}`,
            volumeRef: volume.externalId,
          })
        : null
      if (snapshot !== null) {
        expect(snapshot.spec).toMatchObject({ volumeRef: volume.externalId })
        expect(await faultOf(w.connector.remove('volume', volume.externalId, w.scope(project)))).toBe(
          'conflict',
        )
      }
      const untouched = await w.settled('volume', volume.externalId, project)
      expect(untouched.spec).toMatchObject({ serverRef: server.externalId })

      for (const step of [{ type: 'detach' }, { type: 'detach' }] as const) {
        await w.change('volume', volume.externalId, step, project)
        const observed = await w.settled('volume', volume.externalId, project)
        expect(observed.spec).toMatchObject({ serverRef: null })
      }
      if (snapshot !== null) await w.removed('snapshot', snapshot.externalId, project)
    })

    if (has('backup'))
      it('is backed up, outlived by its backup, and filled again from it; both are listed (R61)', async () => {
        const w = world()
        const project = stage().projectA.externalId
        const volumeOf = (name: string, parts: { backupRef?: string } = {}) =>
          w.ready(project, {
            kind: 'volume',
            name: `${name}-${w.label}`,
            sizeGiB: 1,
            volumeType: null,
            serverRef: null,
            ...parts,
          })
        const volume = await volumeOf('kept')
        const spec = { kind: 'backup', name: `backup-${w.label}`, volumeRef: volume.externalId } as const
        const backup = await w.ready(project, spec)
        expect(backup).toMatchObject({ spec, attributes: { sizeGiB: 1 }, resourceId: expect.any(String) })
        await w.removed('volume', volume.externalId, project)
        const query = { kinds: ['backup'], since: null, signal: AbortSignal.timeout(60_000) } as const
        const listed: string[] = []
        for await (const page of w.connector.inventory(query))
          listed.push(...page.items.map((one) => `${one.externalId} ${one.projectRef}`))
        expect(listed).toContain(`${backup.externalId} ${project}`)
        const filled = await volumeOf('filled', { backupRef: backup.externalId })
        expect(filled.spec).toMatchObject({ sizeGiB: 1 })
        await w.removed('backup', backup.externalId, project)
      })

    it('starts a server: attached from the first moment, nobody’s to take away, left when the server goes (R60, R61)', async () => {
      const w = world()
      const { subnet, projectA } = stage()
      const project = projectA.externalId
      const volume = await w.ready(project, {
        kind: 'volume',
        name: `root-${w.label}`,
        sizeGiB: 1,
        volumeType: null,
        serverRef: null,
        image: w.cloud.image,
      })
      const rootVolumeRef = volume.externalId
      const parts = { subnetRefs: [subnet.externalId], rootVolumeRef }
      const server = await w.ready(project, serverSpec(w, 'root', parts))
      expect(server.spec).toMatchObject({ vcpus: 1, memoryMiB: 512, power: 'on', rootVolumeRef })
      expect(server.spec).not.toHaveProperty('rootDiskGiB')
      const ofServer = (serverRef: string | null) => (seen: Observed) =>
        seen.state === 'ready' && 'serverRef' in seen.spec && seen.spec.serverRef === serverRef
      await w.settled('volume', rootVolumeRef, project, ofServer(server.externalId))
      const taken = [
        w.change('volume', rootVolumeRef, { type: 'detach' }, project),
        w.connector.remove('volume', rootVolumeRef, w.scope(project)),
      ]
      expect(await Promise.all(taken.map(faultOf))).toEqual(['conflict', 'conflict'])
      const query = { kinds: ['server'], since: null, signal: AbortSignal.timeout(60_000) } as const
      const listed: Observed[] = []
      for await (const page of w.connector.inventory(query)) listed.push(...page.items)
      const { externalId } = server
      expect(listed.find((one) => one.externalId === externalId)?.spec).toEqual(server.spec)
      await w.removed('server', externalId, project)
      const freed = await w.settled('volume', rootVolumeRef, project, ofServer(null))
      expect(freed.resourceId).toBe(volume.resourceId)
      await w.removed('volume', rootVolumeRef, project)
    })

    it('is not taken from one server by another, and outlives a removed server', async () => {
      const w = world()
      const { server, subnet, projectA } = stage()
      const project = projectA.externalId
      const [other, volume] = await Promise.all([
        w.ready(project, serverSpec(w, 'other', { subnetRefs: [subnet.externalId] })),
        w.ready(project, {
          kind: 'volume',
          name: `roam-${w.label}`,
          sizeGiB: 1,
          volumeType: null,
          serverRef: null,
        }),
      ])
      const attachTo = (serverRef: string) =>
        w.change('volume', volume.externalId, { type: 'attach', serverRef }, project)
      await attachTo(other.externalId)
      await w.settled('volume', volume.externalId, project)
      expect(await faultOf(attachTo(server.externalId))).toBe('conflict')

      await w.removed('server', other.externalId, project)
      const freed = await w.settled('volume', volume.externalId, project, (seen) =>
        Boolean(seen.state === 'ready' && 'serverRef' in seen.spec && seen.spec.serverRef === null),
      )
      expect(freed.resourceId).toBe(volume.resourceId)

      await attachTo(server.externalId)
      await w.settled('volume', volume.externalId, project)
      await w.removed('volume', volume.externalId, project)
    })
  })
}
