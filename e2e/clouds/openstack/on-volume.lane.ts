/** A server that starts from a volume: what Nova does to it, from which version on and with what besides, and what we say when it cannot. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connector, Observed } from '../../../server/src/modules/cloud/connector.ts'
import { serverSpec } from '../../../server/test/conformance/stage.ts'
import { createWorld, type World } from '../../../server/test/conformance/world.ts'
import { command, openstack } from './command-line.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { EXTERNAL_NETWORK, IMAGE, OPENSTACK, openOpenStack } from './open.ts'

describe('a server that starts from a volume', { timeout: 300_000 }, () => {
  let connector: Connector
  let proxy: FaultProxy
  let world: World
  let project = ''
  let server: Observed
  let image = ''

  beforeAll(async () => {
    connector = openOpenStack()
    proxy = await startFaultProxy(new URL(OPENSTACK.endpoint).port)
    const cloud = { connector, image: IMAGE, externalNetwork: EXTERNAL_NETWORK, pageSize: 1000, pollMs: 100 }
    world = createWorld(cloud)
    const name = `on-volume-${world.label}`
    project = (await world.ready(null, { kind: 'project', name, description: '' })).externalId
    const disk = {
      kind: 'volume',
      name,
      sizeGiB: 1,
      volumeType: null,
      serverRef: null,
      image: IMAGE,
    } as const
    const rootVolumeRef = (await world.ready(project, disk)).externalId
    server = await world.ready(project, serverSpec(world, 'on-volume', { subnetRefs: [], rootVolumeRef }))
  }, 300_000)

  afterAll(async () => {
    if (image !== '') await command('image', 'delete', image)
    const left = await world?.sweep()
    await connector?.close()
    await proxy?.close()
    expect(left).toEqual([])
  }, 300_000)

  const ref = () => server.externalId
  const look = (by: Connector) => by.observe('server', ref(), world.scope(project))
  const rescue = (by: Connector, on: boolean) =>
    by.change('server', ref(), { type: 'rescue', on }, world.scope(project))
  const rebuild = (by: Connector, generation: number) =>
    by.change('server', ref(), { type: 'rebuild', generation, image: IMAGE }, world.scope(project))
  const settled = () => world.settled('server', ref(), project)

  /** A new connection remembers nothing. */
  async function anew<T>(use: (by: Connector) => Promise<T>, endpoint = OPENSTACK.endpoint): Promise<T> {
    const by = openOpenStack({ endpoint })
    try {
      return await use(by)
    } finally {
      await by.close()
    }
  }

  it('is not rescued where no image is meant for that: it says so, and refuses before Nova does (R60)', async () => {
    await anew(async (by) => {
      expect((await look(by))?.attributes.cannot).toEqual(['rescue'])
      const words = expect.stringMatching(/hw_rescue_bus.*hw_rescue_device/)
      await expect(rescue(by, true)).rejects.toMatchObject({ fault: 'invalid', message: words })
    })
    expect(await settled()).toMatchObject({ nativeState: 'ACTIVE' })
  })

  it('neither rescued nor rebuilt by a Nova before 2.87 and 2.93: the same (R60)', async () => {
    proxy.rewrite = (text) => text.replaceAll(/"version": ?"2\.\d+"/g, '"version": "2.79"')
    const said = async (by: Connector) => {
      expect((await look(by))?.attributes.cannot).toEqual(['rebuild', 'rescue'])
      for (const [step, words] of [
        [rescue(by, true), /2\.87/],
        [rebuild(by, 1), /2\.93/],
      ] as const)
        await expect(step).rejects.toMatchObject({ fault: 'invalid', message: expect.stringMatching(words) })
    }
    await anew(said, proxy.endpoint)
    expect((await settled()).spec).not.toHaveProperty('rebuildGeneration')
  })

  it('is rebuilt once for each generation, on the volume that it has (R60, R61)', async () => {
    await Promise.all([rebuild(connector, 1), rebuild(connector, 1)])
    const rebuilt = await settled()
    await rebuild(connector, 1)
    expect((await settled()).spec).toEqual(rebuilt.spec)
    expect(rebuilt.spec).toMatchObject({ ...server.spec, rebuildGeneration: 1, power: 'on' })
    expect(rebuilt.resourceId).toBe(server.resourceId)
    const events = await openstack<Record<string, unknown>[]>('server', 'event', 'list', ref())
    expect(events.filter(({ Action }) => Action === 'rebuild')).toHaveLength(1)
  })

  it('is rescued from an image that is meant for it, and let out again (R60)', async () => {
    const marks = ['--property', 'hw_rescue_bus=virtio', '--property', 'hw_rescue_device=disk']
    const made = await openstack<{ id: string }>(
      ...['image', 'create', '--public', '--disk-format', 'raw', '--container-format', 'bare'],
      ...['--file', '/etc/hostname', ...marks, `rescue-${world.label}`],
    )
    image = made.id
    await anew(async (by) => {
      expect((await look(by))?.attributes).not.toHaveProperty('cannot')
      for (const on of [true, true, false, false]) {
        await rescue(by, on)
        expect((await settled()).nativeState).toBe(on ? 'RESCUE' : 'ACTIVE')
      }
    })
    expect((await settled()).spec).toMatchObject({
      rootVolumeRef: (server.spec as { rootVolumeRef?: string }).rootVolumeRef,
    })
  })
})
