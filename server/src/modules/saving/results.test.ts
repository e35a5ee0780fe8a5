import { savingOperations as operations } from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'
import { billEffectReconciler } from './index.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let resource = ''

/** How it came to be so has tests of its own. */
async function givenNotice(change: Record<string, unknown>): Promise<string> {
  const { database, ids, world } = server.current
  const id = ids.next()
  const { provider_body_id } = await supply.row(resource)
  const row: Record<string, unknown> = {
    id,
    state: 'done',
    resource_id: resource,
    kind: 'server',
    body_id: world.bodies.department,
    system_id: supply.systemId,
    provider_body_id,
    rule: 'idle',
    evidence: '[]',
    rule_set_id: (await database.owner.query('select id from rule_set where region_id is null limit 1'))
      .rows[0].id,
    sent_at: '2026-03-01T02:00:00Z',
    sent_by: '',
    answered_at: '2026-03-02T02:00:00Z',
    answered_by: '',
    ...change,
  }
  const names = Object.keys(row)
  await database.owner.query(
    `insert into saving_notice (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  )
  return id
}

const period = { from: '2026-04', until: '2026-07' }
const results = async (persona = people().centre) =>
  (await server.current.call(persona, operations.results, { query: period })).body
const listed = async (query: { dueMonth?: string; doneMonth?: string; billed?: boolean }) =>
  (await server.current.call(people().centre, operations.notices, { query })).body.items.length

beforeAll(async () => {
  supply = await givenSupply(server.current)
  for (const id of await supply.approve()) if ((await supply.row(id)).kind === 'server') resource = id
  await supply.settle()
  const done = { due_on: '2026-05-10', settled_on: '2026-06-03', saving_fen: 10_000, settled_fen: 9000 }
  const billed = { billed_on: '2026-08-05', billed_before_fen: 12_000, billed_after_fen: 2500 }
  await givenNotice({ ...done, ...billed })
  await givenNotice({ ...done, settled_fen: null, bill_look_on: '2026-08-01' })
  await givenNotice({ ...done, settled_on: '2026-03-31', due_on: '2026-03-31' })
  await givenNotice({ state: 'accepted', due_on: '2026-07-31', saving_fen: 700 })
  await givenNotice({ state: 'lapsed', due_on: '2026-06-01', settled_on: '2026-06-02', saving_fen: 5 })
})

describe('what the saving programme has come to (R128, R129)', () => {
  it('is refused for a period that ends before it begins, or is too long', async () => {
    for (const query of [
      { from: '2026-05', until: '2026-04' },
      { from: '2024-01', until: '2026-04' },
    ]) {
      const { problem } = await server.current.call(people().centre, operations.results, { query })
      expect(problem.reason).toBe('saving-result.period')
    }
  })

  it('tells what was planned, done, and measured by the bill, each in its month', async () => {
    const { months, total, bodies, billedUntil } = await results()
    expect(months.map(({ month }) => month)).toEqual(['2026-04', '2026-05', '2026-06', '2026-07'])
    const of = (month: string) => months.find((one) => one.month === month)
    expect(of('2026-04')).toMatchObject({ planned: { count: 0 }, done: { count: 0 }, billed: { count: 0 } })
    expect(of('2026-05')).toMatchObject({ planned: { count: 2, saving: { amountMinor: 20_000 } } })
    expect(of('2026-06')).toMatchObject({
      planned: { count: 0 },
      done: { count: 2, saving: { amountMinor: 9000 }, unpriced: 1 },
      billed: { count: 1, saving: { amountMinor: 9500 } },
    })
    expect(of('2026-07')).toMatchObject({ planned: { count: 1, saving: { amountMinor: 700 } } })
    expect(total).toMatchObject({ planned: { count: 3 }, done: { count: 2 }, billed: { count: 1 } })
    expect(bodies.map(({ body }) => body.id)).toEqual([server.current.world.bodies.department])
    expect(billedUntil).toBe('2026-06-03')
  })

  it('counts the rows that the list shows for the same month', async () => {
    for (const { month, planned, done, billed } of (await results()).months) {
      expect(await listed({ dueMonth: month })).toBe(planned.count)
      expect(await listed({ doneMonth: month })).toBe(done.count)
      expect(await listed({ doneMonth: month, billed: true })).toBe(billed.count)
    }
  })

  it('adds up row by row, and shows nobody what is another body’s', async () => {
    const { body } = await server.current.call(people().centre, operations.resultRows, { query: period })
    const total = (await results()).total
    expect(body.items.reduce((sum, row) => sum + row.done.saving.amountMinor, 0)).toBe(
      total.done.saving.amountMinor,
    )
    expect((await results(people().otherAdmin)).total).toMatchObject({
      planned: { count: 0 },
      done: { count: 0 },
    })
  })

  it('goes into workbooks, notices and results', async () => {
    for (const [url, query, rows] of [
      ['/api/v1/saving-notices/export', { doneMonth: '2026-06' }, 2],
      ['/api/v1/saving-results/export', period, 3],
    ] as const) {
      const answer = await server.current.api.inject({
        url,
        query,
        headers: { authorization: `Bearer ${people().centre.postId}` },
      })
      const workbook = new excel.Workbook()
      await workbook.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
      const sheet = workbook.worksheets[0]
      expect(sheet?.getColumn(1).values.filter((value) => value !== undefined)).toHaveLength(rows + 1)
    }
  })
})

describe('what was done, held against the bills', () => {
  it('waits for the bill of the month after, day by day, and gives up at last', async () => {
    const ctx = setupCtx(server.current)
    const read = async () => {
      const { body } = await server.current.call(people().centre, operations.notices, {
        query: { doneMonth: '2026-06', billed: false },
      })
      return body.items[0]
    }
    const look = async (day: string) => {
      server.current.clock.set(`${day}T02:00:00.000Z`)
      const ids = (await billEffectReconciler.sweep?.(ctx)) ?? []
      for (const id of ids) await billEffectReconciler.reconcile(ctx, id, AbortSignal.timeout(10_000))
      return ids.length
    }
    const year = Number(server.current.clock.now().toISOString().slice(0, 4)) + 1
    await server.current.database.owner.query(
      `update saving_notice set settled_on = $1, bill_look_on = $2 where state = 'done' and billed_on is null
         and settled_on >= '2026-06-01'`,
      [`${year}-06-03`, `${year}-08-01`],
    )
    expect(await look(`${year}-07-31`)).toBe(0)
    expect(await look(`${year}-08-01`)).toBe(1)
    expect(await look(`${year}-08-01`)).toBe(0)
    expect((await read())?.billed).toBeUndefined()
    expect(await look(`${year}-12-01`)).toBe(1)
    const { body } = await server.current.call(people().centre, operations.notices, {
      query: { doneMonth: `${year}-06` },
    })
    expect(body.items[0]?.billed).toMatchObject({ on: `${year}-12-01`, before: null, saved: null })
  })

  it('counts once what two notices about one resource saved in months that both would be told by (R128)', async () => {
    const ctx = setupCtx(server.current)
    const year = Number(server.current.clock.now().toISOString().slice(0, 4)) + 1
    const done = { due_on: `${year}-05-10`, saving_fen: 10_000, settled_fen: 9000 }
    const billed = { billed_on: `${year}-08-05`, billed_before_fen: 12_000, billed_after_fen: 2500 }
    await givenNotice({ ...done, ...billed, settled_on: `${year}-06-03` })
    const next = await givenNotice({ ...done, settled_on: `${year}-07-10`, bill_look_on: `${year}-09-01` })
    const later = await givenNotice({ ...done, settled_on: `${year}-09-10`, bill_look_on: `${year}-11-01` })
    server.current.clock.set(`${year}-11-01T02:00:00.000Z`)
    for (const id of (await billEffectReconciler.sweep?.(ctx)) ?? [])
      await billEffectReconciler.reconcile(ctx, id, AbortSignal.timeout(10_000))
    const { body } = await server.current.call(people().centre, operations.notices, { query: {} })
    const told = (id: string) => body.items.find((one) => one.id === id)?.billed
    expect(told(next)).toMatchObject({ before: null, after: null, saved: null })
    // Two months on nothing is counted twice: it waits for its bill.
    expect(told(later)).toBeNull()
  })
})
