/**
 * F8: what a cloud can do wrong × every kind of call that changes something. The fault meets the changing call itself, after
 * all that was read before it went well; what the cloud never heard of must leave it as it was. Reading calls are in
 * `faults.lane.ts`. Since nothing changes, what is read is read once, and remembered by the proxy.
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
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { MISDEEDS, patienceFor } from './misdeeds.ts'
import { EXTERNAL_NETWORK, IMAGE, KINDS, OPENSTACK, openOpenStack } from './open.ts'

const LONG_MS = 60_000

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
  let claimed: readonly ResourceKind[] = []
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
        .map((spec) => {
          const resourceId = randomUUID()
          return {
            name: `ensure ${spec.kind}`,
            ask: (connector: Connector) => connector.ensure(resourceId, spec, scopeOf(spec.kind)),
          }
        }),
      ...made
        // A balancer is read before: one that has its tag is asked nothing more.
        .filter((kind) => claimed.includes(kind) && kind !== 'load-balancer')
        .map((kind) => ({
          name: `claim ${kind}`,
          ask: (connector: Connector) =>
            connector.claim(kind, ref(kind), things.get(kind)?.resourceId ?? '', scopeOf(kind)),
        })),
      {
        name: 'console',
        ask: async (connector: Connector) => connector.openConsole?.(ref('server'), scopeOf('server')),
      },
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
    claimed = (await direct.capabilities(AbortSignal.timeout(60_000))).claims
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
    proxy.remembers = true
    for (const misdeed of MISDEEDS) {
      const { fault, seen: expected } = misdeed
      proxy.plan = ({ method, path }) => (method === 'GET' || path.includes('/auth/tokens') ? null : fault)
      // All at once also where each is kept hanging.
      const options = { timeoutMs: String(patienceFor(misdeed, LONG_MS)), connections: '128' }
      const connector = openOpenStack({ endpoint: proxy.endpoint, options })
      await Promise.all(
        all.map(async (one) => {
          const seen = await faultOf(one.ask(connector))
          const isRight = seen === expected || (expected === 'nonsense' && seen === UNREAD)
          if (!isRight) wrong.push(`${misdeed.name}, ${one.name}: ${seen} instead of ${expected}`)
        }),
      )
      proxy.plan = () => null
      await connector.close()
    }
    proxy.remembers = false
    expect(wrong).toEqual([])
    expect(all.length * MISDEEDS.length).toBeGreaterThan(500)
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
})
