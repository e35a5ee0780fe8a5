import {
  catalogueOperations,
  savingOperations as operations,
  requestOperations,
  ruleSetOperations,
  type SavingProposal,
  workflowOperations,
} from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { aRequest } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { keepMeasures, listServersOf } from '../measure/index.ts'
import { intendRelease } from '../resource/index.ts'
import { createWorkflow, organisationResolver } from '../workflow/index.ts'
import { createNoticeReconciler, judgeSavings } from './index.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let idle = ''
let busy = ''

const DAY_MS = 86_400_000

/** Gauges of a server, four times a day, up to now. */
async function givenMeasures(
  id: string,
  days: number,
  gauges: { cpu: number; memory: number; network: number },
) {
  const { clock, database } = server.current
  const servers = new Map(
    (await listServersOf(database.as(SCOPE_ALL), supply.cloud.cloudId)).map((one) => [one.external_id, one]),
  )
  const externalId = [...servers].find(([, one]) => one.id === id)?.[0] ?? ''
  const looks = Array.from({ length: days * 4 }, (_, index) => ({
    externalId,
    at: new Date(clock.now().getTime() - (index * DAY_MS) / 4),
    vcpus: null,
    counters: {},
    gauges: {
      cpuPermille: gauges.cpu,
      memoryPermille: gauges.memory,
      networkBytesPerSecond: gauges.network,
    },
  }))
  await keepMeasures(setupCtx(server.current), servers, looks, DAY_MS)
}

async function aServer(): Promise<string> {
  const ids = await supply.approve()
  await supply.settle()
  for (const id of ids) if ((await supply.row(id)).kind === 'server') return id
  throw new Error('the line has a server')
}

const proposals = async (persona: Persona = people().centre, query: { rule?: 'idle' } = {}) => {
  const { body } = await server.current.call(persona, operations.proposals, { query })
  return body.items
}
const summary = async (persona: Persona = people().centre) =>
  (await server.current.call(persona, operations.summary)).body
const judgeNow = () => judgeSavings(setupCtx(server.current))
const forServer = (items: readonly SavingProposal[], id: string) =>
  items.find((one) => one.resource.id === id)

beforeAll(async () => {
  supply = await givenSupply(server.current)
  idle = await aServer()
  busy = await aServer()
  server.current.clock.advance({ days: 120 })
})

describe('saving proposals', () => {
  it('are none before anything was judged', async () => {
    expect(await proposals()).toEqual([])
    expect(await summary()).toMatchObject({ judgedOn: null, ruleSet: null, total: { count: 0 }, byRule: [] })
  })

  it('say nothing of what nobody measured, and count it', async () => {
    await judgeNow()
    expect(forServer(await proposals(), idle)).toBeUndefined()
    expect((await summary()).notJudged).toEqual([{ why: 'unmeasured', count: 2 }])
  })

  it('find what is idle and what is too small, by kept measures, with evidence, beside the baseline (R123, R128)', async () => {
    await givenMeasures(idle, 110, { cpu: 20, memory: 200, network: 100 })
    await givenMeasures(busy, 10, { cpu: 900, memory: 800, network: 1_000_000 })
    await judgeNow()
    const items = await proposals()
    expect(forServer(items, idle)).toMatchObject({
      rule: 'idle',
      kind: 'server',
      ruleSet: { number: 1 },
      evidence: [
        { figure: 'cpu-mean', value: 2, relation: 'below', limit: 5 },
        { figure: 'network-mean', relation: 'at-most', limit: 1 },
      ],
    })
    expect(forServer(items, busy)).toMatchObject({ rule: 'undersized', savedVcpus: 0 })
    const { total, byRule, months, notJudged, baseline } = await summary()
    expect(total.count).toBe(items.length)
    expect(byRule.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['idle', 'undersized']))
    expect(notJudged).toEqual([])
    // R123: beside the baseline of a third.
    expect(baseline).toMatchObject({ percent: 33, isProductDefault: false })
    expect(months.at(-1)).toMatchObject({ servers: 1, cpuMean: 2, memoryMean: 20 })
  })

  it('are the same when judged again on the same day, and keep the day they were first found', async () => {
    const before = await proposals()
    await judgeNow()
    expect(await proposals()).toEqual(before)
    server.current.clock.advance({ days: 1 })
    await judgeNow()
    const again = forServer(await proposals(), idle)
    expect(again?.foundOn).toBe(forServer(before, idle)?.foundOn)
    expect(again?.judgedOn).not.toBe(again?.foundOn)
  })

  it('show a department its own, and nobody else’s', async () => {
    expect((await proposals(people().departmentAdmin)).length).toBeGreaterThan(0)
    expect(await proposals(people().otherAdmin)).toEqual([])
    expect((await summary(people().otherAdmin)).total.count).toBe(0)
    const { status } = await server.current.call(people().providerAdmin, operations.proposals)
    expect(status).toBe(403)
  })

  it('go into a workbook as they are listed (R128)', async () => {
    const answer = await server.current.api.inject({
      url: '/api/v1/saving-proposals/export',
      query: { rule: 'idle' },
      headers: { authorization: `Bearer ${people().departmentAdmin.postId}` },
    })
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    const row = workbook.worksheets[0]?.getRow(2).values as unknown[]
    expect(row.slice(1, 4)).toEqual(['闲置', (await supply.row(idle)).name, '云主机'])
  })
})

describe('exemptions', () => {
  const declare = (
    input: Partial<{ sort: 'season' | 'standby'; until: string | null; resourceId: string | null }> = {},
    persona = people().departmentAdmin,
  ) =>
    server.current.call(persona, operations.declareExemption, {
      body: {
        sort: 'standby',
        systemId: supply.systemId,
        resourceId: null,
        from: '2026-01-01',
        until: null,
        reason: '同城灾备待命',
        basis: '灾备预案 2026-3',
        ...input,
      },
    })

  it('are refused without an end where there is a season, for what is not of the system, and from others', async () => {
    expect((await declare({ sort: 'season' })).problem.reason).toBe('saving-exemption.period')
    expect((await declare({ resourceId: server.current.ids.next() })).problem.reason).toBe(
      'saving-exemption.other_system',
    )
    expect((await declare({}, people().otherAdmin)).status).toBe(404)
    expect((await declare({}, people().centre)).status).toBe(403)
  })

  it('count from the next judging on once the centre accepts, and no longer once taken back (R126)', async () => {
    const { body: declared } = await declare()
    await judgeNow()
    expect(forServer(await proposals(), idle)?.rule).toBe('idle')
    const act = (operation: typeof operations.acceptExemption, persona: Persona, version: number) =>
      server.current.call(persona, operation, { params: { id: declared.id }, body: { version } })
    expect((await act(operations.acceptExemption, people().departmentAdmin, declared.version)).status).toBe(
      403,
    )
    const { body: accepted } = await act(operations.acceptExemption, people().centre, declared.version)
    expect(accepted).toMatchObject({ state: 'accepted', actions: { accept: { allowed: false } } })
    expect((await act(operations.acceptExemption, people().centre, accepted.version)).problem.reason).toBe(
      'saving-exemption.decided',
    )
    await judgeNow()
    expect(forServer(await proposals(), idle)).toBeUndefined()
    expect((await summary()).notJudged).toContainEqual({ why: 'standby', count: 1 })
    const { body: gone } = await server.current.call(people().departmentAdmin, operations.withdrawExemption, {
      params: { id: declared.id },
      body: { version: accepted.version },
    })
    expect(gone.state).toBe('withdrawn')
    await judgeNow()
    expect(forServer(await proposals(), idle)?.rule).toBe('idle')
  })
})

describe('what another version of the rules would find', () => {
  it('tells how many and how much more or less, and changes nothing (R128)', async () => {
    const before = await proposals()
    const source = '某省节约用云办法（试算）'
    const own = (code: string, value: number) => ({ code, value, source, isProductDefault: false })
    const { body: draft } = await server.current.call(people().centre, ruleSetOperations.create, {
      body: {
        effectiveFrom: '2027-12-01',
        reason: '资源紧张，节约规则从严',
        items: [own('saving.idle.cpu-mean', 1), own('saving.oversized.months', 1)],
      },
    })
    const { body, status } = await server.current.call(people().centre, operations.whatIf, {
      params: { id: draft.id },
    })
    expect(status).toBe(200)
    expect(body.changed.map(({ code, now, tried }) => [code, now, tried])).toEqual([
      ['saving.idle.cpu-mean', 5, 1],
      ['saving.oversized.months', 3, 1],
    ])
    expect(body.rules.find(({ rule }) => rule === 'idle')).toMatchObject({
      now: { count: 1 },
      tried: { count: 0 },
      dropped: 1,
      added: 0,
    })
    expect(body.isCut).toBe(false)
    expect(await proposals()).toEqual(before)
  })

  it('is for those who keep the rules, and for no version that is not there', async () => {
    const id = server.current.ids.next()
    const call = (persona: Persona) => server.current.call(persona, operations.whatIf, { params: { id } })
    expect((await call(people().centre)).status).toBe(404)
    expect((await call(people().departmentAdmin)).status).toBe(403)
  })
})

describe('beside a request that lets a server grow', () => {
  async function growing(resourceId: string, reason: string | null) {
    const plans = (
      await server.current.call(people().centre, catalogueOperations.list, { query: { pageSize: 200 } })
    ).body
    const plan = plans.items.flatMap((one) => one.plans).find(({ code }) => code === 'c16m64')
    return {
      kind: 'change' as const,
      systemId: supply.systemId,
      title: '扩容',
      purpose: 'formal' as const,
      networkZone: 'government-extranet' as const,
      poolClass: 'general' as const,
      atEdge: false,
      termMonths: null,
      until: null,
      justification: '业务增长。',
      projectApprovalNo: null,
      preferredProviderId: null,
      providerReason: null,
      comparedProviderIds: [],
      dataDisposal: null,
      lines: [
        {
          planId: plan?.id ?? null,
          resourceId,
          quantity: 1,
          parameters: { image: 'openeuler', rootDiskGiB: 100 },
          reason,
        },
      ],
    }
  }

  async function ask(resourceId: string) {
    const { body: draft } = await server.current.call(
      people().departmentApplicant,
      requestOperations.create,
      { body: await growing(resourceId, '扩容') },
    )
    return server.current.call(people().departmentApplicant, operations.ofRequest, {
      params: { id: draft.id },
    })
  }

  const check = async (resourceId: string, reason: string | null) =>
    server.current.call(people().departmentApplicant, requestOperations.check, {
      body: { requestId: null, ...(await growing(resourceId, reason)) },
    })

  it('says whether its use bears it out, and what its body could save (R128)', async () => {
    const grown = await ask(busy)
    expect(grown.status).toBe(200)
    expect(grown.body.growing).toMatchObject([
      { verdict: 'borne-out', cpuMean: 90, memoryMean: 80, wanted: { vcpus: 16, memoryMiB: 65_536 } },
    ])
    expect(grown.body).toMatchObject({
      windowDays: 7,
      isProductDefault: true,
      open: { count: 1 },
      notices: [],
    })
    expect((await ask(idle)).body.growing).toMatchObject([{ verdict: 'not-borne-out', evidence: [] }])
  })

  it('is a gate of its own: figures and window, a warning, and the reason of the line is kept (R128)', async () => {
    const gateOf = async (resourceId: string, reason: string | null) => {
      const { body } = await check(resourceId, reason)
      return body.gates.find(({ key }) => key === 'growth')
    }
    expect(await gateOf(busy, '扩容')).toMatchObject({ state: 'pass' })
    const silent = await gateOf(idle, null)
    expect(silent).toMatchObject({
      state: 'warn',
      reason: 'request.gate.use_too_low',
      isProductDefault: true,
      lines: [1],
    })
    const [window] = /\d{4}-\d{2}-\d{2} 至 \d{4}-\d{2}-\d{2}/.exec(silent?.text.zh ?? '') ?? []
    expect(window).toBeDefined()
    expect(silent?.text.zh).toContain('CPU 均值 2%')
    expect(await gateOf(idle, '年底普查')).toMatchObject({
      state: 'warn',
      reason: 'request.gate.use_too_low_reasoned',
      text: { zh: expect.stringContaining('年底普查') },
    })
  })

  it('is for those who see the request', async () => {
    const id = server.current.ids.next()
    const { status } = await server.current.call(people().centre, operations.ofRequest, { params: { id } })
    expect(status).toBe(404)
  })
})

describe('the loop of a notice', () => {
  const send = (id: string, persona = people().centre) =>
    server.current.call(persona, operations.sendNotice, { body: { proposalId: id } })
  const proposalOf = async (id: string) => forServer(await proposals(), id) as SavingProposal
  const notices = async (persona: Persona = people().centre) =>
    (await server.current.call(persona, operations.notices, { query: {} })).body.items
  const reject = async (persona: Persona, comment: string) => {
    const { body } = await server.current.call(persona, workflowOperations.taskList, {
      query: { box: 'todo' },
    })
    const task = body.items.find(({ subject }) => subject.noun === 'saving-notice')
    const answer = await server.current.call(persona, workflowOperations.taskReject, {
      params: { id: task?.id ?? '' },
      body: { version: task?.version ?? 1, comment },
    })
    expect(answer.status).toBe(200)
  }
  const follow = async () => {
    const ctx = setupCtx(server.current)
    const reconciler = createNoticeReconciler(
      createWorkflow({ resolver: organisationResolver, listeners: () => [] }),
    )
    for (const id of (await reconciler.sweep?.(ctx)) ?? [])
      await reconciler.reconcile(ctx, id, AbortSignal.timeout(10_000))
  }

  it('is begun by the centre alone, once for a resource, and not about what is too small', async () => {
    const found = await proposalOf(idle)
    expect(found.actions.notify.allowed).toBe(true)
    expect((await send(found.id, people().bureau)).status).toBe(403)
    expect((await send(server.current.ids.next())).status).toBe(404)
    expect((await send((await proposalOf(busy)).id)).problem.reason).toBe('saving-notice.nothing_to_save')
    const { body, status } = await send(found.id)
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'sent', rule: 'idle', evidence: found.evidence })
    expect((await send(found.id)).problem.reason).toBe('saving-notice.open')
    expect(await proposalOf(idle)).toMatchObject({
      noticeId: body.id,
      actions: { notify: { allowed: false } },
    })
    expect((await notices(people().departmentAdmin)).map(({ id }) => id)).toEqual([body.id])
    expect(await notices(people().otherAdmin)).toEqual([])
  })

  it('goes from the objection of the body to the decision of the centre, each dated (R129)', async () => {
    await reject(people().departmentAdmin, '年底并网后启用')
    expect((await notices())[0]).toMatchObject({ state: 'objected', answer: '年底并网后启用' })
    await follow()
    await reject(people().centre, '并网计划未批复')
    const [notice] = await notices()
    expect(notice).toMatchObject({ state: 'insisted', decision: '并网计划未批复' })
    for (const at of [notice?.sentAt, notice?.answeredAt, notice?.decidedAt])
      expect(at).toEqual(expect.any(String))
  })

  it('takes a day by which it will be done, looks on that day, and says so once when it is not (R129)', async () => {
    const [notice] = await notices()
    const plan = (by: string, persona = people().departmentAdmin) =>
      server.current.call(persona, operations.planNotice, {
        params: { id: notice?.id ?? '' },
        body: { by, note: '待业务割接后释放' },
      })
    const day = (days: number) => dayInChina(new Date(server.current.clock.now().getTime() + days * DAY_MS))
    expect((await plan(day(3), people().otherAdmin)).status).toBe(404)
    expect((await plan(day(3), people().centre)).status).toBe(403)
    expect((await plan(day(-1))).problem.reason).toBe('saving-notice.plan_day')
    expect((await plan(day(200))).problem.reason).toBe('saving-notice.plan_day')
    const { body: planned } = await plan(day(3))
    expect(planned).toMatchObject({ plannedOn: day(3), planNote: '待业务割接后释放', planKept: null })
    await follow()
    expect((await notices())[0]?.planKept).toBeNull()
    server.current.clock.advance({ days: 4 })
    await follow()
    await follow()
    expect((await notices())[0]).toMatchObject({ state: 'insisted', planKept: false })
    const { rows } = await server.current.database.owner.query<{ count: number }>(
      "select count(*)::int as count from audit_pending where act = 'saving-notice.overdue'",
    )
    expect(rows[0]?.count).toBe(1)
    // Planned anew, and kept: what follows is done before.
    expect((await plan(day(10))).body.planKept).toBeNull()
  })

  it('goes on while nobody measures its server: what is not known is neither found nor over (R129)', async () => {
    server.current.clock.advance({ days: 8 })
    await judgeNow()
    // By whole months before it is too large; of the last thirty days too few are known.
    expect((await proposalOf(idle))?.rule).not.toBe('idle')
    await follow()
    expect((await notices())[0]?.state).toBe('insisted')
    const { sweep } = createNoticeReconciler(
      createWorkflow({ resolver: organisationResolver, listeners: () => [] }),
    )
    await follow()
    // What waits for its measures leaves room for others.
    expect(await sweep?.(setupCtx(server.current))).not.toContain((await notices())[0]?.id)
  })

  it('stays open until it is done, then tells what it saves (R128)', async () => {
    await follow()
    expect((await notices())[0]?.state).toBe('insisted')
    const ctx = setupCtx(server.current)
    await ctx.inTx((tx) =>
      intendRelease(tx, ctx, [idle], { act: 'request.release', reason: '闲置', coolingDays: 0 }),
    )
    await follow()
    const [done] = await notices()
    expect(done).toMatchObject({
      state: 'done',
      settledOn: expect.any(String),
      effectOn: null,
      planKept: true,
    })
    expect(done?.settledSaving).toEqual(done?.saving)
    server.current.clock.advance({ days: 31 })
    await follow()
    expect((await notices())[0]).toMatchObject({ effectOn: expect.any(String), effectCpu: null })
    const { body } = await server.current.call(people().centre, operations.programme)
    expect(body.states.map(({ state, count }) => [state, count])).toEqual([['done', 1]])
  })
})

describe('what was given back and still cools off', () => {
  it('is not looked at until it has gone for good, and leaves room for others', async () => {
    const { clock } = server.current
    const leaving = await aServer()
    clock.advance({ days: 120 })
    await givenMeasures(leaving, 110, { cpu: 20, memory: 200, network: 100 })
    await judgeNow()
    const proposalId = forServer(await proposals(), leaving)?.id ?? ''
    const { body: notice } = await server.current.call(people().centre, operations.sendNotice, {
      body: { proposalId },
    })
    const { body: todo } = await server.current.call(people().departmentAdmin, workflowOperations.taskList, {
      query: { box: 'todo' },
    })
    const task = todo.items.find(({ subject }) => subject.id === notice.id)
    const accepted = await server.current.call(people().departmentAdmin, workflowOperations.taskApprove, {
      params: { id: task?.id ?? '' },
      body: { version: task?.version ?? 1, comment: '同意' },
    })
    expect(accepted.status).toBe(200)
    const ctx = setupCtx(server.current)
    await ctx.inTx((tx) => intendRelease(tx, ctx, [leaving], { act: 'request.release', reason: '闲置' }))
    const { sweep } = createNoticeReconciler(
      createWorkflow({ resolver: organisationResolver, listeners: () => [] }),
    )
    expect(await sweep?.(ctx)).not.toContain(notice.id)
    clock.advance({ days: 8 })
    expect(await sweep?.(ctx)).toContain(notice.id)
  })
})

describe('a server that is switched off', () => {
  it('is off since it was seen off first: no gap of observation and no other plan begins its time anew (R128)', async () => {
    const { clock, database } = server.current
    const off = await aServer()
    clock.advance({ days: 100 })
    const seen = (power: 'on' | 'off', more = '{}') =>
      database.owner.query(
        `update resource set observed_spec = observed_spec || $2::jsonb || $3::jsonb, observed_at = $4 where id = $1`,
        [off, JSON.stringify({ power }), more, clock.now()],
      )
    await seen('off')
    const since = dayInChina(clock.now())
    clock.advance({ days: 20 })
    await seen('off')
    clock.advance({ days: 5 })
    await seen('off', '{"vcpus": 2}')
    clock.advance({ days: 6 })
    await seen('off')
    await judgeNow()
    const found = forServer(await proposals(), off)
    expect(found).toMatchObject({ rule: 'stopped', evidence: [{ from: since, value: 31 }] })
    // It ran in between: its time begins anew.
    await seen('on')
    clock.advance({ minutes: 10 })
    await seen('off')
    await judgeNow()
    expect(forServer(await proposals(), off)).toBeUndefined()
  })
})

describe('a server of another size than it was', () => {
  it('is not proposed again by what was measured before, and bears out no growth either (R128)', async () => {
    const { clock, database } = server.current
    await givenMeasures(busy, 40, { cpu: 900, memory: 800, network: 1_000_000 })
    await judgeNow()
    expect(forServer(await proposals(), busy)?.rule).toBe('undersized')
    await database.owner.query(
      `update resource set observed_spec = observed_spec || '{"vcpus": 4}', observed_at = $2 where id = $1`,
      [busy, clock.now()],
    )
    clock.advance({ days: 1 })
    await judgeNow()
    expect(forServer(await proposals(), busy)).toBeUndefined()
    expect((await summary()).notJudged).toContainEqual({ why: 'unmeasured', count: 1 })
    const plans = (
      await server.current.call(people().centre, catalogueOperations.list, { query: { pageSize: 200 } })
    ).body.items.flatMap((one) => one.plans)
    const { body } = await server.current.call(people().departmentApplicant, requestOperations.check, {
      body: {
        requestId: null,
        ...aRequest(
          supply.systemId,
          [
            {
              resourceId: busy,
              planId: plans.find(({ code }) => code === 'c16m64')?.id ?? null,
              parameters: { image: 'openeuler', rootDiskGiB: 100 },
              reason: '扩容',
            },
          ],
          { kind: 'change', termMonths: null },
        ),
      },
    })
    expect(body.gates.find(({ key }) => key === 'growth')).toMatchObject({
      state: 'pass',
      text: { zh: '没有足够的使用率数据，不作核对。' },
    })
  })
})
