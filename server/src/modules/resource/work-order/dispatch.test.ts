import {
  type BodyOf,
  homeOperations,
  noticeOperations,
  workOrderOperations as orders,
  organisationOperations,
  type WorkOrder,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { createDispatcher } from '../../../platform/events/index.ts'
import { createNoticeSubscribers } from '../../notice/index.ts'
import { refuseDispatch, refuseStep, refuseWitness, witnessSideOf } from './work-order.ts'
import { workOrderClock } from './work-order-clock.ts'
import { workOrderNotices } from './work-order-notices.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply

beforeAll(async () => {
  supply = await givenSupply(server.current)
  // A Tuesday.
  server.current.clock.set('2026-09-15T02:00:00.000Z')
}, 60_000)

type Input = BodyOf<typeof orders.create>
const dispatch = (parts: Partial<Input> = {}, as: Persona = people().operations) =>
  server.current.call(as, orders.create, {
    body: {
      task: 'inspection',
      title: '国庆前机房巡检',
      description: '逐柜核对电源与告警，附巡检记录。',
      workingDays: 3,
      systemId: null,
      cloudId: supply.cloud.cloudId,
      nodeId: null,
      providerBodyId: null,
      witnessPersonId: null,
      ...parts,
    },
  })
const destruction = (): Partial<Input> => ({
  task: 'destruction',
  title: '退出系统数据销毁',
  systemId: supply.systemId,
  witnessPersonId: people().operations.personId,
})
type Verb = 'accept' | 'decline' | 'deliver' | 'pass' | 'sendBack' | 'cancel' | 'witness' | 'confirm'
const act = (as: Persona, verb: Verb, order: WorkOrder, more: object = {}) =>
  server.current.call(as, orders[verb] as typeof orders.accept, {
    params: { id: order.id },
    body: { version: order.version, ...more },
  })
const handIn = (order: WorkOrder) =>
  server.current.call(people().providerOperator, orders.addEvidence, {
    params: { id: order.id },
    body: {
      fileName: '记录.pdf',
      mediaType: 'application/pdf',
      note: '',
      contentBase64: Buffer.from('%PDF-1.7 record').toString('base64'),
    },
  })
/** Taken by the provider's people and reported as done, with evidence. */
async function done(order: WorkOrder): Promise<WorkOrder> {
  const taken = await act(people().providerOperator, 'accept', order)
  await handIn(taken.body)
  const reported = await act(people().providerOperator, 'deliver', taken.body, { note: '已办理' })
  expect(reported.status).toBe(200)
  return reported.body
}
const figure = async (as: Persona, key: string) =>
  (await server.current.call(as, homeOperations.summary)).body.figures.find((one) => one.key === key)

describe('work orders that operations dispatch (R40)', () => {
  it('R40 goes to the provider of the cloud without any resource, due in working days, and stands on its home', async () => {
    for (const other of [people().centre, people().bureau, people().departmentAdmin, people().providerAdmin])
      expect((await dispatch({}, other)).status).toBe(403)
    const { body: order, status } = await dispatch()
    expect(status).toBe(201)
    expect(order).toMatchObject({
      task: 'inspection',
      state: 'open',
      resource: null,
      system: null,
      openedBy: 'operations',
      provider: { name: 'Body provider' },
      cloud: { id: supply.cloud.cloudId },
    })
    expect(order.no).toMatch(/^PD2026-\d{6}$/)
    expect(order.dueAt.slice(0, 10)).toBe('2026-09-18')
    const seen = await server.current.call(people().providerOperator, orders.list, {
      query: { dispatched: true },
    })
    expect(seen.body.items.map(({ id }) => id)).toEqual([order.id])
    expect(await figure(people().providerOperator, 'work-orders-open')).toMatchObject({
      value: 1,
      tone: 'attention',
      list: { operation: 'work-order.list', query: { state: 'open' } },
    })
    const foreign = await server.current.call(people().otherProviderOperator, orders.get, {
      params: { id: order.id },
    })
    expect(foreign.problem.reason).toBe('common.not_found')
  })

  it('R40 is judged by operations alone: sent back with a reason, then passed; the department of a delivery is not asked', async () => {
    const reported = await done((await dispatch({ systemId: supply.systemId })).body)
    expect(reported.actions.confirm.allowed).toBe(false)
    const byDepartment = await act(people().departmentAdmin, 'confirm', reported, { comment: null })
    expect(byDepartment.problem.reason).toBe('work-order.not_this_way')
    expect((await act(people().providerOperator, 'pass', reported, { comment: null })).status).toBe(403)
    const back = await act(people().operations, 'sendBack', reported, { reason: '缺三号柜记录' })
    expect(back.body).toMatchObject({ state: 'accepted' })
    const again = await act(people().providerOperator, 'deliver', back.body, { note: '已补' })
    expect(await figure(people().operations, 'work-orders-to-pass')).toMatchObject({ value: 1 })
    const passed = await act(people().operations, 'pass', again.body, { comment: '齐全' })
    expect(passed.body).toMatchObject({ state: 'confirmed' })
    expect(passed.body.history.map(({ state }) => state)).toEqual([
      'open',
      'accepted',
      'delivered',
      'accepted',
      'delivered',
      'confirmed',
    ])
    const late = await act(people().operations, 'cancel', passed.body, { reason: '误派' })
    expect(late.problem.reason).toBe('work-order.wrong_state')
    const { rows } = await server.current.database.owner.query<{ act: string }>(
      'select act from audit_pending where object_id = $1',
      [passed.body.id],
    )
    expect(new Set(rows.map((row) => row.act))).toEqual(
      new Set(
        ['create', 'accept', 'add-evidence', 'deliver', 'confirm', 'pass', 'send-back', 'cancel'].map(
          (verb) => `work-order.${verb}`,
        ),
      ),
    )
  })

  it('R40 is declined by the provider or cancelled by operations, both with a reason', async () => {
    const declined = await act(people().providerAdmin, 'decline', (await dispatch()).body, {
      reason: '非本平台设备',
    })
    expect(declined.body).toMatchObject({ state: 'declined' })
    const cancelled = await act(people().operations, 'cancel', (await dispatch()).body, { reason: '改期' })
    expect(cancelled.body.history.at(-1)).toMatchObject({ state: 'cancelled', comment: '改期' })
  })

  it('R40 is refused when nobody is addressed, and when subject or provider are not what they should be', async () => {
    const { bodies } = server.current.world
    const reasonOf = async (parts: Partial<Input>) => (await dispatch(parts)).problem.reason
    expect(await reasonOf({ cloudId: null })).toBe('work-order.provider_needed')
    expect(await reasonOf({ providerBodyId: bodies.department })).toBe('work-order.provider_unknown')
    expect(await reasonOf({ providerBodyId: server.current.ids.next() })).toBe('work-order.provider_unknown')
    for (const field of ['systemId', 'cloudId', 'nodeId'] as const)
      expect(await reasonOf({ [field]: server.current.ids.next() })).toBe('work-order.subject_unknown')
    expect(await reasonOf({ workingDays: 250 })).toBe('work-order.calendar_missing')
    const other = await dispatch({ providerBodyId: bodies.otherProvider })
    expect(other.body.provider.name).toBe('Body otherProvider')
  })

  it('R40 tells provider and operations once when its day has passed, and lists it as overdue', async () => {
    const { call, clock, database } = server.current
    const { body: order } = await dispatch({ title: '逾期演练', task: 'drill', workingDays: 1 })
    const ctx = setupCtx(server.current)
    const look = async () => {
      for (const id of await workOrderClock.sweep(ctx))
        await workOrderClock.reconcile(ctx, id, AbortSignal.timeout(10_000))
    }
    await look()
    clock.set('2026-09-17T02:00:00.000Z')
    await look()
    await look()
    const overdue = await call(people().operations, orders.list, { query: { overdue: true, task: 'drill' } })
    expect(overdue.body.items.map(({ id, overdue: late }) => [id, late])).toEqual([[order.id, true]])
    const dispatcher = createDispatcher(
      database,
      () => ctx.asSystem('events'),
      createNoticeSubscribers(workOrderNotices),
    )
    dispatcher.start()
    for (const persona of [people().operations, people().providerOperator])
      await expect
        .poll(
          async () =>
            (await call(persona, noticeOperations.list, { query: {} })).body.items
              .filter((one) => one.objectId === order.id)
              .map((one) => one.kind)
              .toSorted(),
          { timeout: 20_000 },
        )
        .toEqual(
          persona === people().operations
            ? ['work-order.overdue']
            : ['work-order.opened', 'work-order.overdue'],
        )
    await dispatcher.stop()
    clock.set('2026-09-15T03:00:00.000Z')
  })
})

describe('the destruction of data is witnessed (R40, R233)', () => {
  it('R40, R233: passes with evidence and two witnesses, operations and the department, neither of the provider', async () => {
    const order = (await dispatch(destruction())).body
    expect(order.witness).toEqual({ id: people().operations.personId, name: 'operations' })
    const sign = (as: Persona, about: WorkOrder) =>
      act(as, 'witness', about, { statement: '现场见证硬盘消磁。' })
    expect((await sign(people().operations, order)).problem.reason).toBe('work-order.nothing_to_witness')
    const taken = await act(people().providerOperator, 'accept', order)
    const bare = await act(people().providerOperator, 'deliver', taken.body, { note: '已销毁' })
    expect(bare.problem.reason).toBe('work-order.evidence_missing')
    await handIn(taken.body)
    const reported = (await act(people().providerOperator, 'deliver', taken.body, { note: '已销毁' })).body
    expect(await figure(people().departmentAdmin, 'work-orders-destructions')).toMatchObject({ value: 1 })

    expect((await sign(people().providerOperator, reported)).status).toBe(403)
    expect((await sign(people().otherAdmin, reported)).status).toBe(404)
    const one = (await sign(people().operations, reported)).body
    expect((await sign(people().operations, one)).problem.reason).toBe('work-order.witnessed')
    const early = await act(people().operations, 'pass', one, { comment: null })
    expect(early.problem.reason).toBe('work-order.witness_missing')
    const both = (await sign(people().departmentAdmin, one)).body
    expect(both.witnesses.map(({ side, person, body }) => [side, person, body])).toEqual([
      ['operations', 'operations', 'Body operations'],
      ['department', 'departmentAdmin', 'Body department'],
    ])
    const passed = await act(people().operations, 'pass', both, { comment: null })
    expect(passed.body).toMatchObject({ state: 'confirmed' })
    const { rows } = await server.current.database.owner.query<{ act: string }>(
      `select act from audit_pending where object_id = $1 and act = 'work-order.witness' and outcome = 'done'`,
      [order.id],
    )
    expect(rows).toHaveLength(2)
  })

  it('R233 is witnessed anew when it was sent back', async () => {
    const reported = await done((await dispatch(destruction())).body)
    const signed = await act(people().operations, 'witness', reported, { statement: '现场见证。' })
    const back = await act(people().operations, 'sendBack', signed.body, { reason: '漏一块盘' })
    expect(back.body.witnesses).toHaveLength(1)
    const again = await act(people().providerOperator, 'deliver', back.body, { note: '补销毁' })
    expect(again.body.witnesses).toEqual([])
    expect((await act(people().operations, 'pass', again.body, { comment: null })).problem.reason).toBe(
      'work-order.witness_missing',
    )
  })

  it('R40 names system and witness from the start, and a witness is of operations', async () => {
    const reasonOf = async (parts: Partial<Input>) =>
      (await dispatch({ ...destruction(), ...parts })).problem.reason
    expect(await reasonOf({ systemId: null })).toBe('work-order.destruction_system')
    expect(await reasonOf({ witnessPersonId: null })).toBe('work-order.witness_unfit')
    expect(await reasonOf({ witnessPersonId: people().providerOperator.personId })).toBe(
      'work-order.witness_unfit',
    )
    expect(await reasonOf({ task: 'drill' })).toBe('work-order.witness_unfit')
  })
})

describe('incidents of the platform (R44)', () => {
  it('R44: an incident without an addressee goes to the body that leads on security, whose cloud it may be', async () => {
    const { call, world } = server.current
    const incident = () => dispatch({ task: 'incident', title: '统一认证不可用' })
    expect((await incident()).problem.reason).toBe('work-order.no_security_lead')
    const bodyOf = async (id: string) =>
      (await call(people().systemAdmin, organisationOperations.getBody, { params: { id } })).body
    const lead = async (id: string, as = people().systemAdmin, isSecurityLead = true) =>
      call(as, organisationOperations.setSecurityLead, {
        params: { id },
        body: { version: (await bodyOf(id)).version, isSecurityLead },
      })
    expect((await lead(world.bodies.otherProvider, people().centre)).status).toBe(403)
    expect((await lead(world.bodies.department)).problem.reason).toBe('body.not_a_provider')
    expect((await lead(world.bodies.provider)).body.isSecurityLead).toBe(true)
    // One in a region: the next takes it over.
    expect((await lead(world.bodies.otherProvider)).body.isSecurityLead).toBe(true)
    expect((await bodyOf(world.bodies.provider)).isSecurityLead).toBe(false)
    const given = await incident()
    expect(given.body).toMatchObject({ provider: { id: world.bodies.otherProvider }, task: 'incident' })
    const taken = await act(people().otherProviderOperator, 'accept', given.body)
    expect(taken.body).toMatchObject({ state: 'accepted', acceptedBy: 'otherProviderOperator' })
    // By default: who is named, is asked.
    const named = await dispatch({ task: 'incident', providerBodyId: world.bodies.provider })
    expect(named.body.provider.id).toBe(world.bodies.provider)
    expect((await lead(world.bodies.otherProvider, people().systemAdmin, false)).status).toBe(200)
    expect((await incident()).problem.reason).toBe('work-order.no_security_lead')
  })
})

describe('the rules of dispatched orders', () => {
  const order = { task: 'destruction', state: 'delivered', resource_id: null } as const
  it.each([
    ['neither signed', [], 'work-order.witness_missing'],
    ['one signed', ['operations'], 'work-order.witness_missing'],
    ['both signed', ['operations', 'department'], null],
  ] as const)('a destruction passes when %s: %s', (_, signed, reason) => {
    expect(refuseStep('pass', order, 1, signed)).toBe(reason)
  })
  it('a delivery is not passed, and what was dispatched is not confirmed', () => {
    expect(refuseStep('pass', { ...order, task: 'deliver', resource_id: 'r' }, 1, [])).toBe(
      'work-order.not_this_way',
    )
    expect(refuseStep('confirm', { ...order, task: 'drill' }, 1, [])).toBe('work-order.not_this_way')
  })
  it('a provider is never a witness, whatever its scope', () => {
    const actor = {
      kind: 'person',
      personId: 'p',
      accountId: 'a',
      name: 'n',
      post: { postId: 'x', title: '', role: 'provider-admin', bodyId: 'b', bodyName: '', regionId: 'r' },
      scope: { all: false, bodyIds: ['b'], providerId: 'b', personId: 'p' },
      via: { kind: 'session', id: 's' },
    } as const
    expect(witnessSideOf({ witness_id: 'p', body_id: 'b' }, actor)).toBeNull()
    expect(refuseWitness(order, null, [])).toBe('work-order.not_witness')
  })
  it('only a destruction has a witness', () => {
    const facts = { hasFitWitness: true }
    const of = (task: 'drill' | 'destruction', witnessPersonId: string | null) => ({
      task,
      systemId: 's',
      witnessPersonId,
    })
    expect(refuseDispatch(of('drill', 'p'), facts)).toBe('work-order.witness_unfit')
    expect(refuseDispatch(of('drill', null), facts)).toBeNull()
    expect(refuseDispatch(of('destruction', 'p'), facts)).toBeNull()
  })
})
