/**
 * The main job (DESIGN §4) on a real database, the real modules and the simulated cloud: from a department's draft to
 * running servers, confirmed, released and gone, over HTTP and with a real worker.
 */
import {
  homeOperations,
  noticeOperations,
  type Request,
  requestOperations as requests,
  workflowOperations,
} from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { type GivenCloud, givenCloud, givenQuota } from './kit/clouds.ts'
import {
  aboutResources,
  approveRequest,
  aRequest,
  cancelRequest,
  eventually,
  findPlanId,
  getRequest,
  givenSystem,
  submitRequest,
  untilRequest,
} from './kit/journey.ts'
import { useServer } from './kit/server.ts'

const server = useServer()
let worker: { start(): Promise<void>; stop(): Promise<void> }
let cloud: GivenCloud
let systemId = ''
let planId = ''

beforeAll(async () => {
  const { composition, world } = server.current
  const total = { vcpus: 16, memoryMiB: 65_536, storageGiB: 2000, floatingIps: 4, cards: 0 }
  const overCommit = { vcpus: '1', memory: '1', storage: '1' }
  cloud = await givenCloud(server.current, { node: 'department-integrated', pool: { total, overCommit } })
  await givenQuota(server.current, world.bodies.department, {
    vcpus: 200,
    memoryMiB: 800_000,
    storageGiB: 20_000,
  })
  systemId = await givenSystem(server.current)
  planId = await findPlanId(server.current, 'cloud-host', 'c4m8')
  worker = composition.createWorker()
  await worker.start()
}, 120_000)

afterAll(async () => {
  await worker?.stop()
})

const people = () => server.current.world.people

const twoServers = () => [{ planId, quantity: 2, parameters: { image: 'kylin-v10' } }]
const submit = () => submitRequest(server.current, aRequest(systemId, twoServers()))
const get = (id: string) => getRequest(server.current, id)

/** The clock of the tests stands still; it is moved on so that what waits for its time comes due. */
const tick = () => server.current.clock.advance({ ms: 2000 })
const untilState = (id: string, state: Request['state']) => untilRequest(server.current, id, state, tick)
async function approve(id: string): Promise<void> {
  expect(await approveRequest(server.current, id)).toEqual(['department-approver', 'regulator-centre'])
}
const servers = () => cloud.simulated.things('server')

describe('from a draft to running servers and back', () => {
  let id = ''

  it('is approved by the people the rule names, and provisioned on the cloud', {
    timeout: 120_000,
  }, async () => {
    const sent = await submit()
    id = sent.id
    expect(sent.state).toBe('in-approval')
    expect(sent.stages.map((each) => each.stage)).toEqual([
      'apply',
      'approve',
      'test',
      'open',
      'optimise',
      'reclaim',
    ])
    const evidence = await server.current.call(people().centre, requests.evidence, { params: { id } })
    expect(evidence.body.pools[0]?.levels.vcpus).toMatchObject({ limit: 16, before: 0, after: 8 })
    await approve(id)
    const delivered = await untilState(id, 'delivered')
    expect(await servers()).toHaveLength(2)
    const line = delivered.lines[0]
    expect(line).toMatchObject({ state: 'delivered', progress: { failing: 0 } })
    expect(line?.placements[0]?.cloud.isSimulated).toBe(true)
    expect(line?.resources.every((each) => each.ready)).toBe(true)
  })

  it('is seen by its provider, and by no other', async () => {
    const seen = await server.current.call(people().providerOperator, requests.get, { params: { id } })
    const unseen = await server.current.call(people().otherProviderOperator, requests.get, { params: { id } })
    expect([seen.status, unseen.status]).toEqual([200, 404])
  })

  it('is confirmed by the department, which was told', { timeout: 90_000 }, async () => {
    const look = async () => {
      const list = await server.current.call(people().departmentApplicant, noticeOperations.list, {
        query: {},
      })
      return list.body.items.find((each) => each.kind === 'request.delivered') ?? false
    }
    const notice = await eventually('the notice of delivery', look, tick)
    expect(notice.objectId).toBe(id)
    const { version } = await get(id)
    const done = await server.current.call(people().departmentApplicant, requests.confirm, {
      params: { id },
      body: { version },
    })
    expect(done.body.state).toBe('completed')
    const home = await server.current.call(people().departmentApplicant, homeOperations.summary)
    expect(home.body.figures.map((each) => each.key)).toContain('requests-to-confirm')
    expect(home.body.series[0]?.points).toHaveLength(12)
  })

  it('leaves a trail of who did what', async () => {
    const events = await server.current.call(people().departmentApplicant, requests.events, {
      params: { id },
      query: {},
    })
    expect(events.body.items.map((each) => each.event).reverse()).toEqual([
      'created',
      'submitted',
      'approved',
      'allocated',
      'line-delivered',
      'delivered',
      'confirmed',
    ])
  })

  it('is released after its own approval, and nothing is left in the cloud', {
    timeout: 180_000,
  }, async () => {
    const delivered = await get(id)
    const ids = (delivered.lines[0]?.resources ?? []).map((each) => each.id)
    const release = await submitRequest(server.current, aboutResources('release', systemId, ids))
    const list = await server.current.call(people().departmentApprover, workflowOperations.taskList, {
      query: { box: 'todo' },
    })
    expect(list.body.items.some((each) => each.subject.id === release.id)).toBe(true)
    await approve(release.id)
    server.current.clock.advance({ days: 8 })
    await untilState(release.id, 'completed')
    expect(await servers()).toHaveLength(0)
  })
})

describe('cancellation', () => {
  it('leaves nothing in the cloud, in the pool or of the quota', { timeout: 120_000 }, async () => {
    const sent = await submit()
    await approve(sent.id)
    await untilState(sent.id, 'delivered')
    const cancelled = await cancelRequest(server.current, sent.id)
    expect(cancelled.state).toBe('cancelled')
    await eventually('no server left', async () => (await servers()).length === 0 && true, tick)
    const db = server.current.database.as(SCOPE_ALL)
    const look = async () => {
      const pool = await db
        .selectFrom('pool')
        .select(['reserved_vcpus', 'allocated_vcpus'])
        .where('total_vcpus', '=', '16')
        .executeTakeFirstOrThrow()
      return pool.reserved_vcpus === '0' && pool.allocated_vcpus === '0' && pool
    }
    const held = await eventually('the pool is free again', look, tick)
    expect(held).toEqual({ reserved_vcpus: '0', allocated_vcpus: '0' })
    const quota = await db.selectFrom('quota').select('used_vcpus').executeTakeFirstOrThrow()
    expect(quota.used_vcpus).toBe('0')
  })
})

describe('F6: the same call again', () => {
  it('has one effect and the same answer; another body under the same key is refused', async () => {
    const me = people().departmentApplicant
    const headers = { 'idempotency-key': 'draft-1' }
    const body = aRequest(systemId, twoServers(), { title: '只起草一次' })
    const answers = await Promise.all([
      server.current.call(me, requests.create, { body, headers }),
      server.current.call(me, requests.create, { body, headers }),
    ])
    const late = await server.current.call(me, requests.create, { body, headers })
    expect(new Set([...answers, late].map((each) => each.body.id)).size).toBe(1)
    expect(late.body).toEqual(answers[0]?.body)
    const other = await server.current.call(me, requests.create, {
      body: { ...body, title: '另一份' },
      headers,
    })
    expect([other.status, other.problem.reason]).toEqual([409, 'common.idempotency_mismatch'])
    const list = await server.current.call(me, requests.list, { query: { q: '只起草一次' } })
    expect(list.body.items).toHaveLength(1)
  })
})
