import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connector, Observed } from '../../../server/src/modules/cloud/connector.ts'
import { serverSpec } from '../../../server/test/conformance/stage.ts'
import { createWorld, faultOf, type World } from '../../../server/test/conformance/world.ts'
import { command, openstack } from './command-line.ts'
import { EXTERNAL_NETWORK, IMAGE, openOpenStack } from './open.ts'

/** What every connector that can must do is in the conformance suite; here is what OpenStack's own client sees of it. */
describe('a server that is moved while it runs', { timeout: 300_000 }, () => {
  let connector: Connector
  let world: World
  let server: Observed
  let project: string
  const hosts = new Map<string, string>()

  beforeAll(async () => {
    connector = openOpenStack()
    const cloud = { connector, image: IMAGE, externalNetwork: EXTERNAL_NETWORK, pageSize: 1000, pollMs: 200 }
    world = createWorld(cloud)
    const name = `moved-${world.label}`
    project = (await world.ready(null, { kind: 'project', name, description: '' })).externalId
    const network = await world.ready(project, { kind: 'network', name })
    const subnet = await world.ready(project, {
      kind: 'subnet',
      name,
      networkRef: network.externalId,
      cidr: '10.93.1.0/24',
      dnsServers: [],
    })
    server = await world.ready(project, serverSpec(world, 'moved', { subnetRefs: [subnet.externalId] }))
    for await (const page of connector.hosts(AbortSignal.timeout(60_000)))
      for (const host of page.hosts) hosts.set(host.externalId, host.name)
  }, 300_000)

  afterAll(async () => {
    const left = await world?.sweep()
    await connector?.close()
    expect(left).toEqual([])
  }, 300_000)

  const moveTo = (hostRef: string) =>
    world.change('server', server.externalId, { type: 'migrate', hostRef }, project)
  const settled = () => world.settled('server', server.externalId, project)
  const other = async () => {
    const here = (await settled()).attributes.host
    return [...hosts.keys()].find((ref) => ref !== here) ?? ''
  }

  it('stands, runs and keeps its address where the plan wanted it, by OpenStack’s own client too (R60)', async () => {
    const { changes } = await connector.capabilities(AbortSignal.timeout(30_000))
    expect(changes).toContain('migrate')
    const [to, before] = [await other(), await settled()]
    await Promise.all([moveTo(to), moveTo(to)])
    const after = await settled()
    expect(after).toMatchObject({ spec: before.spec, attributes: { host: to, hostName: hosts.get(to) } })
    expect(after.attributes.addresses).toEqual(before.attributes.addresses)
    const shown = await openstack<Record<string, unknown>>('server', 'show', server.externalId)
    expect(shown).toMatchObject({
      status: 'ACTIVE',
      'OS-EXT-SRV-ATTR:hypervisor_hostname': hosts.get(to),
    })
    const listed = await openstack<unknown[]>('server', 'migration', 'list', '--server', server.externalId)
    expect(listed).toHaveLength(1)
    // It runs there: what is done to a server still is.
    await world.change('server', server.externalId, { type: 'power', power: 'off' }, project)
    expect((await settled()).spec).toMatchObject({ power: 'off' })
    expect(await faultOf(moveTo(await other()))).toBe('conflict')
    await world.change('server', server.externalId, { type: 'power', power: 'on' }, project)
    await settled()
  })

  it('a move that failed is said to have failed when it is asked for again, and is then tried anew (F8)', async () => {
    const [to, before] = [await other(), await settled()]
    await command('server', 'set', '--property', 'ostest_migrate_fail=1', server.externalId)
    await moveTo(to)
    expect((await settled()).attributes.host).toBe(before.attributes.host)
    expect(await faultOf(moveTo(to))).toBe('conflict')
    await command('server', 'unset', '--property', 'ostest_migrate_fail', server.externalId)
    await moveTo(to)
    expect((await settled()).attributes.host).toBe(to)
  })

  it('to a host that is not there it is refused as invalid, and stays', async () => {
    const before = await settled()
    expect(await faultOf(moveTo('8d0fbd1f-0000-4000-8000-000000000000'))).toBe('invalid')
    expect((await settled()).attributes.host).toBe(before.attributes.host)
  })
})
