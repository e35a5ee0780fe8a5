/** What a department asks for after its first servers: larger, longer, at once, and by a provider's people. */
import {
  catalogueOperations,
  quotaOperations,
  type Request,
  type RequestCreate,
  type RequestLineInput,
  requestOperations as requests,
  resourceOperations,
} from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { insertNudge } from '../src/platform/reconcile/index.ts'
import { actOnOrder, deliverByHand, handInEvidence, orderOf } from './kit/by-hand.ts'
import { type GivenCloud, givenCloud, givenQuota } from './kit/clouds.ts'
import {
  aboutResources,
  approveRequest,
  aRequest,
  confirmDelivery,
  eventually,
  findPlanId,
  getRequest,
  getResource,
  givenSystem,
  submitRequest,
  untilRequest,
  well,
} from './kit/journey.ts'
import { useServer } from './kit/server.ts'

const server = useServer()
let worker: { start(): Promise<void>; stop(): Promise<void> }
let cloud: GivenCloud
let systemId = ''
const plans = { small: '', large: '', volume: '', vpn: '' }

beforeAll(async () => {
  cloud = await givenCloud(server.current, { node: 'department-integrated' })
  await givenQuota(server.current, server.current.world.bodies.department, {
    vcpus: 10,
    memoryMiB: 100_000,
    storageGiB: 1000,
  })
  systemId = await givenSystem(server.current)
  plans.small = await findPlanId(server.current, 'cloud-host', 'c2m4')
  plans.large = await findPlanId(server.current, 'cloud-host', 'c4m8')
  plans.volume = await findPlanId(server.current, 'cloud-storage', 'general-ssd')
  plans.vpn = await findPlanId(server.current, 'vpn', 'ssl-vpn')
  worker = server.current.composition.createWorker()
  await worker.start()
}, 120_000)
afterAll(async () => {
  await worker?.stop()
})

const people = () => server.current.world.people
const tick = () => server.current.clock.advance({ ms: 2000 })
const until = (id: string, state: Request['state']) => untilRequest(server.current, id, state, tick)
const usedVcpus = async () => {
  const params = { id: server.current.world.bodies.department }
  return (await well(server.current.call(people().centre, quotaOperations.get, { params }))).used.vcpus
}

async function delivered(lines: Partial<RequestLineInput>[], change: Partial<RequestCreate> = {}) {
  const { id } = await submitRequest(server.current, aRequest(systemId, lines, change))
  await approveRequest(server.current, id)
  return until(id, 'delivered')
}

describe('a server and its volume, after their delivery', () => {
  const ids = { server: '', volume: '' }
  const line = (kind: keyof typeof ids, planId: string, parameters: object) => ({
    planId,
    resourceId: ids[kind],
    parameters: parameters as RequestLineInput['parameters'],
  })

  beforeAll(async () => {
    const request = await delivered([
      { planId: plans.small, parameters: { image: 'kylin-v10' } },
      { planId: plans.volume, parameters: { sizeGiB: 100 }, serverLine: 1 },
    ])
    for (const each of request.lines.flatMap((one) => one.resources)) {
      if (each.kind === 'server' || each.kind === 'volume') ids[each.kind] = each.id
    }
    await confirmDelivery(server.current, request.id)
  })

  it('R61 stand together: the volume came attached to the server of its request', async () => {
    const [host] = await cloud.simulated.things('server')
    const [volume] = await cloud.simulated.things('volume')
    expect(volume?.spec).toMatchObject({ serverRef: host?.externalId })
    expect(await getResource(server.current, ids.volume)).toMatchObject({
      agreement: 'level',
      desired: { spec: { serverId: ids.server } },
    })
  })

  it('R60 R61 grow by an approved change: in the cloud, of the pool and of the quota', async () => {
    const before = await usedVcpus()
    const request = await delivered(
      [line('server', plans.large, { image: 'kylin-v10' }), line('volume', plans.volume, { sizeGiB: 300 })],
      { kind: 'change', termMonths: null },
    )
    expect((await usedVcpus()) - before).toBe(2)
    const [host] = await cloud.simulated.things('server')
    expect(host?.spec).toMatchObject({ vcpus: 4, memoryMiB: 8192 })
    const volumes = await cloud.simulated.things('volume')
    expect(volumes.map((each) => (each.spec as { sizeGiB?: number }).sizeGiB)).toContain(300)
    await confirmDelivery(server.current, request.id)
  })

  it('a change beyond the quota is stopped at its gate, and nothing changes', async () => {
    const draft = await well(
      server.current.call(people().departmentApplicant, requests.create, {
        body: aRequest(systemId, [{ planId: plans.large, quantity: 3, parameters: { image: 'kylin-v10' } }]),
      }),
    )
    const sent = await server.current.call(people().departmentApplicant, requests.submit, {
      params: { id: draft.id },
      body: { version: draft.version },
    })
    expect([sent.status, (await getRequest(server.current, draft.id)).state]).toEqual([422, 'draft'])
    expect(await usedVcpus()).toBe(4)
  })

  it('is renewed for another term after its own approval', async () => {
    const endOf = async () => (await getResource(server.current, ids.server)).expiresAt ?? ''
    const before = await endOf()
    const { id } = await submitRequest(server.current, aboutResources('renew', systemId, [ids.server]))
    await approveRequest(server.current, id)
    await until(id, 'completed')
    const months = (Date.parse(await endOf()) - Date.parse(before)) / 86_400_000 / 30.4
    expect(Math.round(months)).toBe(12)
  })

  it('R61 go together by one release, and nothing of either is left', async () => {
    const both = [ids.volume, ids.server]
    const { id } = await submitRequest(server.current, aboutResources('release', systemId, both))
    await approveRequest(server.current, id)
    server.current.clock.advance({ days: 8 })
    await until(id, 'completed')
    expect(await cloud.simulated.things('server')).toEqual([])
    expect(await cloud.simulated.things('volume')).toEqual([])
  })
})

describe('an emergency', () => {
  it('is opened first on the short way; its papers follow, and their lack is said', async () => {
    const request = await delivered([{ planId: plans.small, parameters: { image: 'kylin-v10' } }], {
      purpose: 'emergency',
      termMonths: 1,
    })
    expect(request.papersDueAt).not.toBeNull()
    await confirmDelivery(server.current, request.id)
    server.current.clock.advance({ ms: 8 * 86_400_000 })
    // The looking round for late papers is rare; it is asked to look now.
    await server.current.database.inTx(SCOPE_ALL, (tx) =>
      insertNudge(tx, 'request-papers', request.id, server.current.clock.now()),
    )
    const overdue = await eventually(
      'the lack is said',
      async () => {
        const found = await getRequest(server.current, request.id)
        return found.condition?.reason === 'request.papers_overdue' && found
      },
      tick,
    )
    expect(overdue.condition?.type).toBe('papers-overdue')
    await well(
      server.current.call(people().departmentApplicant, requests.attach, {
        params: { id: request.id },
        body: {
          kind: 'emergency-papers',
          fileName: '应急补件.pdf',
          content: Buffer.from('%PDF-1.7 papers').toString('base64'),
        },
      }),
    )
    expect((await getRequest(server.current, request.id)).condition).toBeNull()
  })
})

describe('a service that the provider’s people deliver (R42)', () => {
  const operator = () => people().providerOperator

  async function ordered(lines: Partial<RequestLineInput>[], change: Partial<RequestCreate> = {}) {
    const { id } = await submitRequest(server.current, aRequest(systemId, lines, change))
    await approveRequest(server.current, id)
    const look = async () => {
      const request = await getRequest(server.current, id)
      const resourceId = request.lines[0]?.resourceId ?? request.lines[0]?.resources[0]?.id
      return request.state === 'provisioning' && resourceId !== undefined && { id, resourceId }
    }
    return eventually('the service is intended', look, tick)
  }

  it('goes back with the reason when the evidence does not do, and is delivered when it does', async () => {
    const vpn = { planId: plans.vpn, parameters: { accounts: 5, owner: '韩知', expiresOn: '2027-06-30' } }
    const { id, resourceId } = await ordered([vpn])
    const look = async () => (await orderOf(server.current, resourceId)) ?? false
    const order = await eventually('the order', look, tick)
    expect(order.state).toBe('open')
    await actOnOrder(server.current, operator(), order, 'accept')
    await handInEvidence(server.current, order)
    await actOnOrder(server.current, operator(), order, 'deliver', { note: '账号已开通' })
    const me = people().departmentApplicant
    const back = await actOnOrder(server.current, me, order, 'return', { reason: '缺少两个账号' })
    expect([back.state, back.history.at(-1)?.comment]).toEqual(['accepted', '缺少两个账号'])
    expect((await getRequest(server.current, id)).state).toBe('provisioning')
    await actOnOrder(server.current, operator(), order, 'deliver', { note: '已补齐' })
    await actOnOrder(server.current, me, order, 'confirm', { comment: null })
    await until(id, 'delivered')
  })

  it('R66 intrusion prevention is an item of the catalogue with its unit, ordered, approved, delivered and confirmed', async () => {
    const { items } = await well(
      server.current.call(people().departmentApplicant, catalogueOperations.list, {
        query: { q: '入侵防御' },
      }),
    )
    expect(items).toMatchObject([
      {
        code: 'intrusion-prevention',
        family: 'information-security',
        state: 'published',
        fulfilment: { by: 'work-order' },
        plans: [{ code: 'per-host', dimensions: [{ dimension: 'host', amount: { parameter: 'hosts' } }] }],
      },
    ])
    const planId = items[0]?.plans[0]?.id ?? ''
    const { id, resourceId } = await ordered([{ planId, parameters: { hosts: 2 } }])
    const order = await deliverByHand(server.current, resourceId, 'deliver', tick)
    expect(order).toMatchObject({ state: 'confirmed', parameters: { hosts: 2 } })
    const request = await until(id, 'delivered')
    expect(request.lines).toMatchObject([
      { state: 'delivered', plan: { offeringCode: 'intrusion-prevention' } },
    ])
    expect((await confirmDelivery(server.current, id)).state).toBe('completed')
    expect(await getResource(server.current, resourceId)).toMatchObject({
      state: 'ready',
      agreement: 'level',
    })
  })

  it('R74 a container service is deployed, changed to another release by an approved change, and given back; each version stays on record', async () => {
    const planId = await findPlanId(server.current, 'container-service', 'node-4c8g')
    const first = await ordered([{ planId, parameters: { version: '1.31', nodes: 3 } }])
    await deliverByHand(server.current, first.resourceId, 'deliver', tick)
    await until(first.id, 'delivered')
    await confirmDelivery(server.current, first.id)
    const { resourceId } = first
    const stateOf = async () => (await getResource(server.current, resourceId)).state
    expect(await stateOf()).toBe('ready')

    const change = { kind: 'change', termMonths: null } as const
    const line = { planId, resourceId, parameters: { version: '1.32', nodes: 5 } }
    const second = await ordered([line], change)
    // It goes on running while its provider changes it.
    const between = await getResource(server.current, resourceId)
    expect(between).toMatchObject({ state: 'ready', agreement: 'changing' })
    await deliverByHand(server.current, resourceId, 'change', tick)
    await until(second.id, 'delivered')
    await confirmDelivery(server.current, second.id)
    const me = people().departmentApplicant
    const history = await well(
      server.current.call(me, resourceOperations.history, { params: { id: resourceId }, query: {} }),
    )
    const versions = history.items.flatMap((entry) => entry.differences)
    expect(versions).toContainEqual({ field: 'version', desired: '1.32', observed: '1.31' })
    expect(versions).toContainEqual({ field: 'nodes', desired: '5', observed: '3' })

    const release = await submitRequest(server.current, aboutResources('release', systemId, [resourceId]))
    await approveRequest(server.current, release.id)
    server.current.clock.advance({ days: 8 })
    await deliverByHand(server.current, resourceId, 'withdraw', tick)
    await until(release.id, 'completed')
    expect(await stateOf()).toBe('released')
  })
})
