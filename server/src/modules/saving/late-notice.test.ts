import {
  catalogueOperations,
  savingOperations as operations,
  requestOperations,
  workflowOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { aRequest } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { addDays } from '../../platform/worktime/index.ts'
import { createWorkflow, organisationResolver } from '../workflow/index.ts'
import { createNoticeReconciler, savingNotices } from './index.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let notice = ''
let due = ''

/** What finds it has tests of its own. */
async function givenProposal(resourceId: string): Promise<string> {
  const { database, ids, world } = server.current
  const id = ids.next()
  const { provider_body_id: provider } = await supply.row(resourceId)
  await database.owner.query(
    `insert into saving_proposal (id, resource_id, rule, kind, body_id, system_id, provider_body_id, saving_fen, saved_vcpus,
       saved_memory_mib, saved_storage_gib, evidence, found_on, judged_on, rule_set_id)
     select $1, $2, 'idle', 'server', $3, $4, $5, 12000, 2, 4096, 40, '[]', '2026-09-20', '2026-09-20', id
     from rule_set where region_id is null order by number limit 1`,
    [id, resourceId, world.bodies.department, supply.systemId, provider],
  )
  return id
}

async function follow(): Promise<void> {
  const ctx = setupCtx(server.current)
  const reconciler = createNoticeReconciler(
    createWorkflow({ resolver: organisationResolver, listeners: () => [] }),
  )
  for (const id of (await reconciler.sweep?.(ctx)) ?? [])
    await reconciler.reconcile(ctx, id, AbortSignal.timeout(10_000))
}

const on = (day: string) => server.current.clock.set(`${day}T02:00:00.000Z`)
const read = async (persona: Persona = people().centre, query: { overdue?: boolean } = {}) =>
  (await server.current.call(persona, operations.notices, { query })).body.items
const stepsOf = async () => (await read())[0]?.reminders.map(({ step }) => step)
const plan = (by: string) =>
  server.current.call(people().departmentAdmin, operations.planNotice, {
    params: { id: notice },
    body: { by, note: '割接后办理' },
  })

/** Who would be told of the last step. */
async function toldOf(step: string): Promise<readonly string[]> {
  const ctx = setupCtx(server.current)
  const rule = savingNotices.find(({ type }) => type === `saving-notice.${step}`)
  const event = { aggregateId: notice } as Parameters<NonNullable<typeof rule>['tell']>[2]
  const told = await ctx.inTx((tx) => rule?.tell(tx, ctx, event) ?? Promise.resolve(null))
  return told !== null && 'personIds' in told ? told.personIds : []
}

beforeAll(async () => {
  supply = await givenSupply(server.current)
  const ids = await supply.approve()
  await supply.settle()
  const servers = []
  for (const id of ids) if ((await supply.row(id)).kind === 'server') servers.push(id)
  const proposalId = await givenProposal(servers[0] ?? '')
  const sent = await server.current.call(people().centre, operations.sendNotice, { body: { proposalId } })
  notice = sent.body.id
  const { body: todo } = await server.current.call(people().departmentAdmin, workflowOperations.taskList, {
    query: { box: 'todo' },
  })
  const task = todo.items.find(({ subject }) => subject.id === notice)
  await server.current.call(people().departmentAdmin, workflowOperations.taskApprove, {
    params: { id: task?.id ?? '' },
    body: { version: task?.version ?? 1, comment: '同意' },
  })
})

describe('a notice that was accepted and is not done (R129)', () => {
  it('has a day by rule from its answer on, shown as a product default', async () => {
    const [row] = await read()
    due = row?.dueOn ?? ''
    expect(row).toMatchObject({ state: 'accepted', daysLate: null, reminders: [] })
    const { body } = await server.current.call(people().centre, operations.programme)
    expect(body).toMatchObject({
      dueWorkingDays: 20,
      isProductDefault: true,
      overdue: { count: 0, escalated: 0 },
    })
    await follow()
    expect(await stepsOf()).toEqual([])
  })

  it('is reminded of before its day, once', async () => {
    on(addDays(due, -3))
    await follow()
    await follow()
    expect(await stepsOf()).toEqual(['due-soon'])
    expect(await toldOf('due-soon')).toContain(people().departmentAdmin.personId)
    expect(await read(people().centre, { overdue: true })).toEqual([])
  })

  it('is overdue from the day after, on the list, the desk and the programme; then its head is told, then the centre', async () => {
    on(addDays(due, 1))
    await follow()
    expect(await stepsOf()).toEqual(['due-soon', 'overdue'])
    const [late] = await read(people().departmentAdmin, { overdue: true })
    expect(late).toMatchObject({ id: notice, daysLate: 1 })
    expect(await read(people().otherAdmin, { overdue: true })).toEqual([])
    expect(await toldOf('overdue')).not.toContain(people().departmentApprover.personId)
    on(addDays(due, 6))
    await follow()
    expect(await toldOf('to-head')).toContain(people().departmentApprover.personId)
    expect(await toldOf('to-head')).not.toContain(people().centre.personId)
    on(addDays(due, 11))
    await follow()
    await follow()
    expect(await stepsOf()).toEqual(['due-soon', 'overdue', 'to-head', 'to-centre'])
    expect(await toldOf('to-centre')).toContain(people().centre.personId)
    const { body } = await server.current.call(people().centre, operations.programme)
    expect(body.overdue).toMatchObject({ count: 1, saving: { amountMinor: 12_000 }, escalated: 1 })
  })

  it('weighs in the next application of its system, told in the form before it is handed in (R128)', async () => {
    const plans = (
      await server.current.call(people().centre, catalogueOperations.list, { query: { pageSize: 200 } })
    ).body.items.flatMap((one) => one.plans)
    const check = async (reason: string | null) => {
      const line = {
        planId: plans.find(({ code }) => code === 'c16m64')?.id ?? null,
        parameters: { image: 'openeuler', rootDiskGiB: 100 },
        reason,
      }
      const { body } = await server.current.call(people().departmentApplicant, requestOperations.check, {
        body: { requestId: null, ...aRequest(supply.systemId, [line]) },
      })
      return { gate: body.gates.find(({ key }) => key === 'savings'), flow: body.preview?.flowKey }
    }
    expect((await check(null)).gate).toMatchObject({
      state: 'warn',
      reason: 'request.gate.savings_undone',
      isProductDefault: true,
      lines: [1],
    })
    const reasoned = await check('年底普查')
    expect(reasoned.gate).toMatchObject({ state: 'warn', reason: 'request.gate.savings_undone_reasoned' })
    expect(reasoned.flow).toBe('higher-approval')
  })

  it('can be planned anew, and its clock begins anew; not for ever', async () => {
    const first = addDays(due, 20)
    expect((await plan(first)).body).toMatchObject({ dueOn: first, daysLate: null })
    on(addDays(first, 1))
    await follow()
    const [row] = await read()
    expect(row).toMatchObject({ daysLate: 1, planKept: false })
    expect(row?.reminders.filter(({ dueOn }) => dueOn === first).map(({ step }) => step)).toEqual(['overdue'])
    expect((await plan(addDays(first, 10))).status).toBe(200)
    const third = await plan(addDays(first, 20))
    expect(third.problem.reason).toBe('saving-notice.planned_often')
    expect((await read(people().departmentAdmin))[0]?.actions.plan).toMatchObject({ allowed: false })
  })

  it('is not late any more once its resource is on its way out', async () => {
    const [row] = await read()
    on(addDays(row?.dueOn ?? '', 3))
    expect((await read())[0]).toMatchObject({ daysLate: 3 })
    const turn = (presence: string) =>
      server.current.database.owner.query('update resource set presence = $2 where id = $1', [
        row?.resource.id,
        presence,
      ])
    await turn('absent')
    expect((await read())[0]).toMatchObject({ state: 'accepted', daysLate: null })
    expect(await read(people().centre, { overdue: true })).toEqual([])
    const { body } = await server.current.call(people().centre, operations.programme)
    expect(body.overdue).toMatchObject({ count: 0, escalated: 0 })
    await turn('present')
    expect(await read(people().centre, { overdue: true })).toHaveLength(1)
  })
})

describe('answers on the list, one or several at once (R129)', () => {
  type Answer = typeof operations.acceptNotices | typeof operations.objectToNotices
  const answer = (operation: Answer, ids: readonly string[], persona: Persona) =>
    server.current.call(persona, operation, { body: { noticeIds: [...ids], comment: '年底并网后启用' } })

  it('are those of the body, once, all of a selection or none, and end the task', async () => {
    const sent: string[] = []
    for (const resource of (await supply.approve()).slice(0, 2)) {
      const proposalId = await givenProposal(resource)
      const { body } = await server.current.call(people().centre, operations.sendNotice, {
        body: { proposalId },
      })
      sent.push(body.id)
    }
    expect(sent).toHaveLength(2)
    expect((await answer(operations.acceptNotices, sent, people().otherAdmin)).status).toBe(404)
    expect((await answer(operations.acceptNotices, sent, people().centre)).status).toBe(403)
    expect((await answer(operations.acceptNotices, sent, people().departmentApplicant)).status).toBe(403)
    const mixed = await answer(operations.objectToNotices, [sent[0] ?? '', notice], people().departmentAdmin)
    expect(mixed.problem.reason).toBe('saving-notice.answered')
    const all = async () => (await read()).filter(({ id }) => sent.includes(id))
    expect((await all()).map(({ state }) => state)).toEqual(['sent', 'sent'])
    const { body } = await answer(operations.objectToNotices, sent, people().departmentAdmin)
    expect(body).toEqual({ answered: 2 })
    expect((await all()).map(({ state, answer: words }) => [state, words])).toEqual([
      ['objected', '年底并网后启用'],
      ['objected', '年底并网后启用'],
    ])
    const { body: todo } = await server.current.call(people().departmentAdmin, workflowOperations.taskList, {
      query: { box: 'todo' },
    })
    expect(todo.items.filter(({ subject }) => sent.includes(subject.id))).toEqual([])
  })
})

describe('evidence for an objection (R129)', () => {
  const attach = (id: string, fileName: string, text: string, persona: Persona = people().departmentAdmin) =>
    server.current.call(persona, operations.attach, {
      params: { id },
      body: { fileName, content: Buffer.from(text).toString('base64') },
    })

  it('is put beside by the body while it is asked, read by the centre, and by nobody else', async () => {
    const [resource = ''] = await supply.approve()
    const proposalId = await givenProposal(resource)
    const { body: sent } = await server.current.call(people().centre, operations.sendNotice, {
      body: { proposalId },
    })
    expect((await attach(sent.id, '测算.txt', '高峰测算', people().otherAdmin)).status).toBe(404)
    expect((await attach(sent.id, '测算.txt', '高峰测算', people().centre)).status).toBe(403)
    expect((await attach(sent.id, '测算.exe', '高峰测算')).problem.reason).toBe('saving-notice.file_type')
    expect((await attach(notice, '测算.txt', '高峰测算')).problem.reason).toBe('saving-notice.file_late')
    const { body, status } = await attach(sent.id, '测算.txt', '高峰测算')
    expect([status, body.files.map(({ fileName }) => fileName)]).toEqual([201, ['测算.txt']])
    const get = (persona: Persona) =>
      server.current.api.inject({
        url: `/api/v1/saving-notice-files/${body.files[0]?.id}`,
        headers: { authorization: `Bearer ${persona.postId}` },
      })
    expect((await get(people().centre)).rawPayload.toString()).toBe('高峰测算')
    expect((await get(people().otherAdmin)).statusCode).toBe(404)
  })
})
