/**
 * The main flow (DESIGN §4) in small on two real hosts, through the API alone: the hosts registered by their form, a
 * request, its approvals, a server that boots. What came of it is asked of virsh and read off the guest's console.
 */
import {
  cloudOperations,
  consolidationOperations as consolidations,
  hostOperations,
  poolOperations,
  type Resource,
  type ResourceKind,
  resourceOperations as resources,
} from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  approveRequest,
  aRequest,
  confirmDelivery,
  eventually,
  findPlanId,
  getResource,
  givenSystem,
  submitRequest,
  untilLevel,
  untilRequest,
  well,
} from '../../../server/test/kit/journey.ts'
import { type GivenPlace, givenQuotaOf } from '../../../server/test/kit/place.ts'
import { type Platform, startPlatform } from '../../../server/test/kit/platform.ts'
import { useScratchDatabase } from '../openstack/scratch.ts'
import { BRIDGE } from './open.ts'
import { givenHosts } from './place.ts'
import { aliveOn, saidOn, virsh } from './virsh.ts'

const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO/cdY73vjCDPkcTEpZyY3OeVv2VoT35g7VgdrmFF0/n conformance'
const TOTAL = { vcpus: 8, memoryMiB: 32 * 1024, storageGiB: 500 } as const
const LIMIT_MS = 300_000

describe('from a draft to a guest that boots on real hosts, and back', { timeout: LIMIT_MS }, () => {
  const scratch = useScratchDatabase('libvirt')
  let platform: Platform
  let place: GivenPlace
  let systemId = ''
  let otherSystemId = ''
  const ids: Partial<Record<ResourceKind, string>> = {}

  beforeAll(async () => {
    platform = await startPlatform(scratch.url)
    place = await givenHosts(platform, TOTAL, { bridge: BRIDGE })
    await givenQuotaOf(platform, platform.world.bodies.department, { ...TOTAL })
    await platform.startWorker()
    systemId = await givenSystem(platform)
  }, LIMIT_MS)

  afterAll(() => platform?.stop(), LIMIT_MS)

  const idOf = (kind: ResourceKind): string => ids[kind] ?? ''
  const resourceOf = (kind: ResourceKind) => getResource(platform, idOf(kind))
  const applicant = () => platform.world.people.departmentApplicant

  /** Where it stands, and what libvirt calls it. */
  async function domainOf(server: Resource): Promise<{ readonly host: string; readonly domain: string }> {
    const { host, domain } = (server.observed?.attributes ?? {}) as Record<string, string>
    return { host: String(host), domain: String(domain) }
  }

  async function delivered(system: string, line: Parameters<typeof aRequest>[1][number]): Promise<void> {
    const { id } = await submitRequest(platform, aRequest(system, [line]))
    await approveRequest(platform, id)
    const request = await untilRequest(platform, id, 'delivered')
    for (const one of request.lines.flatMap((each) => each.resources))
      ids[one.kind as ResourceKind] ??= one.id
    expect((await confirmDelivery(platform, id)).state).toBe('completed')
  }

  async function act(kind: ResourceKind, verb: 'start' | 'stop' | 'reboot'): Promise<Resource> {
    const { id, version } = await resourceOf(kind)
    await well(platform.call(applicant(), resources[verb], { params: { id }, body: { version } }))
    return untilLevel(platform, id)
  }

  /** How often the guest has said that it is up, on its serial console. */
  async function boots(): Promise<readonly string[]> {
    const { host, domain } = await domainOf(await resourceOf('server'))
    return saidOn(host, domain).filter((line) => line.startsWith('guest ready'))
  }

  it('registers the hosts with their key, finds all well, and says what is not to be had there (R42)', async () => {
    const params = { id: place.cloud.id }
    const cloud = await well(platform.call(platform.world.people.centre, cloudOperations.probe, { params }))
    expect(cloud.findings.filter((each) => !each.ok)).toEqual([])
    expect(cloud).toMatchObject({ state: 'healthy', isSimulated: false, credentialNames: ['sshKey'] })
    expect(cloud.lacks).toEqual([
      'router',
      'security-group',
      'snapshot',
      'backup',
      'floating-ip',
      'load-balancer',
      'bucket',
    ])
    expect(JSON.stringify(cloud)).not.toContain('PRIVATE KEY')
  })

  it('delivers a volume, then a server with its key; the guest boots and has its address (R41, R60, R61)', async () => {
    const volume = {
      planId: await findPlanId(platform, 'cloud-storage', 'general-ssd'),
      parameters: { sizeGiB: 10 },
    }
    await delivered(systemId, volume)
    const key = { systemId, cloudId: place.cloud.id, name: 'ops', publicKey: PUBLIC_KEY }
    const keyPair = await well(platform.call(applicant(), resources.createKeyPair, { body: key }))
    const parameters = { image: 'tiny', rootDiskGiB: 20, keyPairId: keyPair.id }
    await delivered(systemId, { planId: await findPlanId(platform, 'cloud-host', 'c2m4'), parameters })

    const server = await resourceOf('server')
    const { host, domain } = await domainOf(server)
    expect(await virsh(host, 'domstate', domain)).toBe('running')
    expect(await virsh(host, 'dominfo', domain)).toMatch(/CPU\(s\): +2[\s\S]*Max memory: +4194304 KiB/)
    await eventually('the guest is up', async () => (await boots()).length === 1)
    const [line = ''] = await boots()
    const [address] = (server.observed?.attributes.addresses ?? []) as string[]
    expect(line).toContain(`address=${address}/22`)
    expect(line).toContain('keys=1')
  })

  it('attaches the volume to the guest while it runs (R61)', async () => {
    const { id, version } = await resourceOf('volume')
    const body = { version, serverId: idOf('server') }
    await well(platform.call(applicant(), resources.attach, { params: { id }, body }))
    await untilLevel(platform, id)
    const { host, domain } = await domainOf(await resourceOf('server'))
    expect(await virsh(host, 'domblklist', domain)).toMatch(new RegExp(`vdb +.*${id}`))
  })

  it('stops and starts it by the department’s own hand; the guest boots anew (R41, R60)', async () => {
    await act('server', 'stop')
    const { host, domain } = await domainOf(await resourceOf('server'))
    expect(await virsh(host, 'domstate', domain)).toBe('shut off')
    await act('server', 'start')
    await eventually('the guest is up again', async () => (await boots()).length === 2)
  })

  it('refuses what the hosts have not, with the reason', async () => {
    const body = { systemId, cloudId: place.cloud.id, name: 'web', rules: [] }
    const answer = await platform.call(applicant(), resources.createSecurityGroup, { body })
    expect(answer.problem).toMatchObject({ reason: 'resource.kind_not_there' })
  })

  it('puts the next project on the host with more memory left (R9)', async () => {
    const { host } = await domainOf(await resourceOf('server'))
    otherSystemId = await givenSystem(platform, { code: 'second', name: '第二系统' })
    const planId = await findPlanId(platform, 'cloud-storage', 'general-ssd')
    await delivered(otherSystemId, { planId, parameters: { sizeGiB: 10 } })
    const { items } = await well(
      platform.call(applicant(), resources.list, { query: { systemId: otherSystemId, kind: 'project' } }),
    )
    const project = await getResource(platform, items[0]?.id ?? '')
    expect(project.observed?.attributes).toMatchObject({
      placement: { because: 'most-free-memory', candidates: [{}, { host }] },
    })
    expect(project.observed?.attributes.host).not.toBe(host)
  })

  it('frees a host by an approved plan: the server moves as it runs, and stays the same (R8, R60)', async () => {
    const { centre, bureau } = platform.world.people
    const parameters = { image: 'tiny', rootDiskGiB: 20 }
    const planId = await findPlanId(platform, 'cloud-host', 'c2m4')
    await delivered(otherSystemId, { planId, parameters })
    const servers = async () => {
      const query = { kind: 'server', cloudId: place.cloud.id } as const
      return (await well(platform.call(centre, resources.list, { query }))).items
    }
    const standing = async () => {
      const all = await Promise.all((await servers()).map(({ id }) => getResource(platform, id)))
      return Promise.all(all.map(async (one) => ({ one, ...(await domainOf(one)) })))
    }
    const before = await standing()
    expect(new Set(before.map(({ host }) => host)).size).toBe(2)
    for (const { host, domain } of before)
      await eventually('the guest runs', async () => aliveOn(host, domain).length > 0)

    // Processors are shared here; the figures of the hosts are read anew with it.
    const params = { id: place.pool.id }
    const pool = await well(platform.call(centre, poolOperations.get, { params }))
    const {
      name,
      class: of,
      networkZone,
      capacitySource,
      total,
      heldBack,
      accelerator,
      mapping,
      version,
    } = pool
    const fields = { name, class: of, networkZone, capacitySource, total, heldBack, accelerator, mapping }
    const overCommit = { vcpus: '4', memory: '1', storage: '1' }
    const body = { ...fields, version, overCommit, dedicatedBodyId: null }
    await well(platform.call(centre, poolOperations.update, { params, body }))
    await eventually('the hosts tell of both', async () => {
      const query = { cloudId: place.cloud.id }
      const { items } = await well(platform.call(centre, hostOperations.list, { query }))
      return items.every(({ machines }) => machines === 1)
    })

    const wanted = { hosts: 1, reason: '夜间腾空主机' }
    // What is over-committed counts with the next look at the hosts.
    const plan = await eventually('the figures of the hosts leave room for it', async () => {
      const answer = await platform.call(centre, consolidations.propose, { params, body: wanted })
      return answer.problem?.reason !== 'consolidation.nothing_to_free' && well(Promise.resolve(answer))
    })
    const of1 = { id: plan.id }
    const approved = { params: of1, body: { version: plan.version } }
    await well(platform.call(bureau, consolidations.approve, approved))
    const done = await eventually('the plan is carried out', async () => {
      const now = await well(platform.call(centre, consolidations.get, { params: of1 }))
      return now.state === 'done' && now
    })
    expect(done).toMatchObject({ moves: { all: 1, done: 1 }, problem: null })
    const [step] = done.steps
    const moved = before.find(({ one }) => one.id === step?.resourceId)
    if (moved === undefined || step === undefined) throw new Error('no step')
    const { boot } = aliveOn(moved.host, moved.domain).at(-1) ?? { boot: '' }
    expect(await virsh(step.to.name, 'domstate', moved.domain)).toBe('running')
    expect(await virsh(moved.host, 'list', '--all', '--name')).not.toContain(moved.domain)
    await eventually('it runs on', async () => aliveOn(step.to.name, moved.domain).length > 1)
    expect(new Set(aliveOn(step.to.name, moved.domain).map((one) => one.boot))).toEqual(new Set([boot]))
    const after = await untilLevel(platform, moved.one.id)
    expect(after).toMatchObject({ state: 'ready', observed: { externalId: moved.one.observed?.externalId } })
  })
})
