import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connector, Observed } from '../../../server/src/modules/cloud/connector.ts'
import { PUBLIC_KEY, SSH_IN, serverSpec } from '../../../server/test/conformance/stage.ts'
import { createWorld, type World } from '../../../server/test/conformance/world.ts'
import { openstack } from './command-line.ts'
import { EXTERNAL_NETWORK, IMAGE, openOpenStack } from './open.ts'

type Row = Record<string, unknown>

describe('the OpenStack command-line client, asked independently', { timeout: 600_000 }, () => {
  let connector: Connector
  let world: World
  let project: Observed

  beforeAll(async () => {
    connector = openOpenStack()
    world = createWorld({
      connector,
      image: IMAGE,
      externalNetwork: EXTERNAL_NETWORK,
      pageSize: 1000,
      pollMs: 300,
    })
    const spec = { kind: 'project', name: `witness-${world.label}`, description: '见证' } as const
    project = await world.ready(null, spec)
  })

  afterAll(async () => {
    const left = await world.sweep()
    await connector.close()
    expect(left).toEqual([])
  })

  it('shows the server ACTIVE with network, address, volume and tag, and nothing after its removal', async () => {
    const ref = project.externalId
    const network = await world.ready(ref, { kind: 'network', name: `witness-${world.label}` })
    const subnet = await world.ready(ref, {
      kind: 'subnet',
      name: `witness-${world.label}`,
      networkRef: network.externalId,
      cidr: '10.88.0.0/24',
      dnsServers: [],
    })
    const [router, group, key, volume] = await Promise.all([
      world.ready(ref, {
        kind: 'router',
        name: `witness-${world.label}`,
        subnetRefs: [subnet.externalId],
        externalNetwork: EXTERNAL_NETWORK,
      }),
      world.ready(ref, { kind: 'security-group', name: `witness-${world.label}`, rules: [SSH_IN] }),
      world.ready(ref, { kind: 'key-pair', name: `witness-${world.label}`, publicKey: PUBLIC_KEY }),
      world.ready(ref, {
        kind: 'volume',
        name: `witness-${world.label}`,
        sizeGiB: 1,
        volumeType: 'standard',
        serverRef: null,
      }),
    ])
    const server = await world.ready(
      ref,
      serverSpec(world, 'witness', {
        subnetRefs: [subnet.externalId],
        securityGroupRefs: [group.externalId],
        keyPairRef: key.externalId,
      }),
    )
    const attach = { type: 'attach', serverRef: server.externalId } as const
    await world.change('volume', volume.externalId, attach, ref)
    await world.settled('volume', volume.externalId, ref)
    const floating = await world.ready(ref, {
      kind: 'floating-ip',
      name: 'witness',
      externalNetwork: EXTERNAL_NETWORK,
      serverRef: server.externalId,
    })

    const [seen, seenVolume, seenRouter, seenFloating] = await Promise.all([
      openstack<Row>('server', 'show', server.externalId),
      openstack<Row>('volume', 'show', volume.externalId),
      openstack<Row>('router', 'show', router.externalId),
      openstack<Row>('floating', 'ip', 'show', floating.externalId),
    ])
    expect(seen).toMatchObject({ status: 'ACTIVE', project_id: ref, key_name: key.externalId })
    expect(JSON.stringify(seen.addresses)).toMatch(/10\.88\.0\.\d+/)
    expect(JSON.stringify(seen.tags)).toContain(`yunheng:resource=${server.resourceId}`)
    expect(JSON.stringify(seen.volumes_attached)).toContain(volume.externalId)
    expect(seenVolume).toMatchObject({ status: 'in-use', size: 1 })
    expect(JSON.stringify(seenRouter.interfaces_info)).toContain(subnet.externalId)
    expect(seenFloating).toMatchObject({ status: 'ACTIVE', floating_ip_address: floating.name })

    expect(await world.sweep()).toEqual([])
    const lists = await Promise.all([
      openstack<Row[]>('server', 'list', '--all-projects'),
      openstack<Row[]>('volume', 'list', '--all-projects'),
      openstack<Row[]>('port', 'list'),
      openstack<Row[]>('network', 'list'),
      openstack<Row[]>('router', 'list'),
      openstack<Row[]>('floating', 'ip', 'list'),
      openstack<Row[]>('security', 'group', 'list'),
      openstack<Row[]>('project', 'list'),
    ])
    const words = JSON.stringify(lists)
    expect(lists.at(-1)?.length).toBeGreaterThan(0)
    for (const one of [server, volume, subnet, network, router, floating, group, project])
      expect(words, `${one.kind} ${one.name}`).not.toContain(one.externalId)
  })
})
