import {
  billRunOperations,
  budgetOperations,
  type Charge,
  homeOperations,
  billOperations as operations,
} from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { judgeGapsFrom, meterUsage } from '../../metering/index.ts'
import { createWorkflow, organisationResolver } from '../../workflow/index.ts'
import {
  billBody,
  billBudgetReconciler,
  billedUntil,
  createBillingReconciler,
  createBillRunReconciler,
} from '../index.ts'
import { refuseUnpriced } from './bill.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let serverId = ''
let delivered = new Date(0)

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

async function meter(): Promise<void> {
  const parts = { database: server.current.database, closedUntil: billedUntil }
  await meterUsage(setupCtx(server.current), parts, new AbortController().signal)
}

/** As the worker does: what the sweep names is looked at. */
async function bill(): Promise<void> {
  const ctx = setupCtx(server.current)
  for (const id of (await createBillingReconciler(server.current.database).sweep?.(ctx)) ?? [])
    await billBody(ctx, id)
}

beforeAll(async () => {
  supply = await givenSupply(server.current)
  const { clock, database } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  await sql(`update system set name = '=HYPERLINK("http://evil")' where id = $1`, [supply.systemId])
  clock.set('2026-09-28T02:10:00.000Z')
  const ids = await supply.approve()
  await supply.settle()
  for (const id of ids) if ((await supply.row(id)).kind === 'server') serverId = id
  delivered = (await supply.row(serverId)).provisioned_at as Date
  clock.set('2026-10-09T02:00:00.000Z')
  await meter()
  await bill()
}, 120_000)

async function listed(persona: Persona, month = '2026-09') {
  const answer = await server.current.call(persona, operations.list, { query: { month } })
  expect(answer.status).toBe(200)
  return answer.body.items
}

async function theBill(month = '2026-09', persona: Persona = people().centre) {
  const [summary] = await listed(persona, month)
  if (!summary) throw new Error(`a bill of ${month}`)
  const answer = await server.current.call(persona, operations.get, { params: { id: summary.id } })
  expect(answer.status).toBe(200)
  return answer.body
}

async function charges(id: string): Promise<readonly Charge[]> {
  const answer = await server.current.call(people().departmentAdmin, operations.charges, {
    params: { id },
    query: { pageSize: 200 },
  })
  expect(answer.status).toBe(200)
  return answer.body.items
}

/** Calls an act on the bill as it stands now. @returns the status and the reason of a refusal. */
async function act(
  verb: 'rate' | 'send' | 'confirm' | 'dispute' | 'answer' | 'close',
  persona: Persona,
  body: object = {},
  month = '2026-09',
) {
  const { id, version } = await theBill(month)
  const input = { params: { id }, body: { version, ...body } }
  const answer = await server.current.call(persona, operations[verb], input as never)
  return [answer.status, answer.status < 300 ? 'done' : answer.problem.reason]
}

const seconds = (from: Date, to: string) =>
  Math.floor(Date.parse(to) / 1000) - Math.floor(from.getTime() / 1000)
const MONTH_S = 30n * 86_400n
const END_OF_SEPTEMBER = '2026-09-30T16:00:00.000Z'
/** By natural days: delivered on the 28th, so that three count. */
const DAY_S = 86_400
const THREE_DAYS = 2 * 3 * DAY_S
/** 46 yuan a month for a vCPU (reference price), exactly, half up. */
const costOf = (unitSeconds: number) => Number((BigInt(unitSeconds) * 4600n * 2n + MONTH_S) / (MONTH_S * 2n))
const ofVcpu = (all: readonly Charge[], category: Charge['category'] = 'usage') =>
  all.filter((one) => one.dimension === 'vcpu' && one.category === category)

describe('a draft', () => {
  it('R276 comes by itself when its month is metered to its end; sums of its charges are its amount', async () => {
    const { id, state, amount, unpriced, systems, hasDefaultPrices } = await theBill()
    const all = await charges(id)
    expect([state, hasDefaultPrices]).toEqual(['draft', true])
    expect(all.reduce((sum, one) => sum + (one.amount?.amountMinor ?? 0), 0)).toBe(amount.amountMinor)
    expect(systems.reduce((sum, one) => sum + one.amount.amountMinor, 0)).toBe(amount.amountMinor)
    expect(ofVcpu(all).map((one) => one.amount?.amountMinor)).toEqual([costOf(THREE_DAYS)])
    // Listed without an amount, never dropped: nothing of this plan prices a volume.
    expect(unpriced).toBe(all.filter((one) => one.amount === null && one.unpriced === 'no-clause').length)
    expect(unpriced).toBeGreaterThan(0)
    expect(await listed(people().centre, '2026-10')).toEqual([])
  })

  it('R276 is seen by its body and the regulator, by nobody else', async () => {
    const { id } = await theBill()
    const { call } = server.current
    expect(await listed(people().departmentApprover)).toHaveLength(1)
    expect(await listed(people().otherAdmin)).toEqual([])
    for (const operation of [operations.get, operations.charges, operations.focus])
      expect(
        (await call(people().otherAdmin, operation, { params: { id }, query: {} } as never)).status,
      ).toBe(404)
    expect((await call(people().providerAdmin, operations.get, { params: { id } })).status).toBe(404)
  })

  it('R275 is read by a guide, down to the arithmetic of a charge, who may change nothing of it', async () => {
    const { id, actions } = await theBill('2026-09', people().guide)
    const { call } = server.current
    const { body } = await call(people().guide, operations.charges, { params: { id }, query: {} })
    const no = String(body.items[0]?.no)
    const explained = await call(people().guide, operations.explain, { params: { id, no } })
    expect([explained.status, explained.body.sentences.length > 0]).toEqual([200, true])
    expect(Object.values(actions).filter((one) => one.allowed)).toEqual([])
    expect((await act('rate', people().guide))[0]).toBe(403)
  })

  it('F24 rated again is the same: not a row is written', async () => {
    const rows = () => sql('select xmin::text, c::text from charge c order by bill_id, no')
    const before = await rows()
    expect(await act('rate', people().departmentAdmin)).toEqual([403, expect.any(String)])
    expect((await act('rate', people().centre))[0]).toBe(200)
    expect(await rows()).toEqual(before)
  })
})

describe('a charge', () => {
  it('R277 explains itself: which usage, which clause with its source, which arithmetic, on which stretches', async () => {
    const { id } = await theBill()
    const [charge] = ofVcpu(await charges(id)) as [Charge]
    const answer = await server.current.call(people().departmentApplicant, operations.explain, {
      params: { id, no: String(charge.no) },
    })
    expect(answer.status).toBe(200)
    const { sentences, stretches } = answer.body
    const held = 2 * seconds(delivered, END_OF_SEPTEMBER)
    expect(sentences.map((one) => one.zh).join('')).toMatch(
      new RegExp(
        `运行 ${held}、.*参考价.*产品默认值.*46 元/单位·月.*按自然日.*2592000 秒.*本笔 ${(charge.amount?.amountMinor ?? 0) / 100}`,
      ),
    )
    expect(sentences.every((one) => one.en.length > 0)).toBe(true)
    expect(stretches).toEqual([
      {
        from: new Date(Math.floor(delivered.getTime() / 1000) * 1000).toISOString(),
        until: END_OF_SEPTEMBER,
        holding: 'serving',
        amount: '2',
        seconds: held / 2,
        countedSeconds: 3 * DAY_S,
        cost: charge.amount,
      },
    ])
    const absent = await server.current.call(people().centre, operations.explain, {
      params: { id, no: '999' },
    })
    expect(absent.status).toBe(404)
  })
})

describe('exports', () => {
  const fileOf = async (path: string) => {
    const { id } = await theBill()
    const answer = await server.current.api.inject({
      method: 'GET',
      url: `/api/v1/bills/${id}/${path}`,
      headers: { authorization: `Bearer ${people().departmentAdmin.postId}` },
    })
    expect(answer.statusCode).toBe(200)
    return answer
  }

  it('R276 hold every charge, as a workbook and as FOCUS 1.2, and never a formula', async () => {
    const { charges: count, amount } = await theBill()
    const workbook = new excel.Workbook()
    await workbook.xlsx.load((await fileOf('charges/export')).rawPayload as unknown as ArrayBuffer)
    expect(workbook.worksheets[0]?.rowCount).toBe(count + 1)
    const { payload } = await fileOf('focus')
    // Programs read it: no mark stands before the first name.
    expect(payload.startsWith('AvailabilityZone,BilledCost,')).toBe(true)
    const [head = '', ...lines] = payload.trimEnd().split('\r\n')
    const names = head.split(',')
    expect(names).toEqual(
      expect.arrayContaining(['BilledCost', 'BillingPeriodStart', 'ServiceCategory', 'PricingUnit']),
    )
    expect(lines).toHaveLength(count)
    expect(lines[0]).toContain(`"'=HYPERLINK(""http://evil"")"`)
    // Before any cell that has commas of its own.
    const billed = lines.map((line) => Math.round(Number(line.split(',')[names.indexOf('BilledCost')]) * 100))
    expect(billed.reduce((sum, one) => sum + one, 0)).toBe(amount.amountMinor)
  })
})

/** R274: the entries of the budget are the bill; no line pays for this body, so they stand as not budgeted. */
async function expectCharged(month = '2026-09'): Promise<void> {
  const { id, amount } = await theBill(month)
  const { items } = await well(
    server.current.call(people().centre, budgetOperations.actuals, { query: { billId: id, pageSize: 200 } }),
  )
  expect(items.length).toBeGreaterThan(0)
  expect(items.every((one) => one.budget === null)).toBe(true)
  expect(items.reduce((sum, one) => sum + one.amount.amountMinor, 0)).toBe(amount.amountMinor)
}
const REASON = '云硬盘的合同价尚未议定，议定后另行结算'

describe('charges without a price', () => {
  it('R279 hold a bill up unless somebody says why it goes without them', () => {
    expect([refuseUnpriced(0, null), refuseUnpriced(0, REASON), refuseUnpriced(1, REASON)]).toEqual([
      null,
      null,
      null,
    ])
    expect(refuseUnpriced(1, null)).toBe('bill.unpriced')
  })

  it('R279 are never left out without a word: not by the sender, not in bulk, not behind the program', async () => {
    const { id, unpriced } = await theBill()
    expect(unpriced).toBeGreaterThan(0)
    expect((await act('send', people().centre))[1]).toBe('bill.unpriced')
    expect((await act('send', people().centre, { withoutUnpriced: '  ' }))[0]).toBe(400)
    const { call, composition } = server.current
    const started = await call(people().centre, billRunOperations.start, {
      body: { verb: 'send', of: { billIds: [id] } },
    })
    expect(started.status).toBe(202)
    const flows = createWorkflow({ resolver: organisationResolver, listeners: () => [] })
    const run = createBillRunReconciler({ makeCtx: composition.makeCtx, flows })
    await run.reconcile(setupCtx(server.current), started.body.id, new AbortController().signal)
    const items = await call(people().centre, billRunOperations.items, {
      params: { id: started.body.id },
      query: {},
    })
    expect(items.body.items.map((one) => one.problem?.reason)).toEqual(['bill.unpriced'])
    await expect(
      sql(`update bill set state = 'sent', sent_at = now(), due_on = now() where id = $1`, [id]),
    ).rejects.toThrow(/without a price/)
    expect((await theBill()).state).toBe('draft')
  })
})

describe('the life of a bill', () => {
  it('is sent by the centre alone, with a day to answer by; then it stands', async () => {
    expect((await act('confirm', people().departmentAdmin))[1]).toBe('bill.not_asked')
    expect((await act('close', people().centre))[1]).toBe('bill.not_confirmed')
    expect((await act('send', people().departmentAdmin))[0]).toBe(403)
    expect((await act('send', people().centre, { withoutUnpriced: REASON }))[0]).toBe(200)
    const { state, dueOn } = await theBill()
    expect([state, dueOn]).toEqual(['sent', '2026-10-15'])
    await expectCharged()
    // Why it was sent without what has no price: to be read by the body, and in the trail.
    const { withoutUnpriced, unpriced, id } = await theBill('2026-09', people().departmentAdmin)
    expect(withoutUnpriced?.reason).toBe(REASON)
    const entries = await sql<{ all: string }>(
      `select to_jsonb(a)::text as "all" from audit_pending a where act = 'bill.send' and object_id = $1`,
      [id],
    )
    expect(entries.some(({ all }) => all.includes(REASON))).toBe(true)
    expect(unpriced).toBeGreaterThan(0)
    // One rule says so to the bill and to the task of its people (R276).
    const tasks =
      await sql(`select s.due_at::text from flow_step s join flow_instance i on i.id = s.instance_id
      where i.subject_noun = 'bill' and s.node_id = 'handle'`)
    expect(tasks).toHaveLength(1)
    expect(dayInChina(new Date((tasks[0] as { due_at: string }).due_at))).toBe(dueOn)
    expect((await act('rate', people().centre))[1]).toBe('bill.not_draft')
    await expect(sql('update charge set amount = amount + 1 where amount is not null')).rejects.toThrow(
      /do not change/,
    )
    await expect(sql('delete from charge')).rejects.toThrow(/do not change/)
  })

  it('waits on the page that its people see first', async () => {
    const { call } = server.current
    const figures = async (persona: Persona) => (await call(persona, homeOperations.summary, {})).body.figures
    expect(await figures(people().departmentAdmin)).toContainEqual(
      expect.objectContaining({ key: 'bills-to-confirm', value: 1 }),
    )
    expect(await figures(people().centre)).toContainEqual(
      expect.objectContaining({ key: 'bills-disputed', value: 0 }),
    )
  })

  it('silence is a reminder, once, and no consent', async () => {
    server.current.clock.set('2026-10-20T02:00:00.000Z')
    await bill()
    await bill()
    const { state, isOverdue } = await theBill()
    expect([state, isOverdue]).toEqual(['sent', true])
    expect(await sql(`select from outbox where type = 'bill.overdue'`)).toHaveLength(1)
  })

  it('is disputed charge by charge, answered by the centre, and confirmed after that', async () => {
    const [charge] = ofVcpu(await charges((await theBill()).id)) as [Charge]
    const { no } = charge
    const before = (await theBill()).amount.amountMinor
    const words = { no, reason: '当日已申请关机' }
    expect((await act('dispute', people().centre, words))[0]).toBe(403)
    expect((await act('dispute', people().departmentAdmin, { ...words, no: 9999 }))[1]).toBe(
      'bill.charge_not_found',
    )
    expect((await act('dispute', people().departmentAdmin, words))[0]).toBe(200)
    expect((await act('dispute', people().departmentAdmin, words))[1]).toBe('bill.disputed_already')
    expect((await act('confirm', people().departmentApprover))[1]).toBe('bill.open_disputes')
    const upheld = (fen: number) => ({
      no,
      outcome: 'upheld',
      answer: '核实，退还。',
      credit: { amountMinor: fen, currency: 'CNY' },
    })
    expect((await act('answer', people().departmentAdmin, upheld(100)))[0]).toBe(403)
    expect((await act('answer', people().centre, upheld((charge.amount?.amountMinor ?? 0) + 1)))[1]).toBe(
      'bill.credit',
    )
    expect((await act('answer', people().centre, upheld(100)))[0]).toBe(200)
    expect((await act('answer', people().centre, upheld(100)))[1]).toBe('bill.not_disputed')
    const { id, amount } = await theBill()
    const all = await charges(id)
    expect(amount.amountMinor).toBe(before - 100)
    expect(all.at(-1)).toMatchObject({
      category: 'adjustment',
      disputedNo: no,
      amount: { amountMinor: -100 },
    })
    expect(all.reduce((sum, one) => sum + (one.amount?.amountMinor ?? 0), 0)).toBe(before - 100)
    await expectCharged()
    // As the figures of the spending lead here (R276): what was given back, and what has no project or was never ordered.
    const narrowed = async (query: object) =>
      (
        await server.current.call(people().guide, operations.charges, {
          params: { id },
          query: { pageSize: 200, ...query },
        })
      ).body.items.length
    expect(await narrowed({ credit: true })).toBe(1)
    expect(await narrowed({ category: 'adjustment', credit: false })).toBe(0)
    const [without, known] = [
      await narrowed({ project: 'none' }),
      await narrowed({ offeringCode: 'cloud-host' }),
    ]
    expect([without, await narrowed({ project: 'P-0' })]).toEqual([all.length, 0])
    expect(known + (await narrowed({ offeringCode: 'none' }))).toBeLessThanOrEqual(all.length)
    expect((await act('confirm', people().centre))[0]).toBe(403)
    expect((await act('confirm', people().departmentApprover))[0]).toBe(200)
  })

  it('F24 closed, nothing of it changes any more, whoever writes', async () => {
    expect((await act('close', people().departmentAdmin))[0]).toBe(403)
    expect((await act('close', people().centre))[0]).toBe(200)
    const { id, state } = await theBill()
    expect(state).toBe('closed')
    await expectCharged()
    for (const change of [
      'update charge set amount = amount + 1 where amount is not null',
      'delete from bill_dispute; delete from charge',
      `insert into charge select bill_id, no + 1000, category, subject_id, system_id, meter, from_hour, to_hour, serving, stopped,
         unseen, price_version_id, price_position, factor, billable, amount, no, unpriced from charge`,
      'update bill set amount = 0',
      `update bill set state = 'draft'`,
      'delete from bill',
      `update bill_dispute set answer = 'anders'`,
    ])
      await expect(sql(`${change}`), change).rejects.toThrow()
    expect((await act('confirm', people().departmentAdmin))[0]).toBe(409)
    expect((await theBill()).id).toBe(id)
  })

  it('F24 what becomes known later goes on the next draft, at the prices of its hour, and adds up', async () => {
    const { clock } = server.current
    const before = await theBill()
    const grown = new Date('2026-09-29T03:00:00.000Z')
    await sql(
      `insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
         network_zone, request_line_id, plan, spec)
       select resource_id, $2, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone,
         request_line_id, plan, spec || '{"vcpus": 6}' from resource_phase where resource_id = $1 order by ordinal desc limit 1`,
      [serverId, grown],
    )
    clock.set('2026-11-03T02:00:00.000Z')
    await meter()
    await bill()
    expect(await theBill()).toEqual(before)
    const more = 4 * seconds(grown, END_OF_SEPTEMBER)
    const twoDays = 4 * 2 * DAY_S
    const october = await theBill('2026-10')
    const [adjusted] = ofVcpu(await charges(october.id), 'adjustment')
    expect(adjusted).toMatchObject({
      serving: String(more),
      amount: { amountMinor: costOf(THREE_DAYS + twoDays) - costOf(THREE_DAYS) },
    })
    const explained = await server.current.call(people().departmentAdmin, operations.explain, {
      params: { id: october.id, no: String(adjusted?.no) },
    })
    expect(explained.body.sentences.at(-1)?.zh).toContain('更正：2026-09')
    const again = october.digest
    await bill()
    expect((await act('rate', people().centre, {}, '2026-10'))[0]).toBe(200)
    expect((await theBill('2026-10')).digest).toBe(again)
  })
})

describe('R274: bills that were sent before the budget was charged with any', () => {
  it('are charged by the sweep, once', async () => {
    const { id } = await theBill()
    await sql('delete from budget_actual where bill_id = $1', [id])
    await sql('update budget_commitment set bill_id = null where bill_id = $1', [id])
    await sql('delete from budget_bill where bill_id = $1', [id])
    const ctx = setupCtx(server.current)
    expect(await billBudgetReconciler.sweep?.(ctx)).toEqual([id])
    await billBudgetReconciler.reconcile(ctx, id, new AbortController().signal)
    await expectCharged()
    expect(await billBudgetReconciler.sweep?.(ctx)).toEqual([])
  })
})
