import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestClock } from '../../../test/kit/clock.ts'
import { useDatabase } from '../../../test/kit/database.ts'
import { type Connector, ConnectorFault, type SpecOf } from '../../modules/cloud/connector.ts'
import { survivingPool } from '../../platform/db/index.ts'
import {
  createSimulator,
  DEFAULT_ACCESS_KEY,
  INSTANT,
  type Knobs,
  type SimulatedCloud,
  type Simulator,
  zonesOf,
} from './index.ts'

const db = useDatabase()
const clock = createTestClock()
let pool: pg.Pool
let simulator: Simulator

beforeAll(() => {
  pool = survivingPool({ connectionString: db.current.url, max: 4 }, () => {})
  simulator = createSimulator({ pool, clock })
})
afterAll(() => pool.end())

const signal = () => AbortSignal.timeout(10_000)

function connectTo(endpoint: string, accessKey = DEFAULT_ACCESS_KEY): Connector {
  return simulator.kind.connect({
    cloudId: 'any',
    endpoint,
    region: null,
    credentials: { accessKey },
    options: {},
  })
}

interface Site {
  readonly cloud: SimulatedCloud
  readonly connector: Connector
  readonly project: string
  readonly scope: () => { projectRef: string; signal: AbortSignal }
  server(parts?: Partial<SpecOf<'server'>>): SpecOf<'server'>
}

/** A cloud of its own with a project, a network and a subnet. */
async function aSite(knobs: Partial<Knobs> = {}): Promise<Site> {
  const endpoint = `simulated://test-${randomUUID()}`
  const cloud = simulator.cloud(endpoint)
  await cloud.set({ ...INSTANT, ...knobs })
  const connector = connectTo(endpoint)
  const whole = { projectRef: null, signal: signal() }
  const { externalId: project } = await connector.ensure(
    randomUUID(),
    { kind: 'project', name: 'p', description: '' },
    whole,
  )
  const scope = () => ({ projectRef: project, signal: signal() })
  const network = await connector.ensure(randomUUID(), { kind: 'network', name: 'n' }, scope())
  const subnet = await connector.ensure(
    randomUUID(),
    { kind: 'subnet', name: 's', networkRef: network.externalId, cidr: '10.0.0.0/24', dnsServers: [] },
    scope(),
  )
  const server = (parts: Partial<SpecOf<'server'>> = {}): SpecOf<'server'> => ({
    kind: 'server',
    name: 'vm',
    vcpus: 2,
    memoryMiB: 4096,
    rootDiskGiB: 40,
    image: 'openeuler-2203-lts',
    subnetRefs: [subnet.externalId],
    securityGroupRefs: [],
    keyPairRef: null,
    zone: null,
    power: 'on',
    rebootGeneration: 0,
    ...parts,
  })
  await cloud.forgetCalls()
  return { cloud, connector, project, scope, server }
}

async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'none'
  } catch (error) {
    return error instanceof ConnectorFault ? error.fault : String(error)
  }
}

describe('faults at exact points', () => {
  it('fails the second ensure of a server before anything is done, and no other', async () => {
    const { cloud, connector, scope, server } = await aSite()
    await cloud.fail({
      verb: 'ensure',
      kind: 'server',
      nth: 2,
      effect: { fault: 'internal', when: 'before' },
    })
    const outcomes: string[] = []
    for (let i = 0; i < 3; i += 1)
      outcomes.push(await faultOf(connector.ensure(randomUUID(), server(), scope())))
    expect(outcomes).toEqual(['none', 'internal', 'none'])
    expect(await cloud.things('server')).toHaveLength(2)
  })

  it('loses the answer of a creation that was done; the next ensure finds it and makes no second', async () => {
    const { cloud, connector, scope, server } = await aSite()
    await cloud.fail({ verb: 'ensure', effect: { fault: 'timeout', when: 'after' } })
    const id = randomUUID()
    expect(await faultOf(connector.ensure(id, server(), scope()))).toBe('timeout')
    expect(await cloud.things('server')).toHaveLength(1)
    expect((await connector.ensure(id, server(), scope())).resourceId).toBe(id)
    expect(await cloud.things('server')).toHaveLength(1)
    expect((await cloud.calls({ verb: 'ensure' })).map((call) => call.outcome)).toEqual(['timeout', 'found'])
  })

  it.each(['before', 'after'] as const)('hangs %s the work until the caller stops waiting', async (hang) => {
    const { cloud, connector, project, server } = await aSite()
    await cloud.fail({ verb: 'ensure', effect: { hang } })
    const caller = new AbortController()
    const patient = { projectRef: project, signal: caller.signal }
    const answer = faultOf(connector.ensure(randomUUID(), server(), patient))
    const done = hang === 'after' ? 1 : 0
    await expect.poll(() => cloud.things('server')).toHaveLength(done)
    caller.abort(new DOMException('waited long enough', 'TimeoutError'))
    expect(await answer).toBe('timeout')
    expect(await cloud.things('server')).toHaveLength(done)
  })

  it('accepts a server and lets it end in an error, in the cloud’s words, or never end', async () => {
    const { cloud, connector, scope, server } = await aSite()
    await cloud.fail({ verb: 'ensure', effect: { build: 'error', words: 'disk full' } })
    await cloud.fail({ verb: 'ensure', nth: 2, effect: { build: 'stuck' } })
    const broken = await connector.ensure(randomUUID(), server(), scope())
    const stuck = await connector.ensure(randomUUID(), server(), scope())
    clock.advance({ days: 2 })
    const look = (ref: string) => connector.observe('server', ref, scope())
    expect(await look(broken.externalId)).toMatchObject({ state: 'error', fault: 'disk full' })
    expect(await look(stuck.externalId)).toMatchObject({ state: 'building' })
  })

  it('cuts an inventory at a page, with a throw', async () => {
    const { cloud, connector, scope, server } = await aSite({ pageSize: 2 })
    for (let i = 0; i < 5; i += 1) await connector.ensure(randomUUID(), server(), scope())
    await cloud.fail({ verb: 'inventory', nth: 2, effect: { fault: 'unreachable', when: 'before' } })
    let seen = 0
    const read = async () => {
      const query = { kinds: ['server'], since: null, signal: signal() } as const
      for await (const page of connector.inventory(query)) seen += page.items.length
    }
    expect(await faultOf(read())).toBe('unreachable')
    expect(seen).toBe(2)
  })

  it('fails everything while it is down, talks nonsense, or is over quota, and heals', async () => {
    const { cloud, connector, scope, server } = await aSite()
    const attempt = () => faultOf(connector.ensure(randomUUID(), server(), scope()))
    const outcomes: string[] = []
    for (const knob of ['down', 'nonsense', 'overQuota'] as const) {
      await cloud.set({ [knob]: true })
      outcomes.push(await attempt())
      const findings = await connector.probe(signal())
      outcomes.push(findings.every((finding) => finding.ok) ? 'well' : 'found')
      await cloud.set({ [knob]: false })
    }
    outcomes.push(await attempt())
    expect(outcomes).toEqual(['unreachable', 'found', 'nonsense', 'found', 'quota', 'found', 'none'])
    expect((await connector.probe(signal())).every((finding) => finding.ok)).toBe(true)
  })

  it('throws the same dice for the same seed, whatever the order of calls', async () => {
    const ids = Array.from({ length: 40 }, () => randomUUID())
    const healthy = await aSite()
    await healthy.cloud.set({ failureRates: { internal: 0.3 }, lostAnswerRate: 0.2 })
    const fatesOf = async (site: Site, order: readonly string[]) => {
      const fates = new Map<string, string>()
      for (const id of order) fates.set(id, await faultOf(site.connector.find('server', id, site.scope())))
      return ids.map((id) => fates.get(id))
    }
    const first = await fatesOf(healthy, ids)
    const other = await aSite()
    await other.cloud.set({ failureRates: { internal: 0.3 }, lostAnswerRate: 0.2 })
    expect(await fatesOf(other, [...ids].reverse())).toEqual(first)
    expect(new Set(first)).toEqual(new Set(['none', 'internal', 'timeout']))
  })
})

describe('what there is', () => {
  it('never gives out more cores than the zone has, and takes back what is removed', async () => {
    const { cloud, connector, scope, server } = await aSite({ zones: zonesOf(4, ['az-1']), vcpuRatio: 1 })
    const refs: string[] = []
    const attempts = await Promise.all(
      Array.from({ length: 6 }, async () => {
        try {
          refs.push((await connector.ensure(randomUUID(), server(), scope())).externalId)
          return 'none'
        } catch (error) {
          return (error as ConnectorFault).fault
        }
      }),
    )
    expect(attempts.filter((outcome) => outcome === 'none')).toHaveLength(2)
    expect(attempts.filter((outcome) => outcome === 'capacity')).toHaveLength(4)
    for (const ref of refs) await connector.remove('server', ref, scope())
    const [zone] = await connector.capacity(signal())
    expect(zone).toMatchObject({ vcpusTotal: 4, vcpusUsed: 0, memoryMiBUsed: 0, diskGiBUsed: 0 })
    expect(await cloud.things('server')).toHaveLength(0)
  })

  it('holds a project to its quota', async () => {
    const projectQuota = { vcpus: 3, memoryMiB: null, storageGiB: 100, floatingIps: 0 }
    const { connector, scope, server } = await aSite({ projectQuota })
    expect(await faultOf(connector.ensure(randomUUID(), server(), scope()))).toBe('none')
    expect(await faultOf(connector.ensure(randomUUID(), server(), scope()))).toBe('quota')
    const volume = { kind: 'volume', name: 'v', sizeGiB: 61, volumeType: null, serverRef: null } as const
    expect(await faultOf(connector.ensure(randomUUID(), volume, scope()))).toBe('quota')
    const ip = { kind: 'floating-ip', name: 'f', externalNetwork: 'internet', serverRef: null } as const
    expect(await faultOf(connector.ensure(randomUUID(), ip, scope()))).toBe('quota')
  })

  it('gives every network a VNI of its own and lets tenants use the same range (R62)', async () => {
    const { cloud, connector } = await aSite()
    const whole = () => ({ projectRef: null, signal: signal() })
    for (let tenant = 0; tenant < 5; tenant += 1) {
      const project = await connector.ensure(
        randomUUID(),
        { kind: 'project', name: `t${tenant}`, description: '' },
        whole(),
      )
      const scope = { projectRef: project.externalId, signal: signal() }
      const network = await connector.ensure(randomUUID(), { kind: 'network', name: 'n' }, scope)
      const subnet = {
        kind: 'subnet',
        name: 's',
        networkRef: network.externalId,
        cidr: '10.0.0.0/24',
      } as const
      await connector.ensure(randomUUID(), { ...subnet, dnsServers: [] }, scope)
      const twice = connector.ensure(randomUUID(), { ...subnet, dnsServers: [] }, scope)
      expect(await faultOf(twice)).toBe('conflict')
    }
    const vnis = (await cloud.things('network')).map((network) => network.attributes.vni)
    expect(new Set(vnis).size).toBe(6)
  })

  it('gives out every address of a subnet once, then refuses', async () => {
    const { cloud, connector, scope, server, project } = await aSite()
    const network = await connector.ensure(randomUUID(), { kind: 'network', name: 'small' }, scope())
    const small = await cloud.make(
      { kind: 'subnet', name: 's', networkRef: network.externalId, cidr: '10.9.9.0/29', dnsServers: [] },
      project,
    )
    const made = await Promise.all(
      Array.from({ length: 5 }, () =>
        connector.ensure(randomUUID(), server({ subnetRefs: [small], rootDiskGiB: 40 }), scope()),
      ),
    )
    const addresses = made.map((one) => (one.attributes.addresses as string[])[0])
    expect([...addresses].sort()).toEqual(['10.9.9.2', '10.9.9.3', '10.9.9.4', '10.9.9.5', '10.9.9.6'])
    const full = connector.ensure(randomUUID(), server({ subnetRefs: [small] }), scope())
    expect(await faultOf(full)).toBe('capacity')
    const third = made[2]?.externalId ?? ''
    await connector.remove('server', third, scope())
    const again = await connector.ensure(randomUUID(), server({ subnetRefs: [small] }), scope())
    expect(again.attributes.addresses).toEqual([addresses[2]])
  })
})

describe('as a system of its own', () => {
  it('remembers what it holds: another connection sees it, and work goes on by the clock', async () => {
    const { cloud, connector, scope, server } = await aSite({ workMs: { other: { min: 5_000, max: 5_000 } } })
    const made = await connector.ensure(randomUUID(), server(), scope())
    expect(made.state).toBe('building')
    const [call] = await cloud.calls({ verb: 'ensure', outcome: 'created' })
    expect(call).toMatchObject({ kind: 'server', subject: made.resourceId })
    await connector.close()
    clock.advance({ ms: 5_001 })
    const things = await cloud.things('server')
    expect(things).toMatchObject([{ externalId: made.externalId, state: 'ready' }])
  })

  it('refuses another access key than the first one', async () => {
    const endpoint = `simulated://test-${randomUUID()}`
    expect((await connectTo(endpoint, 'first').probe(signal())).every((finding) => finding.ok)).toBe(true)
    const [finding] = await connectTo(endpoint, 'second').probe(signal())
    expect(finding).toMatchObject({ check: 'authenticate', ok: false })
    const [lost] = await connectTo('https://elsewhere.example').probe(signal())
    expect(lost).toMatchObject({ check: 'reach', ok: false })
  })

  it('keeps a bounded record of calls', async () => {
    const { cloud, connector, scope } = await aSite({ callsKept: 100 })
    for (let i = 0; i < 700; i += 1) await connector.find('server', randomUUID(), scope())
    const calls = await cloud.calls()
    expect(calls.length).toBeGreaterThanOrEqual(100)
    expect(calls.length).toBeLessThanOrEqual(600)
  })

  it('can be changed behind the platform’s back', async () => {
    const { cloud, connector, project, scope, server } = await aSite()
    const stray = await cloud.make(server(), project)
    const kept = await connector.ensure(randomUUID(), server(), scope())
    await cloud.alter('server', kept.externalId, { vcpus: 64 })
    expect(await connector.observe('server', stray, scope())).toMatchObject({ resourceId: null })
    expect(await connector.observe('server', kept.externalId, scope())).toMatchObject({ spec: { vcpus: 64 } })
    await cloud.vanish('server', stray)
    expect(await connector.observe('server', stray, scope())).toBeNull()
  })

  it('carries 150,000 cores: filled at once, counted right, read whole in pages of bounded size', async () => {
    const { cloud, connector, project } = await aSite({
      zones: zonesOf(150_000),
      vcpuRatio: 1,
      pageSize: 1_000,
    })
    for (const zone of ['az-1', 'az-2']) {
      await cloud.crowd({ projectRef: project, zone, count: 9_375, vcpus: 8, memoryMiB: 16_384 })
    }
    const zones = await connector.capacity(signal())
    expect(zones.reduce((sum, zone) => sum + zone.vcpusUsed, 0)).toBe(150_000)
    let seen = 0
    const query = { kinds: ['server'], since: null, signal: AbortSignal.timeout(60_000) } as const
    for await (const page of connector.inventory(query)) seen += page.items.length
    expect(seen).toBe(18_750)
    expect(await cloud.calls({ verb: 'inventory' })).toHaveLength(19)
  })
})
