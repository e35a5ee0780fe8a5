/** What a department asks for after its first servers: larger, longer, at once, and by a provider's people. */
import {
  quotaOperations,
  type Request,
  type RequestCreate,
  type RequestLineInput,
  requestOperations as requests,
  type WorkOrder,
  workOrderOperations as workOrders,
} from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { insertNudge } from '../src/platform/reconcile/index.ts'
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
  const orderOf = async (request: Request): Promise<WorkOrder> => {
    const resourceId = request.lines[0]?.resources[0]?.id ?? ''
    const list = await well(
      server.current.call(people().providerOperator, workOrders.list, { query: { resourceId } }),
    )
    const [order] = list.items
    if (!order) throw new Error('no work order')
    return order
  }

  it('goes back with the reason when the evidence does not do, and is delivered when it does', async () => {
    const vpn = { planId: plans.vpn, parameters: { accounts: 5, owner: '韩知', expiresOn: '2027-06-30' } }
    const { id } = await submitRequest(server.current, aRequest(systemId, [vpn]))
    await approveRequest(server.current, id)
    const request = await until(id, 'provisioning')
    const order = await eventually('the order', () => orderOf(request).catch(() => false as const), tick)
    expect(order.state).toBe('open')
    const operator = people().providerOperator
    const act = async (
      persona: typeof operator,
      verb: 'accept' | 'deliver' | 'confirm' | 'return',
      more: object = {},
    ) => {
      const { version } = await orderOf(request)
      const body = { version, ...more } as never
      return well(
        server.current.call(persona, workOrders[verb] as typeof workOrders.accept, {
          params: { id: order.id },
          body,
        }),
      )
    }
    await act(operator, 'accept')
    await well(
      server.current.call(operator, workOrders.addEvidence, {
        params: { id: order.id },
        body: {
          fileName: '账号清单.pdf',
          mediaType: 'application/pdf',
          note: '',
          contentBase64: Buffer.from('%PDF-1.7 accounts').toString('base64'),
        },
      }),
    )
    await act(operator, 'deliver', { note: '账号已开通' })
    const back = await act(people().departmentApplicant, 'return', { reason: '缺少两个账号' })
    expect([back.state, back.history.at(-1)?.comment]).toEqual(['accepted', '缺少两个账号'])
    expect((await getRequest(server.current, id)).state).toBe('provisioning')
    await act(operator, 'deliver', { note: '已补齐' })
    await act(people().departmentApplicant, 'confirm', { comment: null })
    await until(id, 'delivered')
  })
})
