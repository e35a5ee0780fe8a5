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
import { EXTERNAL_NETWORK, IMAGE, KINDS, OPENSTACK, openOpenStack } from './open.ts'

/** So long may a call take where the cloud hangs, and where it only has much to do. */
const SHORT_MS = 2_000
const LONG_MS = 60_000
const HANGING: readonly Fault['type'][] = ['hang', 'drip']

const PAGE_SIZE = 3

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
  let server: Observed
  let volume: Observed

  /** A new connection each time: it remembers nothing, as after a kill. */
  const openThroughProxy = (timeoutMs = LONG_MS) =>
    openOpenStack({
      endpoint: proxy.endpoint,
      options: { timeoutMs: String(timeoutMs), pageSize: String(PAGE_SIZE) },
    })

  async function through<T>(use: (connector: Connector) => Promise<T>, timeoutMs?: number): Promise<T> {
    const connector = openThroughProxy(timeoutMs)
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
    volume = made[0]
    server = made[1]
  }, 600_000)

  afterAll(async () => {
    const left = await world?.sweep()
    await direct?.close()
    await proxy?.close()
    expect(left).toEqual([])
  }, 600_000)

  const error = (words: string) => JSON.stringify({ error: { message: words } })
  const SPOILED: readonly (readonly [name: string, fault: Fault, kind: string])[] = [
    ['500', { type: 'answer', status: 500, body: error('oops') }, 'internal'],
    [
      '502',
      { type: 'answer', status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad Gateway</h1>' },
      'unreachable',
    ],
    ['503', { type: 'answer', status: 503, body: error('down') }, 'unreachable'],
    ['504', { type: 'answer', status: 504 }, 'timeout'],
    ['408', { type: 'answer', status: 408 }, 'timeout'],
    [
      '429',
      { type: 'answer', status: 429, headers: { 'retry-after': '7' }, body: error('slow') },
      'rate-limited',
    ],
    ['401 for ever', { type: 'answer', status: 401, body: error('who?') }, 'unauthenticated'],
    ['403', { type: 'answer', status: 403, body: error('no') }, 'forbidden'],
    ['a redirect', { type: 'answer', status: 302, headers: { location: 'https://elsewhere' } }, 'nonsense'],
    ['200 with an error in it', { type: 'answer', status: 200, body: error('database is down') }, 'nonsense'],
    ['200 with nothing in it', { type: 'answer', status: 200 }, 'nonsense'],
    ['an array', { type: 'answer', status: 200, body: '[]' }, 'nonsense'],
    ['half a JSON', { type: 'half' }, 'nonsense'],
    ['another content type', { type: 'type', contentType: 'text/html' }, 'nonsense'],
    ['a body cut off', { type: 'cut' }, 'unreachable or nonsense'],
    ['a lost call', { type: 'lost-call' }, 'unreachable'],
    ['a lost answer', { type: 'lost-answer' }, 'unreachable'],
    ['a hang', { type: 'hang' }, 'timeout'],
    ['a slow drip', { type: 'drip' }, 'timeout'],
  ]

  it.each(SPOILED)(
    '%s: every reading call says so, none believes it, none hangs (F8)',
    async (_, fault, expected) => {
      proxy.plan = ({ path }) => (isService(path) ? fault : null)
      const scope = () => world.scope(project.externalId)
      const seen = await through(
        async (connector) => {
          const inventory = async (kind: ResourceKind) => {
            const query = { kinds: [kind], since: null, signal: AbortSignal.timeout(30_000) }
            for await (const page of connector.inventory(query)) expect(page.kind).toBe(kind)
          }
          const scopeOf = (kind: ResourceKind) => (kind === 'project' ? world.scope(null) : scope())
          return Promise.all([
            ...TAGGED.map((kind) => faultOf(connector.find(kind, randomUUID(), scopeOf(kind)))),
            ...[project, network, subnet, server, volume].map((one) =>
              faultOf(connector.observe(one.kind, one.externalId, scopeOf(one.kind))),
            ),
            ...KINDS.map((kind) => faultOf(inventory(kind))),
            faultOf(connector.offer(AbortSignal.timeout(30_000))),
            faultOf(connector.capacity(AbortSignal.timeout(30_000))),
          ])
        },
        HANGING.includes(fault.type) ? SHORT_MS : LONG_MS,
      )
      proxy.plan = () => null
      for (const kind of seen) expect(expected).toContain(kind)
      expect(seen).toHaveLength(TAGGED.length + 5 + KINDS.length + 2)
    },
  )

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
      return { type: 'answer', status: 401, body: error('expired') }
    }
    const seen = await through((connector) =>
      connector.observe('server', server.externalId, world.scope(project.externalId)),
    )
    expect(seen?.externalId).toBe(server.externalId)
    expect(refused).toBe(1)
  })

  it('never ends an inventory quietly when any one of its pages is spoiled (F9)', async () => {
    const kinds = ['project', 'network', 'subnet', 'security-group'] as const
    const all = (connector: Connector) => async () => {
      const query = { kinds, since: null, signal: AbortSignal.timeout(60_000) }
      const ids: string[] = []
      for await (const page of connector.inventory(query))
        ids.push(...page.items.map((item) => item.externalId))
      return ids
    }
    const pages: string[] = []
    proxy.plan = ({ path }) => {
      if (isService(path)) pages.push(path)
      return null
    }
    const whole = await through((connector) => all(connector)())
    const count = pages.length
    expect(count).toBeGreaterThan(kinds.length)
    for (let spoiled = 0; spoiled < count; spoiled += 1) {
      let at = -1
      proxy.plan = ({ path }) => {
        if (isService(path)) at += 1
        return isService(path) && at === spoiled ? { type: 'half' } : null
      }
      expect(await faultOf(through((connector) => all(connector)())), pages[spoiled]).toBe('nonsense')
    }
    proxy.plan = () => null
    expect((await through((connector) => all(connector)())).sort()).toEqual(whole.sort())
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

  /** Spoils the n-th changing call of `act`; tells whether there was one. */
  async function spoilNth(n: number, fault: Fault, act: (connector: Connector) => Promise<unknown>) {
    let changing = 0
    proxy.plan = ({ method, path }) => {
      if (method === 'GET' || !isService(path)) return null
      changing += 1
      return changing === n ? fault : null
    }
    const seen = await faultOf(through(act))
    proxy.plan = () => null
    return { reached: changing >= n, seen }
  }

  describe.each(['lost-answer', 'lost-call'] as const)('%s, at every step of a creation', (type) => {
    it.each(KINDS)(
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
