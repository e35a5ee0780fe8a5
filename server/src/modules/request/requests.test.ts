import {
  projectApprovalOperations,
  projectFilingOperations,
  type RequestCreate,
  systemOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { listPoolCandidates } from '../cloud/index.ts'
import { checkRequest } from './check-request.ts'
import { copyRequest } from './copy-request.ts'
import { createRequest } from './create-request.ts'
import { advanceDelivery } from './delivery/advance-delivery.ts'
import { allotWaiting } from './delivery/allot-waiting.ts'
import { cancelRequest } from './delivery/cancel-request.ts'
import { confirmDelivery } from './delivery/confirm-delivery.ts'
import { returnDelivery } from './delivery/return-delivery.ts'
import { gatherEvidence } from './evidence.ts'
import { listLines } from './line-store.ts'
import { findProjectFree } from './project/project-approval.ts'
import { removeRequest } from './remove-request.ts'
import { requestNotices } from './request-notices.ts'
import { createRequestStage, type RequestStage } from './request-stage.fixture.ts'
import { findRequest, type RequestRow } from './request-store.ts'
import { submitRequest } from './submit-request.ts'
import { updateRequest } from './update-request.ts'
import { presentRequest } from './view/present-request.ts'
import { whatIfRequest } from './what-if-request.ts'
import { withdrawRequest } from './withdraw-request.ts'

const server = useServer()
let stage: RequestStage
let me: Persona
let approvers: Persona[]

beforeAll(async () => {
  stage = await createRequestStage(server.current)
  const { people } = server.current.world
  me = people.departmentApplicant
  approvers = [people.departmentApprover, people.centre, people.countyBureau, people.bureau]
})

const as = (persona: Persona) => stage.ctx(persona)
const reasonOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: { reason?: string }) => error.reason ?? String(error),
  )
const now = async (id: string) =>
  (await findRequest(stage.system.db, id, { personId: null, seesDrafts: true })) as RequestRow

async function drafted(change: Partial<RequestCreate> = {}): Promise<RequestRow> {
  return createRequest(stage.doors, await as(me), await stage.aRequest(change))
}
async function submitted(change: Partial<RequestCreate> = {}): Promise<RequestRow> {
  const draft = await drafted(change)
  return submitRequest(stage.doors, await as(me), draft.id, { version: draft.version })
}
async function approved(change: Partial<RequestCreate> = {}): Promise<RequestRow> {
  const { id } = await submitted(change)
  await stage.decide(id, 'approve', approvers)
  return now(id)
}
async function delivered(change: Partial<RequestCreate> = {}): Promise<RequestRow> {
  const { id } = await approved(change)
  stage.desk.finish(id)
  await advanceDelivery(stage.doors, stage.system, id)
  return now(id)
}

describe('request.create', () => {
  it('refuses another body’s system, and a provider as applicant', async () => {
    const { people } = server.current.world
    const input = await stage.aRequest()
    expect(await reasonOf(createRequest(stage.doors, await as(people.otherApplicant), input))).toBe(
      'request.system_not_yours',
    )
    expect(await reasonOf(createRequest(stage.doors, await as(people.providerOperator), input))).toBe(
      'common.forbidden',
    )
  })

  it('refuses lines that do not fit the kind of request', async () => {
    const input = await stage.aRequest({}, { planId: null })
    expect(await reasonOf(createRequest(stage.doors, await as(me), input))).toBe('request.line_malformed')
    const onItself = await stage.aRequest({}, { serverLine: 1 })
    expect(await reasonOf(createRequest(stage.doors, await as(me), onItself))).toBe('request.line_malformed')
  })

  it('keeps an incomplete draft, and shows it to nobody beyond the body', async () => {
    const draft = await drafted({ justification: '', termMonths: null, lines: [] })
    expect(draft).toMatchObject({ state: 'draft', applicant_name: 'departmentApplicant' })
    expect(draft.no).toMatch(/^SQ2026-\d{6}$/)
    const centre = await as(server.current.world.people.centre)
    expect(await findRequest(centre.db, draft.id, { personId: null, seesDrafts: false })).toBeUndefined()
    expect(await removeRequest(await as(me), draft.id)).toBeNull()
  })
})

describe('request.check', () => {
  it('answers gates, cost and who would get it, and stores nothing', async () => {
    const input = { requestId: null, ...(await stage.aRequest()) }
    const check = await checkRequest(stage.doors, await as(me), input)
    expect(check.gates.filter((gate) => gate.state === 'block')).toEqual([])
    expect(check.isSubmittable).toBe(true)
    expect(check.amounts).toMatchObject({ vcpus: 8, memoryMiB: 16_384, storageGiB: 80 })
    expect(check.estimate?.total.amountMinor).toBeGreaterThan(0)
    expect(check.previewReason).toBeNull()
    expect(check.preview?.flowKey).toBe('general-pool')
    const people = check.preview?.picture.steps.flatMap((step) => step.people.map((person) => person.name))
    expect(people).toContain('departmentApprover')
  })

  it('says what stands in the way with its clause', async () => {
    const input = {
      requestId: null,
      ...(await stage.aRequest({ poolClass: 'dedicated' }, { quantity: 200 })),
    }
    const check = await checkRequest(stage.doors, await as(me), input)
    const blocked = check.gates.filter((gate) => gate.state === 'block').map((gate) => gate.key)
    expect(blocked).toEqual(['necessity-proof', 'quota', 'room'])
    expect(check.preview?.flowKey).toBe('dedicated-pool')
  })
})

describe('request.submit', () => {
  it('refuses while a gate is closed, a stale version, and a colleague', async () => {
    const draft = await drafted({ justification: '' })
    const submit = async (persona: Persona, version = draft.version) =>
      reasonOf(submitRequest(stage.doors, await as(persona), draft.id, { version }))
    expect(await submit(me)).toBe('request.gates_closed')
    expect(await submit(me, 99)).toBe('common.version_stale')
    expect(await submit(server.current.world.people.departmentApprover)).toBe('common.forbidden')
    expect((await now(draft.id)).state).toBe('draft')
  })

  it('sends it on its way, with the gates and the cost as they were', async () => {
    const request = await submitted()
    expect(request.state).toBe('in-approval')
    expect(request.flow_instance_id).not.toBeNull()
    expect(Number(request.cost_minor)).toBeGreaterThan(0)
    expect((request.gates as { key: string }[]).map((gate) => gate.key)).toContain('quota')
    expect(
      await reasonOf(submitRequest(stage.doors, await as(me), request.id, { version: request.version })),
    ).toBe('request.not_submittable')
    const page = await presentRequest(stage.doors, await as(me), request)
    expect(page.stages.map((each) => each.state)).toEqual([
      'done',
      'current',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
    ])
    expect(page.stages[1]?.people.map((person) => person.name)).toEqual(['departmentApprover'])
    expect(page.stages[1]?.actor.zh).toContain('（departmentApprover）')
    expect(page.actions).toMatchObject({
      submit: { allowed: false, reason: 'request.not_submittable' },
      withdraw: { allowed: true },
      modify: { allowed: false, reason: 'request.not_editable' },
    })
  })
})

describe('the stage of approval', () => {
  it('names who would get a draft, who has it, and who decided; to whom the flow is not shown, nobody', async () => {
    const approval = async (request: RequestRow, persona = me) => {
      const { stages } = await presentRequest(stage.doors, await as(persona), request)
      return stages.find((each) => each.stage === 'approve')?.actor
    }
    const draft = await drafted()
    const would = await approval(draft)
    expect(would?.zh).toMatch(/（departmentApprover）、.+（centre/)
    expect(would?.en).toMatch(/ \(departmentApprover\), .+ \(centre/)
    const sent = await submitRequest(stage.doors, await as(me), draft.id, { version: draft.version })
    expect((await approval(sent))?.zh).not.toContain('centre')
    await stage.decide(sent.id, 'approve', approvers)
    const decided = await now(sent.id)
    expect((await approval(decided))?.zh).toMatch(/（departmentApprover）、.+（centre）/)
    expect(await approval({ ...decided, flow_instance_id: null })).toEqual({
      zh: '按审批流程办理',
      en: 'By the approval flow',
    })
    await cancel(decided)
  })
})

describe('a decision', () => {
  it('rejected: ends there, and nothing is held', async () => {
    const { id } = await submitted()
    await stage.decide(id, 'reject', approvers)
    expect(await now(id)).toMatchObject({ state: 'rejected', outcome_comment: '请补充说明' })
    expect(await held()).toMatchObject({ vcpus: '0' })
  })

  it('returned: is corrected and goes on in the same flow', async () => {
    const { id } = await submitted()
    await stage.decide(id, 'return', approvers)
    const returned = await now(id)
    expect(returned.state).toBe('returned')
    const {
      kind: _,
      systemId: __,
      ...content
    } = await stage.aRequest({ justification: '补充了容量测算说明和附件清单。' })
    const saved = await updateRequest(stage.doors, await as(me), id, {
      version: returned.version,
      ...content,
    })
    const again = await submitRequest(stage.doors, await as(me), id, { version: saved.version })
    expect(again).toMatchObject({ state: 'in-approval', flow_instance_id: returned.flow_instance_id })
  })

  it('returned and made larger: nobody decides on what he was not chosen for', async () => {
    const { id } = await submitted()
    await stage.decide(id, 'return', approvers)
    const returned = await now(id)
    const planId = await stage.planId('cloud-host', 'c16m64')
    const {
      kind: _,
      systemId: __,
      ...content
    } = await stage.aRequest({}, { planId, quantity: 1, reason: '高峰报送' })
    const saved = await updateRequest(stage.doors, await as(me), id, {
      version: returned.version,
      ...content,
    })
    const again = await submitRequest(stage.doors, await as(me), id, { version: saved.version })
    expect(again.state).toBe('in-approval')
    expect(again.flow_instance_id).not.toBe(returned.flow_instance_id)
    const flow = await stage.workflow.describeFlow(await as(me), again.flow_instance_id as string)
    expect(flow?.flowKey).toBe('higher-approval')
  })

  it('approved: room and quota are taken and the resources intended in the same transaction', async () => {
    const before = await held()
    const request = await approved()
    expect(request).toMatchObject({ state: 'provisioning', condition: null })
    expect(request.allotted_by).toContain('centre')
    expect(Number((await held()).vcpus) - Number(before.vcpus)).toBe(8)
    expect([...stage.desk.resources.values()].filter((each) => each.requestId === request.id)).toHaveLength(2)
    const provider = await as(server.current.world.people.providerOperator)
    const other = await as(server.current.world.people.otherProviderOperator)
    const seen = [
      await findRequest(provider.db, request.id, viewer),
      await findRequest(other.db, request.id, viewer),
    ]
    expect(seen.filter(Boolean)).toHaveLength(1)
    await cancel(request)
  })
})

const viewer = { personId: null, seesDrafts: false }

async function held() {
  const row = await stage.system.db
    .selectFrom('quota')
    .select(['used_vcpus as vcpus', 'used_memory_mib as memory'])
    .where('body_id', '=', server.current.world.bodies.department)
    .executeTakeFirstOrThrow()
  return row
}
async function cancel(request: RequestRow) {
  const { version } = await now(request.id)
  return cancelRequest(stage.doors, await as(me), request.id, { version, reason: '不再需要' })
}

describe('no room', () => {
  it('waits in sight of the regulator, and is allotted when there is room', async () => {
    await stage.system.db.updateTable('pool').set({ state: 'closed' }).execute()
    const opened = () => stage.system.db.updateTable('pool').set({ state: 'open' }).execute()
    // The gate would refuse a submission without any pool: they close while it is being decided.
    await opened()
    const { id } = await submitted()
    await stage.system.db.updateTable('pool').set({ state: 'closed' }).execute()
    await stage.decide(id, 'approve', approvers)
    const waiting = await now(id)
    expect(waiting).toMatchObject({
      state: 'approved',
      condition: { type: 'waiting-for-capacity', reason: 'placement.no_fit' },
    })
    expect((await listLines(stage.system.db, id)).map((line) => line.state)).toEqual(['waiting'])
    expect(await held()).toMatchObject({ vcpus: '0' })

    const centre = server.current.world.people.centre
    const allot = async (persona: Persona, version: number) =>
      reasonOf(allotWaiting(stage.doors, await as(persona), id, { version, poolIds: null }))
    expect(await allot(me, waiting.version)).toBe('common.forbidden')
    expect(await allot(centre, waiting.version)).toBe('request.still_no_room')
    await opened()
    expect(await allot(centre, waiting.version)).toBe('done')
    const allotted = await now(id)
    expect(allotted).toMatchObject({ state: 'provisioning', condition: null })
    expect(allotted.allotted_by).toContain('centre')
    await cancel(allotted)
  })

  it('R9 goes into the pools that the regulator names, for a reason that applicant, body and provider are told', async () => {
    const { id } = await submitted()
    await stage.system.db.updateTable('pool').set({ state: 'closed' }).execute()
    await stage.decide(id, 'approve', approvers)
    await stage.system.db.updateTable('pool').set({ state: 'open' }).execute()
    const { version } = await now(id)
    const { people } = server.current.world
    const centre = await as(people.centre)
    const named = { version, poolIds: [stage.poolIds[0]] }
    expect(await reasonOf(allotWaiting(stage.doors, centre, id, named))).toBe('request.override_needs_reason')
    expect(await reasonOf(allotWaiting(stage.doors, centre, id, { ...named, comment: '就近部署' }))).toBe(
      'done',
    )
    expect([...stage.desk.resources.values()].find((each) => each.requestId === id)?.poolId).toBe(
      stage.poolIds[0],
    )
    const event = await stage.system.db
      .selectFrom('outbox')
      .select(['type', 'payload', 'aggregate_id as aggregateId'])
      .where('aggregate_id', '=', id)
      .where('type', '=', 'request.pools-named')
      .executeTakeFirstOrThrow()
    const rule = requestNotices.find(({ type }) => type === event.type)
    const telling = await stage.system.inTx(async (tx) => rule?.tell(tx, stage.system, event as never))
    const told = [me.personId, people.departmentAdmin.personId, people.providerAdmin.personId]
    expect(telling).toMatchObject({
      objectId: id,
      details: { reason: '就近部署' },
      personIds: expect.arrayContaining(told),
    })
    expect(await reasonOf(whatIfRequest(stage.doors, centre, id, null))).toBe('request.nothing_to_place')
    await cancel(await now(id))
  })

  it('is tried again by itself', async () => {
    const { id } = await submitted()
    await stage.system.db.updateTable('pool').set({ state: 'closed' }).execute()
    await stage.decide(id, 'approve', approvers)
    const reconciler = stage.requests.reconcilers.find((each) => each.name === 'request-allocation')
    expect(await reconciler?.sweep(stage.system)).toContain(id)
    const look = () => reconciler?.reconcile(stage.system, id, new AbortController().signal)
    expect(await look()).toEqual({ done: false, againMs: 60_000 })
    await stage.system.db.updateTable('pool').set({ state: 'open' }).execute()
    expect(await look()).toEqual({ done: true })
    const request = await now(id)
    expect(request.state).toBe('provisioning')
    await cancel(request)
  })
})

describe('delivery', () => {
  it('shows trouble in plain words, and that it is over', async () => {
    const request = await approved()
    stage.desk.fail(request.id, '云平台配额不足')
    await advanceDelivery(stage.doors, stage.system, request.id)
    const failing = await presentRequest(stage.doors, await as(me), await now(request.id))
    expect(failing.condition).toMatchObject({ type: 'delivery-failing' })
    expect(failing.condition?.text.zh).toContain('云平台配额不足')
    stage.desk.finish(request.id)
    await advanceDelivery(stage.doors, stage.system, request.id)
    expect(await now(request.id)).toMatchObject({ state: 'delivered', condition: null })
    await cancel(request)
  })

  it('is not asked to be confirmed before the ground has settled, and says what is waited for', async () => {
    const request = await approved()
    stage.desk.finish(request.id)
    stage.desk.settleGround(request.id, false)
    await advanceDelivery(stage.doors, stage.system, request.id)
    const waiting = await presentRequest(stage.doors, await as(me), await now(request.id))
    expect(waiting).toMatchObject({ state: 'provisioning', actions: { confirm: { allowed: false } } })
    expect(waiting.lines[0]).toMatchObject({
      state: 'provisioning',
      progress: { wanted: 2, ready: 2 },
      waitsFor: [
        { text: { zh: '等待路由器 router-1 就绪', en: 'Waits for the router router-1 to be ready' } },
      ],
    })
    stage.desk.settleGround(request.id, true)
    await advanceDelivery(stage.doors, stage.system, request.id)
    const there = await presentRequest(stage.doors, await as(me), await now(request.id))
    expect(there).toMatchObject({ state: 'delivered', actions: { confirm: { allowed: true } } })
    await cancel(request)
  })

  it('is confirmed, or sent back with a reason and then confirmed', async () => {
    const request = await delivered()
    const lines = await listLines(stage.system.db, request.id)
    const lineIds = lines.map((line) => line.id)
    const { people } = server.current.world
    expect(
      await reasonOf(
        confirmDelivery(await as(people.departmentApprover), request.id, { version: request.version }),
      ),
    ).toBe('common.forbidden')
    const back = await returnDelivery(await as(me), request.id, {
      version: request.version,
      lineIds,
      reason: '内存不符',
    })
    expect(back).toMatchObject({ state: 'partly-delivered', outcome_comment: '内存不符' })
    await advanceDelivery(stage.doors, stage.system, request.id)
    expect((await now(request.id)).state).toBe('partly-delivered')
    const again = await now(request.id)
    const done = await confirmDelivery(await as(me), request.id, { version: again.version })
    expect(done.state).toBe('completed')
    expect(await reasonOf(confirmDelivery(await as(me), request.id, { version: done.version }))).toBe(
      'request.not_delivered',
    )
  })

  it('begins the term, confirmed or not', async () => {
    const request = await delivered({ purpose: 'test', termMonths: 3 })
    const terms = await stage.system.db
      .selectFrom('resource_term')
      .selectAll()
      .where('request_id', '=', request.id)
      .execute()
    expect(terms).toHaveLength(2)
    expect(new Set(terms.map((term) => term.until)).size).toBe(1)
    expect(
      [...stage.desk.resources.values()]
        .filter((each) => each.requestId === request.id)
        .every((each) => each.until === terms[0]?.until),
    ).toBe(true)
    await cancel(request)
  })
})

describe('cancellation', () => {
  it.each([
    ['provisioning', approved],
    ['delivered', delivered],
  ] as const)('in state %s leaves nothing', async (state, given) => {
    const before = await held()
    const request = await given()
    expect(request.state).toBe(state)
    expect((await cancel(request)).state).toBe('cancelled')
    expect(await held()).toEqual(before)
    expect([...stage.desk.resources.values()].filter((each) => each.requestId === request.id)).toEqual([])
    expect(await reasonOf(cancel(request))).toBe('request.not_cancellable')
  })

  it('is not for what is in approval: that is withdrawn', async () => {
    const request = await submitted()
    expect(await reasonOf(cancel(request))).toBe('request.not_cancellable')
    const gone = await withdrawRequest(stage.doors, await as(me), request.id, {
      version: request.version,
      aim: 'end',
    })
    expect(gone.state).toBe('withdrawn')
    expect(
      await reasonOf(
        withdrawRequest(stage.doors, await as(me), request.id, { version: gone.version, aim: 'end' }),
      ),
    ).toBe('request.not_withdrawable')
  })

  it('withdrawn to correct, it can be handed in again', async () => {
    const request = await submitted()
    const back = await withdrawRequest(stage.doors, await as(me), request.id, {
      version: request.version,
      aim: 'correct',
    })
    expect(back.state).toBe('returned')
    const again = await submitRequest(stage.doors, await as(me), request.id, { version: back.version })
    expect(again.state).toBe('in-approval')
    await withdrawRequest(stage.doors, await as(me), request.id, { version: again.version, aim: 'end' })
  })
})

describe('renewal and release', () => {
  const about = async (resourceId: string, change: Partial<RequestCreate>) =>
    approved({
      ...change,
      lines: [{ planId: null, resourceId, quantity: 1, parameters: {}, reason: null }],
    })

  it('renews once what is for tests, and refuses a second time', async () => {
    const request = await delivered({ purpose: 'test', termMonths: 3 })
    await confirmDelivery(await as(me), request.id, { version: request.version })
    const [id] = [...stage.desk.resources.values()]
      .filter((each) => each.requestId === request.id)
      .map((each) => each.fact.id)
    const renewal = await about(id as string, { kind: 'renew', purpose: 'test', termMonths: 3 })
    expect(renewal.state).toBe('completed')
    const term = await stage.system.db
      .selectFrom('resource_term')
      .selectAll()
      .where('resource_id', '=', id as string)
      .executeTakeFirstOrThrow()
    expect(term.renewals).toBe(1)
    expect(stage.desk.resources.get(id as string)?.until).toBe(term.until)
    expect(await reasonOf(about(id as string, { kind: 'renew', purpose: 'test', termMonths: 3 }))).toBe(
      'request.gates_closed',
    )
  })

  it('releases after the flow, and is done when it is gone', async () => {
    const request = await delivered()
    await confirmDelivery(await as(me), request.id, { version: request.version })
    const [id] = [...stage.desk.resources.values()]
      .filter((each) => each.requestId === request.id)
      .map((each) => each.fact.id)
    expect(await reasonOf(about(id as string, { kind: 'release', termMonths: null }))).toBe(
      'request.gates_closed',
    )
    const release = await about(id as string, { kind: 'release', termMonths: null, dataDisposal: 'migrated' })
    expect(release.state).toBe('provisioning')
    expect(stage.desk.resources.get(id as string)?.presence).toBe('absent')
    stage.desk.finish(request.id)
    await advanceDelivery(stage.doors, stage.system, release.id)
    expect((await now(release.id)).state).toBe('completed')
  })
})

describe('a release that is cancelled while it cools off', () => {
  it('takes back everything that it named', async () => {
    const request = await delivered()
    await confirmDelivery(await as(me), request.id, { version: request.version })
    const ids = [...stage.desk.resources.values()]
      .filter((each) => each.requestId === request.id)
      .map((each) => each.fact.id)
    const release = await approved({
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
    const presences = () => ids.map((id) => stage.desk.resources.get(id)?.presence)
    expect(presences()).toEqual(['absent', 'absent'])
    await cancel(release)
    expect(presences()).toEqual(['present', 'present'])
  })
})

describe('what stands beside a request', () => {
  it('shows the pools with and without it, the quota, and the past', async () => {
    const request = await submitted()
    const evidence = await gatherEvidence(stage.doors, await as(server.current.world.people.centre), request)
    expect(evidence.pools).toHaveLength(2)
    const levels = evidence.pools.map((pool) => pool.levels.vcpus)
    for (const level of levels) expect(level.after - level.before).toBe(8)
    expect(evidence.quota?.levels.vcpus).toMatchObject({ limit: 64 })
    expect(evidence.pools.map((pool) => pool.isOld)).toEqual([false, false])
    const pools = await listPoolCandidates(server.current.database.as(SCOPE_ALL), {})
    const oldCloud = pools.find((pool) => pool.id === evidence.pools[0]?.id)?.cloud_id ?? ''
    const room = { ...stage.doors.room, listOldClouds: async () => new Set([oldCloud]) }
    const later = await gatherEvidence(
      { ...stage.doors, room },
      await as(server.current.world.people.centre),
      request,
    )
    expect(later.pools[0]?.isOld).toBe(true)
    expect(evidence.gates.length).toBeGreaterThan(8)
    expect(evidence.history.length).toBeGreaterThan(0)
    await withdrawRequest(stage.doors, await as(me), request.id, { version: request.version, aim: 'end' })
  })

  it('is copied for a similar need, without the papers of the occasion', async () => {
    const original = await submitted()
    const copy = await copyRequest(stage.doors, await as(me), original.id, null)
    expect(copy).toMatchObject({
      state: 'draft',
      title: original.title,
      copied_from_id: original.id,
      project_approval_no: null,
    })
    await withdrawRequest(stage.doors, await as(me), original.id, { version: original.version, aim: 'end' })
  })
})

describe('F7: races', () => {
  it('many approved requests, room for one: exactly one is allotted, the others wait', async () => {
    const db = stage.system.db
    const waiting: string[] = []
    const { people } = server.current.world
    for (let each = 0; each < 12; each++) {
      const { id } = await submitted()
      await stage.decide(id, 'approve', [people.departmentApprover])
      waiting.push(id)
    }
    await db.updateTable('pool').set({ state: 'closed' }).execute()
    for (const id of waiting) await stage.decide(id, 'approve', [people.centre])
    const [pool] = stage.poolIds
    const before = await db.selectFrom('pool').selectAll().where('id', '=', pool).executeTakeFirstOrThrow()
    const taken = Number(before.reserved_vcpus) + Number(before.allocated_vcpus)
    const room = String(taken + 8)
    await db
      .updateTable('pool')
      .set({ state: 'open', limit_vcpus: room, ceiling_vcpus: room })
      .where('id', '=', pool)
      .execute()
    const reconciler = stage.requests.reconcilers.find((each) => each.name === 'request-allocation')
    const look = (id: string) => reconciler?.reconcile(stage.system, id, new AbortController().signal)
    await Promise.all(waiting.map(look))
    const states = await Promise.all(waiting.map(async (id) => (await now(id)).state))
    expect(states.filter((state) => state === 'provisioning')).toHaveLength(1)
    expect(states.filter((state) => state === 'approved')).toHaveLength(11)
    await db
      .updateTable('pool')
      .set({ state: 'open', limit_vcpus: before.limit_vcpus, ceiling_vcpus: before.ceiling_vcpus })
      .execute()
    for (const id of waiting) await cancel(await now(id))
  })

  it('two who decide, and an applicant who withdraws at the same moment: one outcome', {
    timeout: 120_000,
  }, async () => {
    const { people } = server.current.world
    const before = await held()
    const outcomes = new Map<string, number>()
    for (let round = 0; round < 25; round++) {
      const request = await submitted()
      await stage.decide(request.id, 'approve', [people.departmentApprover])
      const current = await now(request.id)
      const withdraw = as(me).then((ctx) =>
        withdrawRequest(stage.doors, ctx, request.id, { version: current.version, aim: 'end' }),
      )
      const [approval, withdrawal] = await Promise.allSettled([
        stage.decide(request.id, 'approve', [people.centre]),
        withdraw,
      ])
      const after = await now(request.id)
      outcomes.set(after.state, (outcomes.get(after.state) ?? 0) + 1)
      if (after.state === 'withdrawn') {
        expect(withdrawal.status).toBe('fulfilled')
        expect(approval.status === 'rejected' || approval.value === 0).toBe(true)
      } else {
        expect(after.state).toBe('provisioning')
        expect(withdrawal.status).toBe('rejected')
        await cancel(after)
      }
    }
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(25)
    expect(await held()).toEqual(before)
  })
})

describe('R112: the project approval', () => {
  it('limits what is asked for, with what the system has and asks for already', async () => {
    const { people } = server.current.world
    const set = stage.requests.routes.find((each) => each.operation.id === 'project-approval.set')
    const body = {
      version: null,
      approvalNo: '省发改〔2026〕18号',
      approvedOn: '2026-03-01',
      approvedBy: '省发展改革委',
      amounts: { vcpus: 12, memoryMiB: 1_000_000, storageGiB: 10_000, floatingIps: 0, cards: 0 },
      note: '',
    }
    const input = { params: { id: stage.systemId }, query: {}, body } as never
    const enter = async (persona: Persona) =>
      reasonOf(set?.handle(await as(persona), input, {} as never) as never)
    expect(await enter(me)).toBe('common.forbidden')
    expect(await enter(people.centre)).toBe('done')
    expect(await enter(people.centre)).toBe('common.version_stale')
    const free = await stage.system.inTx((tx) => findProjectFree(stage.doors, tx, stage.systemId, null))
    const check = await checkRequest(stage.doors, await as(me), {
      requestId: null,
      ...(await stage.aRequest({}, { quantity: Math.floor((free?.vcpus ?? 0) / 4) + 1 })),
    })
    expect(check.gates.find((gate) => gate.key === 'project-approval')).toMatchObject({ state: 'block' })
    await stage.system.db.deleteFrom('project_approval').execute()
  })

  it('R276 names the filing that it follows from: one key for the project, of an accepted filing of the body alone', async () => {
    const { people, bodies } = server.current.world
    const { call, ids, database } = server.current
    const filing = async (no: string, bodyId: string, state: 'accepted' | 'draft') => {
      const id = ids.next()
      await database.owner.query(
        `insert into project_filing (id, no, body_id, name, nature, summary, connection, state, entered_by, entered_by_name,
           decided_at, created_at) values ($1, $2, $3, '一网通办', 'new', '', 'lease', $4, $5, '', $6, now())`,
        [id, no, bodyId, state, people.departmentAdmin.personId, state === 'accepted' ? new Date() : null],
      )
      return id
    }
    const own = await filing('XM-1', bodies.department, 'accepted')
    const draft = await filing('XM-2', bodies.department, 'draft')
    const foreign = await filing('XM-3', bodies.otherDepartment, 'accepted')
    const set = (filingId: string | null | undefined, version: number | null) =>
      call(people.centre, projectApprovalOperations.set, {
        params: { id: stage.systemId },
        body: {
          version,
          approvalNo: '省发改〔2026〕18号',
          approvedOn: '2026-03-01',
          approvedBy: '省发展改革委',
          amounts: { vcpus: 12, memoryMiB: 1_000_000, storageGiB: 10_000, floatingIps: 0, cards: 0 },
          note: '',
          ...(filingId === undefined ? {} : { filingId }),
        },
      })
    for (const refused of [draft, foreign, ids.next()])
      expect((await set(refused, null)).problem.reason).toBe('project-approval.filing_not_found')
    const made = await well(set(own, null))
    expect(made.filing).toEqual({ id: own, no: 'XM-1', name: '一网通办' })
    // The page of the system asks for it whether there is one or not; the picker offers what it may follow from alone.
    const asked = await well(
      call(people.centre, projectApprovalOperations.ofSystem, { params: { id: stage.systemId } }),
    )
    expect(asked).toMatchObject({ approval: { filing: { no: 'XM-1' } }, actions: { set: { allowed: true } } })
    const offered = await well(
      call(people.centre, projectFilingOperations.list, {
        query: { state: 'accepted', coversBodyId: asked.body.id, pageSize: 200 },
      }),
    )
    expect(offered.items.map(({ id }) => id)).toContain(own)
    expect(offered.items.map(({ id }) => id)).not.toContain(foreign)
    // Left out it stays, null takes it away.
    expect((await well(set(undefined, made.version))).filing?.id).toBe(own)
    const keys = async () =>
      (
        await database.owner.query('select project_no from project_directory where system_id = $1', [
          stage.systemId,
        ])
      ).rows
    expect(await keys()).toEqual([{ project_no: 'XM-1' }])
    expect((await well(set(null, made.version + 1))).filing).toBeNull()
    expect(await keys()).toEqual([{ project_no: '省发改〔2026〕18号' }])
    // What budgets know the project by leads to its systems.
    const ofProject = async (project: string) =>
      (await well(call(people.centre, systemOperations.list, { query: { project } }))).items.map(
        ({ id }) => id,
      )
    expect(await ofProject('省发改〔2026〕18号')).toEqual([stage.systemId])
    expect(await ofProject('XM-1')).toEqual([])
    await stage.system.db.deleteFrom('project_approval').execute()
    const none = await well(
      call(people.departmentApplicant, projectApprovalOperations.ofSystem, {
        params: { id: stage.systemId },
      }),
    )
    expect(none).toMatchObject({ approval: null, actions: { set: { allowed: false } } })
    const stranger = await call(people.otherApplicant, projectApprovalOperations.ofSystem, {
      params: { id: stage.systemId },
    })
    expect(stranger.status).toBe(404)
  })
})
