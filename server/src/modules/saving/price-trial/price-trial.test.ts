import { priceTrialOperations as operations, priceOperations } from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { billBody, billedUntil, createBillingReconciler } from '../../billing/index.ts'
import { judgeGapsFrom, meterUsage } from '../../metering/index.ts'
import { priceTrialReconciler } from '../index.ts'

const server = useServer()
const people = () => server.current.world.people
let reference = ''
let dearer = ''

const sql = async <Row extends object>(text: string) =>
  (await server.current.database.owner.query<Row>(text)).rows

/** A draft of the general prices, each multiplied. */
async function draft(times: number): Promise<string> {
  const { body } = await server.current.call(people().centre, priceOperations.get, {
    params: { id: reference },
  })
  const lines = body.lines.map((line) => ({
    ...line,
    tiers: line.tiers.map((tier) => ({ ...tier, unitPrice: (Number(tier.unitPrice) * times).toFixed(4) })),
  }))
  const made = await server.current.call(people().centre, priceOperations.create, {
    body: {
      name: '下年度价格（草案）',
      effectiveFrom: '2027-01-01',
      effectiveTo: null,
      source: '采购合同（样例）',
      isProductDefault: false,
      providerBodyId: null,
      proration: body.proration,
      pinsOrders: body.pinsOrders,
      termFactors: body.termFactors,
      lines,
    },
  })
  expect(made.status).toBe(201)
  return made.body.id
}

beforeAll(async () => {
  const supply = await givenSupply(server.current)
  const { clock, database } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-03T02:10:00.000Z')
  await supply.approve()
  await supply.settle()
  clock.set('2026-11-09T02:00:00.000Z')
  const ctx = setupCtx(server.current)
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  for (const id of await createBillingReconciler(database).sweep(ctx)) await billBody(ctx, id)
  const { body } = await server.current.call(people().centre, priceOperations.list, {
    query: { state: 'published' },
  })
  reference = body.items[0]?.id ?? ''
  dearer = await draft(2)
}, 120_000)

const begin = (
  input: Partial<{ priceVersionId: string; from: string; to: string }> = {},
  persona: Persona = people().centre,
) =>
  server.current.call(persona, operations.create, {
    body: { priceVersionId: dearer, from: '2026-09', to: '2026-10', keepsPins: true, ...input },
  })
const get = async (id: string) =>
  (await server.current.call(people().centre, operations.get, { params: { id } })).body
const look = async (id: string) =>
  priceTrialReconciler.reconcile(setupCtx(server.current), id, AbortSignal.timeout(30_000))

describe('a trial of prices', () => {
  it('is for those who keep the prices, of months that were billed, of a version that is there', async () => {
    expect((await begin({}, people().departmentAdmin)).status).toBe(403)
    expect((await begin({}, people().providerAdmin)).status).toBe(403)
    expect((await begin({ from: '2026-10', to: '2026-09' })).problem.reason).toBe('price-trial.months')
    expect((await begin({ from: '2020-01', to: '2026-10' })).problem.reason).toBe('price-trial.months')
    expect((await begin({ from: '2026-01', to: '2026-02' })).problem.reason).toBe(
      'price-trial.nothing_billed',
    )
    expect((await begin({ priceVersionId: server.current.ids.next() })).status).toBe(404)
    // What was refused left nothing behind.
    expect(await sql('select id from price_trial')).toEqual([])
  })

  it('rates what was used in two months anew, in the background, and changes nothing (R277)', async () => {
    const before = await sql('select id, amount, digest, version from bill order by id')
    const { body: begun, status } = await begin()
    expect(status).toBe(202)
    expect(begun).toMatchObject({ state: 'running', done: 0, all: 2, months: ['2026-09', '2026-10'] })
    expect((await begin()).problem.reason).toBe('price-trial.running')
    await look(begun.id)
    const trial = await get(begun.id)
    expect(trial).toMatchObject({ state: 'done', done: 2, problem: null })
    const { billed, tried, difference } = trial.total
    expect(billed.amountMinor).toBe(
      Number(
        (
          await sql<{ sum: string }>("select sum(amount)::text as sum from charge where category = 'usage'")
        )[0]?.sum,
      ),
    )
    expect(billed.amountMinor).toBeGreaterThan(0)
    // Twice the price, rounded once for each clause and stretch.
    expect(Math.abs(tried.amountMinor - 2 * billed.amountMinor)).toBeLessThanOrEqual(20)
    expect(difference.amountMinor).toBe(tried.amountMinor - billed.amountMinor)
    for (const groups of [trial.byProvider, trial.byOffering, trial.byBody]) {
      expect(groups.length).toBeGreaterThan(0)
      expect(groups.reduce((sum, one) => sum + one.tried.amountMinor, 0)).toBe(tried.amountMinor)
    }
    expect(await sql('select id, amount, digest, version from bill order by id')).toEqual(before)
    // Looked at again it counts nothing twice.
    await look(begun.id)
    expect((await get(begun.id)).total).toEqual(trial.total)
  })

  it('comes to what was billed under the prices that were in force (R276)', async () => {
    const { body: begun } = await begin({ priceVersionId: reference })
    await look(begun.id)
    const { total, state } = await get(begun.id)
    expect(state).toBe('done')
    expect(total.tried).toEqual(total.billed)
    expect(total.difference.amountMinor).toBe(0)
    expect(total.triedUnpriced).toBe(total.billedUnpriced)
  })

  it('goes on where it was killed, and no month counts twice', async () => {
    const { body: whole } = await begin()
    await look(whole.id)
    const { body: cut } = await begin()
    const ctx = setupCtx(server.current)
    let units = 0
    const dying = {
      ...ctx,
      inTx: <T>(body: Parameters<typeof ctx.inTx<T>>[0]) => {
        units += 1
        if (units > 1) throw new Error('killed')
        return ctx.inTx(body)
      },
    }
    await expect(priceTrialReconciler.reconcile(dying, cut.id, AbortSignal.timeout(30_000))).rejects.toThrow(
      'killed',
    )
    expect(await get(cut.id)).toMatchObject({ state: 'running', done: 1 })
    expect(await priceTrialReconciler.sweep(ctx)).toContain(cut.id)
    await look(cut.id)
    expect((await get(cut.id)).total).toEqual((await get(whole.id)).total)
  })

  it('ends when its draft was changed meanwhile, and says so', async () => {
    const { body: begun } = await begin()
    await sql(`update price_version set version = version + 1 where id = '${dearer}'`)
    await look(begun.id)
    expect(await get(begun.id)).toMatchObject({
      state: 'failed',
      problem: { code: 'price-trial.version_changed' },
    })
  })

  it('is listed row by row and goes into a workbook, and is forgotten after its time', async () => {
    const { body: list } = await server.current.call(people().bureau, operations.list, { query: {} })
    const trial = list.items.find(({ state }) => state === 'done')
    const { body: rows } = await server.current.call(people().bureau, operations.rows, {
      params: { id: trial?.id ?? '' },
      query: { pageSize: 1 },
    })
    expect(rows.items[0]?.body.name).toBeTruthy()
    const answer = await server.current.api.inject({
      url: `/api/v1/price-trials/${trial?.id}/export`,
      headers: { authorization: `Bearer ${people().centre.postId}` },
    })
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    expect(workbook.worksheets[0]?.getRow(1).values).toContain('试算金额（元）')
    server.current.clock.advance({ days: 31 })
    const ctx = setupCtx(server.current)
    for (const id of await priceTrialReconciler.sweep(ctx)) await look(id)
    expect(await sql('select id from price_trial')).toEqual([])
    expect(await sql('select id from price_trial_sum')).toEqual([])
  })
})
