import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  Change,
  Connector,
  Observed,
  ResourceKind,
  Spec,
} from '../../../server/src/modules/cloud/connector.ts'
import {
  ALL_OUT,
  listenerTo,
  PUBLIC_KEY,
  SSH_IN,
  serverSpec,
} from '../../../server/test/conformance/stage.ts'
import { createWorld, faultOf, type World } from '../../../server/test/conformance/world.ts'
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { MISDEEDS, patienceFor, SORTS, SPOILED_ANSWERS } from './misdeeds.ts'
import { EXTERNAL_NETWORK, IMAGE, KINDS, OPENSTACK, openOpenStack } from './open.ts'

/** So long may a call take where the cloud only has much to do. */
const LONG_MS = 60_000

const PAGE_SIZE = 3

/** Longest first: each takes several calls or many steps, and none of them should be left alone at the end. */
const SLOW: readonly ResourceKind[] = [
  'server',
  'project',
  'floating-ip',
  'security-group',
  'router',
  'load-balancer',
]
const LONGEST_FIRST = [...SLOW, ...KINDS.filter((kind) => !SLOW.includes(kind))].filter((kind) =>
  KINDS.includes(kind),
)

/** Found by a list; a key pair and a container are asked for by their names, and absence is an answer. */
const TAGGED = KINDS.filter((kind) => kind !== 'key-pair' && kind !== 'bucket')

describe('a cloud that misbehaves', { timeout: 600_000 }, () => {
  let proxy: FaultProxy
  /** Straight to the cloud, for the stage and for what is true. */
  let direct: Connector
  let world: World
  let project: Observed
  let network: Observed
  let subnet: Observed
  let router: Observed
  let server: Observed
  let volume: Observed

  /** A new connection each time: it remembers nothing, as after a kill. */
  const openThroughProxy = (by: FaultProxy, timeoutMs = LONG_MS, pageSize = PAGE_SIZE) =>
    openOpenStack({
      endpoint: by.endpoint,
      options: { timeoutMs: String(timeoutMs), pageSize: String(pageSize) },
    })

  async function through<T>(
    use: (connector: Connector) => Promise<T>,
    timeoutMs?: number,
    pageSize?: number,
    by = proxy,
  ): Promise<T> {
    const connector = openThroughProxy(by, timeoutMs, pageSize)
    try {
      return await use(connector)
    } finally {
      await connector.close()
    }
  }

  const isService = (path: string) => !path.includes('/auth/tokens')

  beforeAll(async () => {
    proxy = await startFaultProxy(new URL(OPENSTACK.endpoint).port)
    direct = openOpenStack()
    world = createWorld({
      connector: direct,
      image: IMAGE,
      externalNetwork: EXTERNAL_NETWORK,
      pageSize: 1000,
      pollMs: 200,
    })
    const name = `faults-${world.label}`
    project = await world.ready(null, { kind: 'project', name, description: '' })
    const ref = project.externalId
    network = await world.ready(ref, { kind: 'network', name })
    const cidr = { kind: 'subnet', name, networkRef: network.externalId, dnsServers: [] } as const
    subnet = await world.ready(ref, { ...cidr, cidr: '10.91.1.0/24' })
    // With two subnets a server needs a port of our own: the longest way to make one.
    await world.ready(ref, { ...cidr, cidr: '10.91.2.0/24' })
    const made = await Promise.all([
      world.ready(ref, { kind: 'volume', name, sizeGiB: 1, volumeType: null, serverRef: null }),
      world.ready(ref, serverSpec(world, 'faults', { subnetRefs: [subnet.externalId] })),
      world.ready(ref, {
        kind: 'router',
        name,
        subnetRefs: [subnet.externalId],
        externalNetwork: EXTERNAL_NETWORK,
      }),
    ])
    ;[volume, server, router] = made
  }, 600_000)

  afterAll(async () => {
    const left = await world?.sweep()
    await direct?.close()
    await proxy?.close()
    expect(left).toEqual([])
  }, 600_000)

  /** Calls that only read, one of each sort and kind, each with the fault that it ended with. */
  function readings(connector: Connector): readonly Promise<string>[] {
    const scopeOf = (kind: ResourceKind) => world.scope(kind === 'project' ? null : project.externalId)
    const soon = () => AbortSignal.timeout(30_000)
    return [
      ...TAGGED.map((kind) => connector.find(kind, randomUUID(), scopeOf(kind))),
      ...[project, network, subnet, router, server, volume].map((one) =>
        connector.observe(one.kind, one.externalId, scopeOf(one.kind)),
      ),
      ...KINDS.map((kind) => listed(connector, kind)),
      connector.offer(soon()),
      connector.capacity(soon()),
      throughHosts(connector, soon()),
      connector.openConsole?.(server.externalId, scopeOf('server')) ?? Promise.resolve(),
    ].map(faultOf)
  }

  async function listed(connector: Connector, ...kinds: readonly ResourceKind[]): Promise<readonly string[]> {
    const ids: string[] = []
    const query = { kinds, since: null, signal: AbortSignal.timeout(60_000) }
    for await (const page of connector.inventory(query))
      ids.push(...page.items.map((item) => `${item.kind} ${item.externalId}`))
    return ids.sort()
  }

  async function throughHosts(connector: Connector, signal: AbortSignal): Promise<void> {
    for await (const page of connector.hosts(signal))
      expect(page.hosts.length + page.guests.length).toBeGreaterThan(0)
  }

  /** Pairs of a sort of F8 and a call that met it. */
  const tried = new Map<string, number>()
  const noteTried = (sort: string | null, calls: number) => {
    if (sort !== null) tried.set(sort, (tried.get(sort) ?? 0) + calls)
  }

  it.each([...MISDEEDS, ...SPOILED_ANSWERS])(
    '$name: every reading call says so, none believes it, none hangs (F8)',
    async (misdeed) => {
      proxy.plan = ({ path }) => (isService(path) ? misdeed.fault : null)
      const seen = await through(
        (connector) => Promise.all(readings(connector)),
        patienceFor(misdeed, LONG_MS),
      )
      proxy.plan = () => null
      for (const fault of seen) expect(misdeed.seen).toContain(fault)
      expect(seen).toHaveLength(TAGGED.length + 6 + KINDS.length + 4)
      noteTried(misdeed.sort, seen.length)
    },
  )

  it('services where nothing listens any more: every reading call says so (F8)', async () => {
    const isCatalogue = (path: string) => path.includes('/auth/tokens')
    proxy.rewrite = (text, path) =>
      isCatalogue(path) ? text.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.2:1') : text
    const seen = await through((connector) => Promise.all(readings(connector)))
    proxy.rewrite = (text) => text
    // Keystone alone still answers; what it is asked for is found, listed, looked at.
    expect(seen.filter((fault) => fault !== 'unreachable')).toEqual(['none', 'none', 'none'])
    noteTried('connection refused', seen.length - 3)
  })

  it('tokens that are refused in the middle: every reading call goes on with new ones (F8)', async () => {
    const seen = await through(async (connector) => {
      const known = new Set<string | null>()
      proxy.plan = ({ token }) => {
        known.add(token)
        return null
      }
      await connector.observe('network', network.externalId, world.scope(project.externalId))
      await connector.observe('project', project.externalId, world.scope(null))
      let refused = 0
      proxy.plan = ({ path, token }) => {
        if (!isService(path) || !known.has(token)) return null
        refused += 1
        return { type: 'answer', status: 401, body: '{"error": {"message": "revoked"}}' }
      }
      const all = await Promise.all(readings(connector))
      expect(refused).toBeGreaterThan(1)
      return all
    })
    proxy.plan = () => null
    expect(new Set(seen)).toEqual(new Set(['none']))
    noteTried('401 in the middle', seen.length)
  })

  it('a page that comes twice ends each list that has several with a fault, never quietly (F8)', async () => {
    let twice = new Set<string>()
    const first = new Map<string, string>()
    proxy.rewrite = (text, path) => {
      const list = path.split('?')[0] ?? ''
      const known = first.get(list)
      if (known !== undefined && /[?&]marker=/.test(path)) {
        twice.add(list)
        return known
      }
      if (/"next"/.test(text) && /[?&]limit=/.test(path)) first.set(list, text)
      return text
    }
    const ended: ResourceKind[] = []
    for (const kind of KINDS) {
      first.clear()
      twice = new Set()
      const seen = await through((connector) => faultOf(listed(connector, kind)), LONG_MS, 1)
      expect(seen, kind).toBe(twice.size > 0 ? 'nonsense' : 'none')
      if (twice.size > 0) ended.push(kind)
    }
    proxy.rewrite = (text) => text
    expect(ended.length).toBeGreaterThanOrEqual(3)
    noteTried('a page twice', KINDS.length)
  })

  it('an empty page before the others ends no list: it holds the same in the end (F8)', async () => {
    const whole = await listed(direct, ...KINDS)
    proxy.plan = ({ method, path }) => (method === 'GET' && isService(path) ? { type: 'empty-page' } : null)
    const seen = await through((connector) => listed(connector, ...KINDS), LONG_MS, 1)
    proxy.plan = () => null
    expect(seen).toEqual(whole)
    noteTried('an empty page', KINDS.length)
  })

  it('has fifteen sorts of misdeeds, in 375 pairs with calls and more (F8)', () => {
    expect([...tried.keys()].sort()).toEqual([...SORTS].sort())
    expect([...tried.values()].reduce((sum, calls) => sum + calls, 0)).toBeGreaterThanOrEqual(375)
  })

  it('stops reading an answer without end', async () => {
    proxy.plan = ({ path }) => (isService(path) ? { type: 'flood' } : null)
    const scope = world.scope(project.externalId)
    const seen = await faultOf(
      through((connector) => connector.observe('network', network.externalId, scope)),
    )
    proxy.plan = () => null
    expect(seen).toBe('nonsense')
  })

  it('says when to come back, and gives the request id of the cloud', async () => {
    proxy.plan = ({ path }) =>
      isService(path) ? { type: 'answer', status: 429, headers: { 'retry-after': '7' } } : null
    await expect(
      through((connector) => connector.observe('server', server.externalId, world.scope(project.externalId))),
    ).rejects.toMatchObject({ fault: 'rate-limited', retryAfterMs: 7_000 })
    proxy.plan = () => null
    await expect(
      direct.change('router', randomUUID(), { type: 'rename', name: 'x' }, world.scope(project.externalId)),
    ).rejects.toMatchObject({ fault: 'not-found', cloudRequestId: expect.stringMatching(/^req-/) })
  })

  it('renews a token that is no longer taken, once, and goes on', async () => {
    let refused = 0
    proxy.plan = ({ path }) => {
      if (!isService(path) || refused > 0) return null
      refused += 1
      return { type: 'answer', status: 401, body: '{"error": {"message": "expired"}}' }
    }
    const seen = await through((connector) =>
      connector.observe('server', server.externalId, world.scope(project.externalId)),
    )
    expect(seen?.externalId).toBe(server.externalId)
    expect(refused).toBe(1)
  })

  it('never ends an inventory quietly when any one of its pages is spoiled, in any of five ways (F9)', async () => {
    const kinds = ['project', 'network', 'subnet', 'security-group'] as const
    for (let index = 0; index < 3; index += 1)
      await world.ensure(project.externalId, { kind: 'network', name: `page-${index}-${world.label}` })
    const all = () => through((connector) => listed(connector, ...kinds), LONG_MS, 1)
    const pages: string[] = []
    proxy.remembers = true
    proxy.plan = ({ path }) => {
      if (isService(path)) pages.push(path)
      return null
    }
    const whole = await all()
    const count = pages.length
    const ways = ['half', 'lost-answer', 'type', 'cut'] as const
    const faults: readonly Fault[] = [
      ...ways.map((type) => ({ type, contentType: 'text/plain' })),
      { type: 'answer', status: 500 },
    ]
    expect(count * faults.length).toBeGreaterThanOrEqual(50)
    for (let spoiled = 0; spoiled < count; spoiled += 1)
      for (const fault of faults) {
        let at = -1
        proxy.plan = ({ path }) => {
          if (isService(path)) at += 1
          return isService(path) && at === spoiled ? fault : null
        }
        const seen = await faultOf(all())
        expect(['nonsense', 'unreachable', 'internal'], `${fault.type} ${pages[spoiled]}`).toContain(seen)
      }
    proxy.plan = () => null
    proxy.remembers = false
    expect(await all()).toEqual(whole)
  })

  /** One of each kind, with the parts that take several calls. */
  const specs = (): Spec[] => {
    const name = `lost-${world.label}`
    return [
      { kind: 'project', name, description: '' },
      { kind: 'key-pair', name, publicKey: PUBLIC_KEY },
      { kind: 'network', name },
      { kind: 'subnet', name, networkRef: network.externalId, cidr: '10.91.7.0/24', dnsServers: [] },
      { kind: 'security-group', name, rules: [SSH_IN] },
      { kind: 'router', name, subnetRefs: [], externalNetwork: EXTERNAL_NETWORK },
      { kind: 'volume', name, sizeGiB: 1, volumeType: null, serverRef: null },
      { kind: 'snapshot', name, volumeRef: volume.externalId },
      { kind: 'backup', name, volumeRef: volume.externalId },
      serverSpec(world, 'lost', { subnetRefs: [subnet.externalId] }),
      { kind: 'floating-ip', name, externalNetwork: EXTERNAL_NETWORK, serverRef: server.externalId },
      { kind: 'load-balancer', name, subnetRef: subnet.externalId, listeners: [listenerTo(server, 80)] },
      { kind: 'bucket', name, quotaGiB: 1 },
    ]
  }

  /** Spoils the n-th changing call of `act`, by a proxy of its own; tells whether there was one. */
  async function spoilNth(n: number, fault: Fault, act: (connector: Connector) => Promise<unknown>) {
    const own = await startFaultProxy(new URL(OPENSTACK.endpoint).port)
    let changing = 0
    own.plan = ({ method, path }) => {
      if (method === 'GET' || !isService(path)) return null
      changing += 1
      return changing === n ? fault : null
    }
    const seen = await faultOf(through(act, LONG_MS, PAGE_SIZE, own))
    await own.close()
    return { reached: changing >= n, seen }
  }

  describe.each(['lost-answer', 'lost-call'] as const)('%s, at every step of a creation', (type) => {
    // At once: mostly it is the cloud that is waited for.
    it.concurrent.each(LONGEST_FIRST)(
      '%s: asked again by a process that remembers nothing, there is one, whole (F1, F2)',
      async (kind) => {
        const spec = specs().find((one) => one.kind === kind)
        if (!spec) throw new Error(kind)
        const ref = kind === 'project' ? null : project.externalId
        let points = 0
        for (let n = 1; n < 20; n += 1) {
          const resourceId = randomUUID()
          world.made.push({ kind, resourceId, projectRef: ref })
          const { reached, seen } = await spoilNth(n, { type }, (connector) =>
            connector.ensure(resourceId, spec, world.scope(ref)),
          )
          if (!reached) expect(seen).toBe('none')
          const again = await direct.ensure(resourceId, spec, world.scope(ref))
          const observed = await world.settled(kind, again.externalId, ref)
          expect(observed.attributes.duplicates ?? []).toEqual([])
          if (spec.kind === 'security-group') expect(observed.spec).toMatchObject({ rules: [SSH_IN] })
          if (spec.kind === 'floating-ip')
            expect(observed.spec).toMatchObject({ serverRef: server.externalId })
          const found = await direct.find(kind, resourceId, world.scope(ref))
          expect(found?.attributes.duplicates ?? []).toEqual([])
          await world.removed(kind, again.externalId, ref)
          if (!reached) break
          points += 1
        }
        expect(points).toBeGreaterThan(0)
      },
    )
  })

  describe.each(['lost-answer', 'lost-call'] as const)('%s, at every step of a change', (type) => {
    const rules = { type: 'rules', rules: [ALL_OUT] } as const
    const steps = (): (readonly [ResourceKind, () => string, Change, (seen: Observed) => boolean])[] => [
      ['server', () => server.externalId, { type: 'power', power: 'off' }, (seen) => power(seen) === 'off'],
      ['server', () => server.externalId, { type: 'power', power: 'on' }, (seen) => power(seen) === 'on'],
      [
        'volume',
        () => volume.externalId,
        { type: 'attach', serverRef: server.externalId },
        (seen) => holder(seen) === server.externalId,
      ],
      ['volume', () => volume.externalId, { type: 'detach' }, (seen) => holder(seen) === null],
    ]
    const power = (seen: Observed) => ('power' in seen.spec ? seen.spec.power : undefined)
    const holder = (seen: Observed) => ('serverRef' in seen.spec ? seen.spec.serverRef : undefined)

    it('is made good by asking again', async () => {
      const ref = project.externalId
      for (const [kind, of, change, done] of steps()) {
        const { reached } = await spoilNth(1, { type }, (connector) =>
          connector.change(kind, of(), change, world.scope(ref)),
        )
        expect(reached, change.type).toBe(true)
        await direct.change(kind, of(), change, world.scope(ref))
        await world.settled(kind, of(), ref, (seen) => seen.state === 'ready' && done(seen))
      }
      const group = await world.ready(ref, {
        kind: 'security-group',
        name: `change-${world.label}`,
        rules: [SSH_IN],
      })
      await spoilNth(1, { type }, (connector) =>
        connector.change('security-group', group.externalId, rules, world.scope(ref)),
      )
      await direct.change('security-group', group.externalId, rules, world.scope(ref))
      expect((await world.observe('security-group', group.externalId, ref))?.spec).toMatchObject({
        rules: rules.rules,
      })
    })

    it('reboots no more than once for a generation (F3)', async () => {
      const ref = project.externalId
      const before = await rebootsSeen()
      const from = generation(await world.observe('server', server.externalId, ref))
      let reboots = 0
      for (let n = 1; n < 10; n += 1) {
        reboots += 1
        const change = { type: 'reboot', generation: from + reboots } as const
        const { reached } = await spoilNth(n, { type }, (connector) =>
          connector.change('server', server.externalId, change, world.scope(ref)),
        )
        await world.settled('server', server.externalId, ref)
        await direct.change('server', server.externalId, change, world.scope(ref))
        const seen = await world.settled('server', server.externalId, ref)
        expect(generation(seen)).toBe(change.generation)
        if (!reached) break
      }
      expect(reboots).toBeGreaterThan(3)
      expect((await rebootsSeen()) - before).toBe(reboots)
    })

    const generation = (seen: Observed | null) =>
      seen && 'rebootGeneration' in seen.spec ? (seen.spec.rebootGeneration ?? 0) : Number.NaN

    /** By the cloud's own list of what was done to the server. */
    async function rebootsSeen(): Promise<number> {
      const { openstack } = await import('./command-line.ts')
      const events = await openstack<Record<string, unknown>[]>('server', 'event', 'list', server.externalId)
      return events.filter((event) => event.Action === 'reboot').length
    }
  })
})
