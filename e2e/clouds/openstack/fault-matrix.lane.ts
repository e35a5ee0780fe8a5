/**
 * F8: what a cloud can do wrong × every kind of call that changes something. The fault meets the changing call itself, after
 * all that was read before it went well; what the cloud never heard of must leave it as it was. Reading calls are in
 * `faults.lane.ts`. A third of the pairs by turns; all of them with F8_ALL=1.
 */
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

const TURNS = process.env.F8_ALL === '1' ? 1 : 3
const SHORT_MS = 2_000

const error = (words: string) => JSON.stringify({ error: { message: words } })
const answer = (status: number, more: { headers?: Record<string, string>; body?: string } = {}): Fault => ({
  type: 'answer',
  status,
  ...more,
})

/** None of these lets the call through to the cloud. */
const FAULTS: readonly (readonly [name: string, fault: Fault, kind: string])[] = [
  ['500', answer(500, { body: error('oops') }), 'internal'],
  [
    '502',
    answer(502, { headers: { 'content-type': 'text/html' }, body: '<h1>Bad Gateway</h1>' }),
    'unreachable',
  ],
  ['503', answer(503, { body: error('down') }), 'unreachable'],
  ['429', answer(429, { headers: { 'retry-after': '7' }, body: error('slow') }), 'rate-limited'],
  ['401 for ever', answer(401, { body: error('who?') }), 'unauthenticated'],
  ['408', answer(408), 'timeout'],
  ['504', answer(504), 'timeout'],
  ['403', answer(403, { body: error('no') }), 'forbidden'],
  ['a reset', { type: 'lost-call' }, 'unreachable'],
  ['a hang', { type: 'hang' }, 'timeout'],
  ['half a JSON', answer(200, { body: '{"server": {"id": "' }), 'nonsense'],
  [
    'another content type',
    answer(200, { headers: { 'content-type': 'text/html' }, body: '<p>' }),
    'nonsense',
  ],
  ['200 with an error in it', answer(200, { body: error('database is down') }), 'nonsense'],
]

/** Where the answer to a change is not read, one that makes no sense passes; the next look tells what is. */
const UNREAD = 'none'

interface Case {
  readonly name: string
  readonly ask: (connector: Connector) => Promise<unknown>
}

describe('a cloud that fails just when it should change something', { timeout: 600_000 }, () => {
  let proxy: FaultProxy
  let direct: Connector
  let world: World
  let project: Observed
  const things = new Map<ResourceKind, Observed>()
  /** A host that the server does not stand on. */
  let elsewhere = ''

  const ref = (kind: ResourceKind): string => things.get(kind)?.externalId ?? ''
  const scopeOf = (kind: ResourceKind) => world.scope(kind === 'project' ? null : project.externalId)
  const named = (kind: string) => `${kind}-${world.label}`

  function specs(): readonly Spec[] {
    const [name, subnetRef] = [named('matrix'), ref('subnet')]
    const server = things.get('server') ?? project
    return [
      { kind: 'project', name: named('other'), description: '' },
      { kind: 'key-pair', name, publicKey: PUBLIC_KEY },
      { kind: 'network', name },
      { kind: 'subnet', name, networkRef: ref('network'), cidr: '10.92.7.0/24', dnsServers: [] },
      { kind: 'security-group', name, rules: [SSH_IN] },
      { kind: 'router', name, subnetRefs: [], externalNetwork: null },
      { kind: 'volume', name, sizeGiB: 1, volumeType: null, serverRef: null },
      { kind: 'snapshot', name, volumeRef: ref('volume') },
      { kind: 'backup', name, volumeRef: ref('volume') },
      serverSpec(world, 'matrix', { subnetRefs: [subnetRef] }),
      { kind: 'floating-ip', name, externalNetwork: EXTERNAL_NETWORK, serverRef: null },
      { kind: 'load-balancer', name, subnetRef, listeners: [listenerTo(server, 80)] },
      { kind: 'bucket', name, quotaGiB: 1 },
    ]
  }

  const changes = (): readonly (readonly [ResourceKind, Change])[] => [
    ['network', { type: 'rename', name: named('renamed') }],
    ['router', { type: 'subnets', subnetRefs: [ref('subnet')] }],
    ['router', { type: 'gateway', externalNetwork: EXTERNAL_NETWORK }],
    ['security-group', { type: 'rules', rules: [ALL_OUT] }],
    ['volume', { type: 'extend', sizeGiB: 2 }],
    ['volume', { type: 'attach', serverRef: ref('server') }],
    ['server', { type: 'power', power: 'off' }],
    ['server', { type: 'reboot', generation: 1 }],
    ['server', { type: 'rescue', on: true }],
    ['server', { type: 'resize', vcpus: 2, memoryMiB: 512, rootDiskGiB: 1 }],
    ['server', { type: 'migrate', hostRef: elsewhere }],
    ['load-balancer', { type: 'listeners', listeners: [] }],
    ['bucket', { type: 'quota', quotaGiB: 2 }],
  ]

  function cases(): readonly Case[] {
    const made = KINDS.filter((kind) => things.has(kind))
    return [
      ...specs()
        .filter(({ kind }) => KINDS.includes(kind))
        .map((spec) => ({
          name: `ensure ${spec.kind}`,
          ask: (connector: Connector) => connector.ensure(randomUUID(), spec, scopeOf(spec.kind)),
        })),
      ...changes()
        .filter(([kind]) => KINDS.includes(kind))
        .map(([kind, change]) => ({
          name: `${change.type} ${kind}`,
          ask: (connector: Connector) => connector.change(kind, ref(kind), change, scopeOf(kind)),
        })),
      // What others stand on is refused before anything is asked of the cloud.
      ...made
        .filter((kind) =>
          ['key-pair', 'floating-ip', 'load-balancer', 'router', 'volume', 'bucket'].includes(kind),
        )
        .map((kind) => ({
          name: `remove ${kind}`,
          ask: (connector: Connector) => connector.remove(kind, ref(kind), scopeOf(kind)),
        })),
    ]
  }

  /** All that the project holds, and how it is. */
  async function whatIs(): Promise<readonly string[]> {
    const query = { kinds: KINDS, since: null, signal: AbortSignal.timeout(60_000) }
    const found: string[] = []
    for await (const { items } of direct.inventory(query))
      for (const one of items)
        if (one.projectRef === project.externalId || one.externalId === project.externalId)
          found.push(`${one.kind} ${one.externalId} ${one.name} ${one.state} ${JSON.stringify(one.spec)}`)
    return found.sort()
  }

  beforeAll(async () => {
    proxy = await startFaultProxy(new URL(OPENSTACK.endpoint).port)
    direct = openOpenStack()
    const cloud = { connector: direct, image: IMAGE, externalNetwork: EXTERNAL_NETWORK }
    world = createWorld({ ...cloud, pageSize: 1000, pollMs: 200 })
    project = await world.ready(null, { kind: 'project', name: named('matrix'), description: '' })
    const within = project.externalId
    const put = async (spec: Spec) => things.set(spec.kind, await world.ready(within, spec))
    const name = named('stands')
    await put({ kind: 'network', name })
    const subnet = { kind: 'subnet', name, networkRef: ref('network'), cidr: '10.92.1.0/24', dnsServers: [] }
    await put(subnet as Spec)
    await Promise.all([
      put(serverSpec(world, 'stands', { subnetRefs: [ref('subnet')] })),
      put({ kind: 'key-pair', name, publicKey: PUBLIC_KEY }),
      put({ kind: 'security-group', name, rules: [SSH_IN] }),
      put({ kind: 'router', name, subnetRefs: [], externalNetwork: null }),
      put({ kind: 'volume', name, sizeGiB: 1, volumeType: null, serverRef: null }),
      put({ kind: 'floating-ip', name, externalNetwork: EXTERNAL_NETWORK, serverRef: null }),
    ])
    const listeners = [listenerTo(things.get('server') as Observed, 80)]
    await put({ kind: 'load-balancer', name, subnetRef: ref('subnet'), listeners })
    if (KINDS.includes('bucket')) await put({ kind: 'bucket', name, quotaGiB: 1 })
    const here = things.get('server')?.attributes.host
    for await (const { hosts } of direct.hosts(AbortSignal.timeout(60_000)))
      elsewhere ||= hosts.find((host) => host.isEnabled && host.externalId !== here)?.externalId ?? ''
    expect(elsewhere).not.toBe('')
  }, 600_000)

  afterAll(async () => {
    const left = await world?.sweep()
    await direct?.close()
    await proxy?.close()
    expect(left).toEqual([])
  }, 600_000)

  it('says so of every changing call, and leaves the cloud as it was (F8)', async () => {
    const before = await whatIs()
    const all = cases()
    const wrong: string[] = []
    for (const [turn, [name, fault, expected]] of FAULTS.entries()) {
      proxy.plan = ({ method, path }) => (method === 'GET' || path.includes('/auth/tokens') ? null : fault)
      const timeoutMs = fault.type === 'hang' ? { timeoutMs: String(SHORT_MS) } : {}
      const connector = openOpenStack({ endpoint: proxy.endpoint, options: timeoutMs })
      const some = all.filter((_, index) => index % TURNS === turn % TURNS)
      await Promise.all(
        some.map(async (one) => {
          const seen = await faultOf(one.ask(connector))
          const isRight = seen === expected || (expected === 'nonsense' && seen === UNREAD)
          if (!isRight) wrong.push(`${name}, ${one.name}: ${seen} instead of ${expected}`)
        }),
      )
      proxy.plan = () => null
      await connector.close()
    }
    expect(wrong).toEqual([])
    expect(all.length * FAULTS.length).toBeGreaterThan(300)
    expect(await whatIs()).toEqual(before)
  })

  it('where nothing listens any more, every call says that it cannot be reached (F8)', async () => {
    const gone = await startFaultProxy('1')
    await gone.close()
    const connector = openOpenStack({ endpoint: gone.endpoint })
    const seen = await Promise.all(cases().map((one) => faultOf(one.ask(connector))))
    await connector.close()
    expect(new Set(seen)).toEqual(new Set(['unreachable']))
  })

  it('a page that comes twice ends the list with a fault, never quietly (F8)', async () => {
    for (let index = 0; index < 3; index += 1)
      await world.ensure(project.externalId, { kind: 'network', name: named(`page-${index}`) })
    let first = ''
    proxy.rewrite = (text) => {
      if (!text.includes('"networks_links"') || !text.includes('"next"')) return text
      first ||= text
      return first
    }
    const connector = openOpenStack({ endpoint: proxy.endpoint, options: { pageSize: '1' } })
    const query = { kinds: ['network'], since: null, signal: AbortSignal.timeout(30_000) } as const
    const seen = await faultOf(
      (async () => {
        for await (const page of connector.inventory(query)) expect(page.kind).toBe('network')
      })(),
    )
    await connector.close()
    proxy.rewrite = (text) => text
    expect(seen).toBe('nonsense')
  })
})
