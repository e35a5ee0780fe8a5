/**
 * The main job (DESIGN §4) on a real database, the real modules and the simulated cloud: from a department's draft to
 * running servers, confirmed, released and gone, over HTTP and with a real worker.
 */
import {
  cloudOperations,
  homeOperations,
  noticeOperations,
  type Request,
  type RequestCreate,
  requestOperations as requests,
  systemOperations,
  workflowOperations,
} from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addNode, addZone, createPool } from '../src/modules/cloud/index.ts'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { aPool, type GivenCloud, givenCloud, givenQuota, setupCtx } from './kit/clouds.ts'
import { useServer } from './kit/server.ts'
import type { Persona } from './kit/world.ts'

const server = useServer()
let worker: { start(): Promise<void>; stop(): Promise<void> }
let cloud: GivenCloud
let systemId = ''
let planId = ''

beforeAll(async () => {
  const { composition, world } = server.current
  cloud = await givenCloud(server.current)
  // The kit's node stands at the edge; requests go to a node in the centre.
  const node = await addNode(setupCtx(server.current, cloudOperations.addNode), cloud.cloudId, {
    code: 'centre',
    name: '异地节点',
    kind: 'dr-remote',
    regionId: world.regions.city,
    latitude: null,
    longitude: null,
    grade: null,
    certificateNo: null,
    certificateUntil: null,
  })
  const zoned = await addZone(setupCtx(server.current, cloudOperations.addZone), node.id, {
    code: 'az-centre',
    name: '可用区',
    nativeZone: 'az-1',
  })
  const zoneId = zoned.zones[0]?.id ?? ''
  const total = { vcpus: 16, memoryMiB: 65_536, storageGiB: 2000, floatingIps: 4, cards: 0 }
  const overCommit = { vcpus: '1', memory: '1', storage: '1' }
  await createPool(setupCtx(server.current, cloudOperations.addZone), aPool(zoneId, { total, overCommit }))
  await givenQuota(server.current, world.bodies.department, {
    vcpus: 200,
    memoryMiB: 800_000,
    storageGiB: 20_000,
  })
  const made = await server.current.call(world.people.departmentAdmin, systemOperations.create, {
    body: {
      code: 'zwfw',
      bodyId: world.bodies.department,
      lifecycle: 'building',
      name: '政务服务平台',
      summary: '',
      kind: 'new',
      protectionLevel: 2,
      protectionFilingNo: null,
      classification: 'internal',
      networkZone: 'government-extranet',
      accessPaths: ['government-extranet'],
      responsiblePersonId: world.people.departmentAdmin.personId,
      hasWeb: false,
      isVertical: false,
      deployment: 'cloud',
      exemption: null,
      wave: null,
    },
  })
  systemId = made.body.id
  const plan = await server.current.database
    .as(SCOPE_ALL)
    .selectFrom('plan as p')
    .innerJoin('offering_version as v', 'v.id', 'p.offering_version_id')
    .innerJoin('offering as o', 'o.id', 'v.offering_id')
    .select('p.id')
    .where('o.code', '=', 'cloud-host')
    .where('p.code', '=', 'c4m8')
    .executeTakeFirstOrThrow()
  planId = plan.id
  worker = composition.createWorker()
  await worker.start()
}, 120_000)

afterAll(async () => {
  await worker?.stop()
})

const people = () => server.current.world.people

function aRequest(change: Partial<RequestCreate> = {}): RequestCreate {
  return {
    kind: 'new',
    systemId,
    title: '应用服务器扩容',
    purpose: 'formal',
    networkZone: 'government-extranet',
    poolClass: 'general',
    atEdge: false,
    termMonths: 12,
    until: null,
    justification: '按照可研批复，新建应用服务器承载政务服务平台。',
    projectApprovalNo: null,
    preferredProviderId: null,
    providerReason: null,
    comparedProviderIds: [],
    dataDisposal: null,
    lines: [{ planId, resourceId: null, quantity: 2, parameters: { image: 'kylin-v10' }, reason: null }],
    ...change,
  }
}

async function get(id: string, as: Persona = people().departmentApplicant): Promise<Request> {
  const answer = await server.current.call(as, requests.get, { params: { id } })
  expect(answer.status).toBe(200)
  return answer.body
}

async function submit(change: Partial<RequestCreate> = {}): Promise<Request> {
  const me = people().departmentApplicant
  const draft = await server.current.call(me, requests.create, { body: aRequest(change) })
  expect([draft.status, draft.problem.reason]).toEqual([201, undefined])
  const { id, version } = draft.body
  const sent = await server.current.call(me, requests.submit, { params: { id }, body: { version } })
  expect([sent.status, sent.problem.detail]).toEqual([200, undefined])
  return sent.body
}

/** Everybody approves what is in his own to-do list. */
async function approve(requestId: string): Promise<void> {
  for (const persona of [people().departmentApprover, people().centre]) {
    const list = await server.current.call(persona, workflowOperations.taskList, { query: { box: 'todo' } })
    const task = list.body.items.find((each) => each.subject.id === requestId)
    expect(task, `a task of ${persona.role}`).toBeDefined()
    const answer = await server.current.call(persona, workflowOperations.taskApprove, {
      params: { id: task?.id ?? '' },
      body: { version: task?.version ?? 0, comment: '同意' },
    })
    expect([answer.status, answer.problem.detail]).toEqual([200, undefined])
  }
}

/** The clock of the tests stands still; it is moved on so that what waits for its time comes due. */
async function eventually<T>(look: () => Promise<T | false>, what: string): Promise<T> {
  const end = performance.now() + 60_000
  for (;;) {
    const found = await look()
    if (found !== false) return found
    if (performance.now() > end) throw new Error(`not within a minute: ${what}`)
    server.current.clock.advance({ ms: 2000 })
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
const untilState = (id: string, state: Request['state']) =>
  eventually(async () => {
    const request = await get(id)
    return request.state === state && request
  }, `request ${state}`)
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
    const notice = await eventually(async () => {
      const list = await server.current.call(people().departmentApplicant, noticeOperations.list, {
        query: {},
      })
      return list.body.items.find((each) => each.kind === 'request.delivered') ?? false
    }, 'the notice of delivery')
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
    const release = await submit({
      kind: 'release',
      termMonths: null,
      dataDisposal: 'migrated',
      lines: ids.map((resourceId) => ({
        planId: null,
        resourceId,
        quantity: 1,
        parameters: {},
        reason: null,
      })),
    })
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
    const { version } = await get(sent.id)
    const cancelled = await server.current.call(people().departmentApplicant, requests.cancel, {
      params: { id: sent.id },
      body: { version, reason: '项目调整' },
    })
    expect(cancelled.body.state).toBe('cancelled')
    await eventually(async () => (await servers()).length === 0 && true, 'no server left')
    const db = server.current.database.as(SCOPE_ALL)
    const held = await eventually(async () => {
      const pool = await db
        .selectFrom('pool')
        .select(['reserved_vcpus', 'allocated_vcpus'])
        .where('total_vcpus', '=', '16')
        .executeTakeFirstOrThrow()
      return pool.reserved_vcpus === '0' && pool.allocated_vcpus === '0' && pool
    }, 'the pool is free again')
    expect(held).toEqual({ reserved_vcpus: '0', allocated_vcpus: '0' })
    const quota = await db.selectFrom('quota').select('used_vcpus').executeTakeFirstOrThrow()
    expect(quota.used_vcpus).toBe('0')
  })
})

describe('F6: the same call again', () => {
  it('has one effect and the same answer; another body under the same key is refused', async () => {
    const me = people().departmentApplicant
    const headers = { 'idempotency-key': 'draft-1' }
    const body = aRequest({ title: '只起草一次' })
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
