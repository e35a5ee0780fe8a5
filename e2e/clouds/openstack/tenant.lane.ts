/** What keeps tenants apart and within their limits on the real OpenStack, and whose a project is that regions share. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connector, Observed } from '../../../server/src/modules/cloud/connector.ts'
import { createWorld, faultOf, type World } from '../../../server/test/conformance/world.ts'
import { command, openstack } from './command-line.ts'
import { EXTERNAL_NETWORK, IMAGE, openOpenStack } from './open.ts'
import { openRegions, type Regions } from './regions.ts'
import { openRest } from './rest.ts'

type Row = Record<string, unknown>

let connector: Connector
let world: World

beforeAll(() => {
  connector = openOpenStack()
  const cloud = { connector, image: IMAGE, externalNetwork: EXTERNAL_NETWORK, pageSize: 1000, pollMs: 100 }
  world = createWorld(cloud)
})
afterAll(async () => {
  const left = await world.sweep()
  await connector.close()
  expect(left).toEqual([])
}, 120_000)

const aProject = (name: string) =>
  world.ready(null, { kind: 'project', name: `${name}-${world.label}`, description: '' })

describe('tenants with the same addresses', { timeout: 120_000 }, () => {
  it('do not collide: every network has a VNI of its own, made at once or not, and tells it (R62)', async () => {
    const projects = await Promise.all(['left', 'right'].map(aProject))
    const made = await Promise.all(
      projects.flatMap(({ externalId: project }) =>
        ['a', 'b', 'c'].map(async (name): Promise<Observed> => {
          const network = await world.ready(project, { kind: 'network', name: `${name}-${world.label}` })
          const subnet = { kind: 'subnet', name, networkRef: network.externalId, dnsServers: [] } as const
          await world.ready(project, { ...subnet, cidr: '10.94.0.0/24' })
          return network
        }),
      ),
    )
    const vnis = new Map(made.map((one) => [one.externalId, one.attributes.vni]))
    for (const vni of vnis.values()) expect(vni).toEqual(expect.any(Number))
    expect(new Set(vnis.values()).size).toBe(6)

    // Whoever looks is told the same: by what it is, by whose it is, among all, and by OpenStack's own client.
    const [first] = made as [Observed]
    const { externalId, projectRef, resourceId, attributes } = first
    const scope = world.scope(projectRef)
    const looks = [
      await connector.observe('network', externalId, scope),
      await connector.find('network', resourceId ?? '', scope),
    ]
    expect(looks.map((one) => one?.attributes)).toEqual([
      { ...attributes, subnets: [expect.any(String)] },
      { ...attributes, subnets: [expect.any(String)] },
    ])
    const listed = new Map<string, unknown>()
    const query = { kinds: ['network'], since: null, signal: AbortSignal.timeout(60_000) } as const
    for await (const page of connector.inventory(query))
      for (const one of page.items)
        if (vnis.has(one.externalId)) listed.set(one.externalId, one.attributes.vni)
    expect(listed).toEqual(vnis)
    const shown = await openstack<Row>('network', 'show', externalId)
    expect(shown).toMatchObject({
      'provider:network_type': 'vxlan',
      'provider:segmentation_id': attributes.vni,
    })
  })
})

describe('the cloud’s own quotas', { timeout: 120_000 }, () => {
  const limitsOf = async (project: string) => {
    const limits = await openstack<Row>('quota', 'show', project)
    return ['instances', 'cores', 'networks', 'floating-ips', 'volumes', 'gigabytes'].map(
      (name) => limits[name],
    )
  }

  it('are left alone where the registration says so: as they were, obeyed, and the administrator’s to set', async () => {
    const keeping = openOpenStack({ options: { quotas: 'keep' } })
    try {
      const resourceId = randomUUID()
      world.made.push({ kind: 'project', resourceId, projectRef: null })
      const spec = { kind: 'project', name: `kept-${world.label}`, description: '' } as const
      const { externalId: project } = await keeping.ensure(resourceId, spec, world.scope(null))
      const kept = await limitsOf(project)
      expect(kept.every((limit) => typeof limit === 'number' && limit > 0)).toBe(true)
      const lifted = await limitsOf((await aProject('lifted')).externalId)
      expect(new Set(lifted)).toEqual(new Set([-1]))

      await command('quota', 'set', '--networks', '1', project)
      const network = (name: string) =>
        world.ensure(project, { kind: 'network', name: `${name}-${world.label}` })
      await network('first')
      expect(await faultOf(network('second'))).toBe('quota')
      // Made usable once more, as after a crash: nobody raises what the administrator set.
      await keeping.ensure(resourceId, spec, world.scope(null))
      expect(await limitsOf(project)).toEqual(kept.with(2, 1))
    } finally {
      await keeping.close()
    }
  })
})

describe('a project that two regions share', { timeout: 120_000 }, () => {
  const names = { left: 'lane-left', right: 'lane-right' }
  const sides = {} as Record<keyof typeof names, Connector>
  let regions: Regions

  beforeAll(async () => {
    regions = openRegions(await openRest())
    // Each has what the other has not, so that what one holds is not also the other's.
    await regions.add(names.left, (type, url) => (type === 'network' ? url : null))
    await regions.add(names.right, (type, url) => (type === 'volumev3' ? url : null))
    for (const side of ['left', 'right'] as const) sides[side] = openOpenStack({ region: names[side] })
  })
  afterAll(async () => {
    for (const side of Object.values(sides)) await side.close()
    await regions?.remove()
  })

  const ids = { left: randomUUID(), right: randomUUID() }
  const scope = () => world.scope(null)

  async function shared(): Promise<string> {
    const spec = { kind: 'project', name: `shared-${world.label}`, description: '' } as const
    const { externalId } = await sides.left.ensure(ids.left, spec, scope())
    const claimed = await sides.right.claim('project', externalId, ids.right, scope())
    expect(claimed).toMatchObject({ externalId, resourceId: ids.right })
    return externalId
  }

  it('is given back in one without harm to what the other has in it, and goes with the other', async () => {
    const project = await shared()
    const volume = { kind: 'volume', name: 'kept', sizeGiB: 1, volumeType: null, serverRef: null } as const
    const { externalId: disk } = await sides.right.ensure(randomUUID(), volume, world.scope(project))
    const look = (side: Connector) => side.observe('project', project, scope())

    for (const _ of [1, 2]) await sides.left.remove('project', project, scope())
    expect(await look(sides.left)).toMatchObject({
      resourceId: null,
      attributes: { usedElsewhere: [names.right] },
    })
    expect(await sides.left.find('project', ids.left, scope())).toBeNull()
    expect(await look(sides.right)).toMatchObject({ resourceId: ids.right })
    expect((await look(sides.right))?.attributes).not.toHaveProperty('usedElsewhere')
    const seen = await world.until('the volume is there', async () => {
      const now = await sides.right.observe('volume', disk, world.scope(project))
      return now?.state === 'ready' ? now : undefined
    })
    expect(seen.projectRef).toBe(project)

    expect(await faultOf(sides.right.remove('project', project, scope()))).toBe('conflict')
    await sides.right.remove('volume', disk, world.scope(project))
    await world.until('the volume is gone', async () =>
      (await sides.right.observe('volume', disk, world.scope(project))) === null ? true : undefined,
    )
    await sides.right.remove('project', project, scope())
    expect(await look(sides.left)).toBeNull()
    expect(await look(sides.right)).toBeNull()
  })

  it('goes for good when both let go of it at the same time', async () => {
    const project = await shared()
    const both = [sides.left, sides.right]
    await Promise.all(both.map((side) => side.remove('project', project, scope())))
    for (const side of both) await side.remove('project', project, scope())
    expect(await sides.left.observe('project', project, scope())).toBeNull()
  })
})
