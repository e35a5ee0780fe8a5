import {
  type Budget,
  type BudgetCreate,
  budgetListOperations,
  fundPlanOperations,
  noticeOperations,
  budgetOperations as operations,
} from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { eventually, givenSystem, well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { DISTRICT_BUDGET } from '../../demo/district-budget.ts'
import { chargeBill, commitRequest } from './index.ts'

const server = useServer()
const people = () => server.current.world.people
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })
const aLine = (change: Partial<BudgetCreate> = {}): BudgetCreate => ({
  bodyId: server.current.world.bodies.department,
  systemId: null,
  filingId: null,
  fiscalYear: 2026,
  purpose: 'cloud',
  name: '政务云租用经费',
  amount: money(100_000_00),
  fundSource: 'maintenance',
  budgetCode: '2010302',
  sourceDocument: '财预〔2026〕3号',
  ...change,
})
const enter = (change: Partial<BudgetCreate> = {}, as: Persona = people().departmentAdmin) =>
  server.current.call(as, operations.create, { body: aLine(change) })
const accept = ({ id, version }: Budget, as: Persona = people().centre) =>
  server.current.call(as, operations.accept, { params: { id }, body: { version, comment: '同意' } })
const active = async (change: Partial<BudgetCreate> = {}) => well(accept(await well(enter(change))))

beforeAll(() => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
})

describe('a budget line', () => {
  it('R271: says its source of funds and its code, and counts once another person accepts it', async () => {
    const made = await well(enter({}, people().centre))
    expect(made).toMatchObject({
      state: 'proposed',
      fundSource: 'maintenance',
      budgetCode: '2010302',
      isPending: true,
      committed: money(0),
      actions: { accept: { allowed: false, reason: 'budget.own_proposal' } },
    })
    expect(made.no).toMatch(/^YS2026-\d{6}$/)
    expect((await accept(made)).problem.reason).toBe('budget.own_proposal')
    expect((await accept(made, people().departmentAdmin)).status).toBe(403)
    const accepted = await well(accept(made, people().bureau))
    expect(accepted).toMatchObject({ state: 'active', isPending: false, rest: money(100_000_00) })
    expect(accepted.months).toHaveLength(12)
    expect((await accept(accepted, people().bureau)).problem.reason).toBe('budget.not_pending')
  })

  it('changes by versions with a reason; what is declined leaves the line as it was', async () => {
    const { call } = server.current
    const line = await active()
    const change = (of: Budget, amountMinor: number, reason: string) =>
      call(people().departmentAdmin, operations.change, {
        params: { id: of.id },
        body: {
          version: of.version,
          name: of.name,
          amount: money(amountMinor),
          fundSource: of.fundSource,
          budgetCode: of.budgetCode,
          sourceDocument: '财预〔2026〕9号',
          reason,
        },
      })
    expect((await change(line, 1, ' ')).problem.status).toBe(400)
    const changed = await well(change(line, 80_000_00, '年中压减'))
    expect(changed).toMatchObject({ amount: money(100_000_00), state: 'active', isPending: true })
    expect((await change(changed, 70_000_00, '再压减')).problem.reason).toBe('budget.pending')
    expect((await change(line, 70_000_00, '再压减')).problem.reason).toMatch(/pending|stale/)
    const declined = await well(
      call(people().bureau, operations.decline, {
        params: { id: line.id },
        body: { version: changed.version, comment: '依据不足' },
      }),
    )
    expect(declined).toMatchObject({ amount: money(100_000_00), state: 'active', isPending: false })
    const again = await well(change(declined, 80_000_00, '年中压减，附文件'))
    const lower = await well(accept(again, people().bureau))
    expect(lower).toMatchObject({ amount: money(80_000_00), sourceDocument: '财预〔2026〕9号' })
    expect(lower.versions.map(({ state }) => state)).toEqual(['in-force', 'declined', 'superseded'])
    expect(lower.versions[0]).toMatchObject({ reason: '年中压减，附文件', decidedBy: 'bureau' })
  })

  it('is entered for a body that uses the cloud, with a system and a project of its own', async () => {
    const { bodies } = server.current.world
    expect((await enter({ bodyId: bodies.provider }, people().centre)).problem.reason).toBe(
      'budget.body_not_found',
    )
    expect((await enter({ bodyId: bodies.otherDepartment })).problem.reason).toBe('budget.body_not_found')
    const nobody = '019af000-0000-7000-8000-000000000001'
    expect((await enter({ systemId: nobody })).problem.reason).toBe('budget.system_not_found')
    expect((await enter({ filingId: nobody })).problem.reason).toBe('budget.filing_not_found')
    expect((await enter({}, people().departmentApplicant)).status).toBe(403)
  })

  it('R274: what goes beyond it is permitted by the centre, with a reason and a document', async () => {
    const { call } = server.current
    const permit = (of: Budget, as: Persona, reason = '防汛应急扩容') =>
      call(as, operations.permit, {
        params: { id: of.id },
        body: { version: of.version, amount: money(5_000_00), reason, document: '会议纪要〔2026〕12号' },
      })
    const proposed = await well(enter())
    expect((await permit(proposed, people().centre)).problem.reason).toBe('budget.not_active')
    const line = await well(accept(proposed))
    expect((await permit(line, people().departmentAdmin)).status).toBe(403)
    expect((await permit(line, people().centre, '')).status).toBe(400)
    const permitted = await well(permit(line, people().centre))
    expect(permitted).toMatchObject({
      permitted: money(5_000_00),
      rest: money(105_000_00),
      permits: [{ reason: '防汛应急扩容', document: '会议纪要〔2026〕12号', by: 'centre' }],
    })
  })

  it('is seen by its body and those above, and by no other', async () => {
    const { call } = server.current
    const line = await active()
    const status = async (as: Persona) => (await call(as, operations.get, { params: { id: line.id } })).status
    for (const as of [people().departmentAdmin, people().centre, people().countyBureau])
      expect(await status(as)).toBe(200)
    expect(await status(people().otherAdmin)).toBe(404)
    expect(await status(people().providerAdmin)).toBe(404)
    expect((await call(people().providerAdmin, operations.list)).status).toBe(403)
    const { items } = await well(call(people().otherAdmin, operations.list))
    expect(items).toEqual([])
    const own = await well(
      call(people().departmentAdmin, operations.list, { query: { fiscalYear: 2026, state: 'active' } }),
    )
    expect(own.items.map(({ id }) => id)).toContain(line.id)
    const headers = { authorization: `Bearer ${people().centre.postId}` }
    const file = await server.current.api.inject({ method: 'GET', url: '/api/v1/budgets/export', headers })
    expect(file.statusCode).toBe(200)
  })

  it('tells those who decide, and its author what was decided', async () => {
    const { call } = server.current
    const worker = server.current.composition.createWorker()
    await worker.start()
    try {
      const line = await active({ name: '通知用预算' })
      const heard = async (as: Persona, kind: string) =>
        (await well(call(as, noticeOperations.list, { query: {} }))).items.some(
          (notice) => notice.kind === kind && notice.text.zh.includes(line.no),
        )
      const told = await eventually(
        'the notices',
        async () => (await heard(people().departmentAdmin, 'budget.accepted')) && true,
      )
      expect(told).toBe(true)
    } finally {
      await worker.stop()
    }
  })
})

describe('R300: the budget of a district', () => {
  it('R300: is 6,000,000 yuan of the general public budget, 70,000 of it for purchases; list, export and year agree to the 分', async () => {
    const { call, world, api } = server.current
    const bodyId = world.bodies.countyBureau
    for (const { yuan, ...line } of DISTRICT_BUDGET) {
      const { id, version } = await well(
        call(people().centre, operations.create, {
          body: {
            ...line,
            bodyId,
            systemId: null,
            filingId: null,
            fiscalYear: 2031,
            amount: money(yuan * 100),
            sourceDocument: '区财预〔2031〕1号',
          },
        }),
      )
      await well(call(people().bureau, operations.accept, { params: { id }, body: { version, comment: '' } }))
    }
    const of = async (query: object) =>
      (await well(call(people().bureau, operations.list, { query: { bodyId, fiscalYear: 2031, ...query } })))
        .items
    const sum = (items: Awaited<ReturnType<typeof of>>) =>
      items.reduce((all, { amount }) => all + amount.amountMinor, 0)
    expect(sum(await of({}))).toBe(6_000_000_00)
    expect(sum(await of({ fundSource: 'general-public' }))).toBe(6_000_000_00)
    expect(sum(await of({ purpose: 'hardware' }))).toBe(70_000_00)
    expect((await of({})).every(({ rest, amount }) => rest.amountMinor === amount.amountMinor)).toBe(true)
    const [row] = (
      await well(
        call(people().bureau, budgetListOperations.comparisons, { query: { fiscalYear: 2031, bodyId } }),
      )
    ).items
    // What pays for requests, without the purchase.
    expect(row?.budget).toEqual(money(5_930_000_00))
    const headers = { authorization: `Bearer ${people().bureau.postId}` }
    const url = `/api/v1/budgets/export?bodyId=${bodyId}&fiscalYear=2031`
    const file = await api.inject({ method: 'GET', url, headers })
    const book = new excel.Workbook()
    await book.xlsx.load(file.rawPayload as unknown as ArrayBuffer)
    const sheet = book.worksheets[0]
    const heads = (sheet?.getRow(1).values ?? []) as unknown[]
    const column = heads.indexOf('预算（元）')
    const figures = (sheet?.getColumn(column).values ?? []).filter((value) => typeof value === 'number')
    expect(figures.reduce((all, value) => all + value, 0)).toBe(6_000_000)
  })
})

describe('R278: a fund plan', () => {
  it('R278: stands once for a body and a year with its quarters; a change says why', async () => {
    const { call, world } = server.current
    const set = (change: object = {}, as: Persona = people().departmentAdmin) =>
      call(as, fundPlanOperations.set, {
        body: {
          bodyId: world.bodies.department,
          fiscalYear: 2026,
          version: null,
          reason: null,
          firstQuarter: money(1_00),
          secondQuarter: money(2_00),
          thirdQuarter: money(3_00),
          fourthQuarter: money(4_00),
          document: '资金保障函',
          note: '',
          ...change,
        },
      })
    const plan = await well(set())
    expect(plan).toMatchObject({ total: money(10_00), version: 1, document: '资金保障函' })
    expect(plan.quarters.map(({ secured }) => secured.amountMinor)).toEqual([1_00, 2_00, 3_00, 4_00])
    expect((await set()).problem.reason).toBe('common.version_stale')
    expect((await set({ version: 1, fourthQuarter: money(9_00) })).problem.reason).toBe(
      'fund-plan.reason_missing',
    )
    const changed = await well(set({ version: 1, fourthQuarter: money(9_00), reason: '追加保障' }))
    expect(changed).toMatchObject({ total: money(15_00), version: 2, reason: '追加保障' })
    expect((await set({ bodyId: world.bodies.otherDepartment })).problem.reason).toBe(
      'fund-plan.body_not_found',
    )
    expect((await well(call(people().otherAdmin, fundPlanOperations.list))).items).toEqual([])
    expect((await well(call(people().centre, fundPlanOperations.list))).items).toMatchObject([
      { body: { name: 'Body department' }, fiscalYear: 2026 },
    ])
  })

  it('R278: each quarter shows what is committed of it, whether it was billed meanwhile or not', async () => {
    const { call, ids, world } = server.current
    const bodyId = world.bodies.department
    const ctx = setupCtx(server.current)
    const systemId = await givenSystem(server.current, { code: 'fund-plan' })
    const before = server.current.clock.now()
    server.current.clock.set('2032-02-10T02:00:00.000Z')
    await well(
      call(people().departmentAdmin, fundPlanOperations.set, {
        body: {
          bodyId,
          fiscalYear: 2032,
          version: null,
          reason: null,
          firstQuarter: money(20_00),
          secondQuarter: money(20_00),
          thirdQuarter: money(0),
          fourthQuarter: money(0),
          document: '资金保障函',
          note: '',
        },
      }),
    )
    const requestId = ids.next()
    const order = { bodyId, systemId, requestId, requestNo: 'SQ-fund', budgetId: null, isEmergency: false }
    const lines = [{ number: 1, onceMinor: 0, recurringMinor: 40_00 }]
    await ctx.inTx((tx) => commitRequest(ctx, tx, { ...order, term: { months: 4, days: 0 }, lines }))
    const quarters = async () =>
      (
        await well(call(people().centre, fundPlanOperations.list, { query: { fiscalYear: 2032 } }))
      ).items[0]?.quarters.map(({ committed }) => committed.amountMinor)
    expect(await quarters()).toEqual([20_00, 20_00, 0, 0])
    const bill = (isFinal: boolean) =>
      ctx.inTx((tx) =>
        chargeBill(ctx, tx, {
          billId,
          bodyId,
          month: '2032-02-01',
          isFinal,
          orders: [
            {
              systemId,
              request: { id: requestId, no: 'SQ-fund' },
              amountMinor: 9_00n,
              lines: [{ requestId, number: 1 }],
              resourceIds: [],
            },
          ],
        }),
      )
    const billId = ids.next()
    await bill(false)
    expect(await quarters()).toEqual([20_00, 20_00, 0, 0])
    // Closed: what the month did not need is free.
    await bill(true)
    expect(await quarters()).toEqual([19_00, 20_00, 0, 0])
    server.current.clock.set(before.toISOString())
  })
})
