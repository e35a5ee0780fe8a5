/** Identity: one tag, one thing, however often and from wherever it is asked for. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { RESOURCE_KINDS, type ResourceKind, type Spec } from '../../src/modules/cloud/connector.ts'
import { type Given, listenerTo, PUBLIC_KEY, type Stage, serverSpec } from './stage.ts'
import { faultOf, type World } from './world.ts'

/** One more of every kind, standing on the stage. */
function specOf(kind: ResourceKind, world: World, stage: Stage): Spec {
  const name = `twice-${kind}-${world.label}`
  switch (kind) {
    case 'project':
      return { kind, name, description: 'conformance' }
    case 'key-pair':
      return { kind, name, publicKey: PUBLIC_KEY }
    case 'network':
      return { kind, name }
    case 'subnet':
      return {
        kind,
        name,
        networkRef: stage.network.externalId,
        cidr: '10.77.9.0/24',
        dnsServers: ['192.0.2.54', '192.0.2.53'],
      }
    case 'router':
      return { kind, name, subnetRefs: [], externalNetwork: null }
    case 'security-group':
      return { kind, name, rules: [] }
    case 'volume':
      return { kind, name, sizeGiB: 1, volumeType: null, serverRef: null }
    case 'snapshot':
    case 'backup':
      return { kind, name, volumeRef: stage.volume.externalId }
    case 'server':
      return serverSpec(world, 'twice', { subnetRefs: [stage.subnet.externalId] })
    case 'floating-ip':
      return { kind, name, externalNetwork: world.cloud.externalNetwork, serverRef: null }
    case 'bucket':
      return { kind, name, quotaGiB: 2 }
    case 'load-balancer':
      return {
        kind,
        name,
        subnetRef: stage.subnet.externalId,
        listeners: [listenerTo(stage.server, 443, { protocol: 'https', algorithm: 'source-address' })],
      }
  }
}

export function describeIdentity({ has, world, stage }: Given): void {
  const kinds = RESOURCE_KINDS.filter(has)
  describe.each(kinds.map((kind) => ({ kind })))('ensure $kind', ({ kind }) => {
    it('makes one, asked three times at once and once more; finds it by tag; removes it, twice', async () => {
      const w = world()
      const project = kind === 'project' ? null : stage().projectA.externalId
      const spec = specOf(kind, w, stage())
      const resourceId = randomUUID()
      expect(await w.connector.find(kind, resourceId, w.scope(project))).toBeNull()

      const atOnce = await Promise.all([1, 2, 3].map(() => w.ensure(project, spec, resourceId)))
      const ref = atOnce[0]?.externalId ?? ''
      expect(new Set(atOnce.map(({ externalId }) => externalId))).toEqual(new Set([ref]))
      const found = await w.connector.find(kind, resourceId, w.scope(project))
      expect(found).toMatchObject({ kind, externalId: ref, resourceId })

      const observed = await w.settled(kind, ref, project)
      expect(observed).toMatchObject({ kind, externalId: ref, resourceId, state: 'ready', fault: null })
      expect(observed.attributes.duplicates ?? []).toEqual([])
      if (kind !== 'key-pair') expect(observed.projectRef).toBe(project)
      expect(told(observed.spec)).toEqual(asked(spec, observed.spec))
      expect((await w.ensure(project, spec, resourceId)).externalId).toBe(ref)

      await w.removed(kind, ref, project)
      await w.connector.remove(kind, ref, w.scope(project))
      expect(await w.connector.find(kind, resourceId, w.scope(project))).toBeNull()
    })
  })

  it('gives a tag to what it says it can, once and for all: another’s stays', async () => {
    const w = world()
    const { server, volume, network, securityGroup, projectA } = stage()
    const { claims } = await w.connector.capabilities(AbortSignal.timeout(30_000))
    for (const one of [server, volume, network, securityGroup]) {
      if (one === null || !claims.includes(one.kind)) continue
      const scope = w.scope(projectA.externalId)
      const own = one.resourceId ?? ''
      // Ours already: nothing to do, and what is there is told.
      const again = await w.connector.claim(one.kind, one.externalId, own, scope)
      expect(again, one.kind).toMatchObject({ externalId: one.externalId, resourceId: own, name: one.name })
      const stolen = w.connector.claim(one.kind, one.externalId, randomUUID(), scope)
      expect(await faultOf(stolen), one.kind).toBe('conflict')
      expect(await w.observe(one.kind, one.externalId, projectA.externalId)).toMatchObject({
        resourceId: own,
      })
      expect(await w.connector.claim(one.kind, randomUUID(), own, scope), one.kind).toBeNull()
    }
  })

  it('knows nothing of what does not exist, in any kind', async () => {
    const w = world()
    for (const kind of kinds) {
      const project = kind === 'project' ? null : stage().projectA.externalId
      expect(await w.observe(kind, randomUUID(), project), kind).toBeNull()
      expect(await w.observe(kind, '../no such/id?', project), kind).toBeNull()
      expect(await faultOf(w.connector.remove(kind, randomUUID(), w.scope(project))), kind).toBe('none')
    }
  })

  it('renames without changing identity', async () => {
    const w = world()
    const { network, volume, projectA } = stage()
    for (const one of [network, volume]) {
      const name = `renamed-${w.label}`
      await w.change(one.kind, one.externalId, { type: 'rename', name }, projectA.externalId)
      await w.change(one.kind, one.externalId, { type: 'rename', name }, projectA.externalId)
      const observed = await w.settled(one.kind, one.externalId, projectA.externalId)
      expect(observed).toMatchObject({ name, resourceId: one.resourceId })
    }
  })

  it('keeps projects apart: same addresses in both, and neither sees the other (R62)', async () => {
    const w = world()
    const s = stage()
    expect(s.subnetB.spec).toMatchObject({ cidr: (s.subnet.spec as { cidr?: string }).cidr })
    expect(s.subnetB.externalId).not.toBe(s.subnet.externalId)
    const all = [s.network, s.subnet, s.router, s.securityGroup, s.server, s.volume, s.loadBalancer]
    for (const one of all.filter((each) => each !== null)) {
      expect(await w.observe(one.kind, one.externalId, s.projectB.externalId), one.kind).toBeNull()
      const lookup = w.connector.find(one.kind, one.resourceId ?? '', w.scope(s.projectB.externalId))
      expect(await lookup, one.kind).toBeNull()
    }
    // Where an overlay keeps them apart, its number says so: each network has one of its own.
    const seen = await Promise.all([
      w.observe('network', s.network.externalId, s.projectA.externalId),
      w.observe('network', s.networkB.externalId, s.projectB.externalId),
    ])
    const vnis = seen.map((one) => one?.attributes.vni).filter((vni) => vni !== undefined)
    expect(new Set(vnis).size).toBe(vnis.length)
    const trespass = { type: 'rename', name: 'mine-now' } as const
    expect(await faultOf(w.change('server', s.server.externalId, trespass, s.projectB.externalId))).toBe(
      'not-found',
    )
  })
}

/** What the cloud told, without the order of lists that have none. */
function told(spec: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [
      key,
      Array.isArray(value) && key !== 'dnsServers' ? [...value].sort() : value,
    ]),
  )
}

/** The asked values of the fields that the cloud tells; names, images and defaults are the cloud's to word. */
function asked(spec: Spec, observed: object): Record<string, unknown> {
  const words = told(spec)
  return Object.fromEntries(
    Object.entries(told(observed)).map(([key, value]) => [
      key,
      ['name', 'image', 'zone', 'volumeType', 'externalNetwork', 'description'].includes(key)
        ? value
        : words[key],
    ]),
  )
}
