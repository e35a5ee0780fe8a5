import { type Budget, type BudgetCreate, budgetOperations as operations } from '@yunheng/contract'
import fc from 'fast-check'
import { sql as statement } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { givenSystem, well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { type BilledOrder, chargeBill, commitRequest, releaseRequest } from '../index.ts'

const server = useServer()
const people = () => server.current.world.people
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })
const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows
const ctx = () => setupCtx(server.current)

beforeAll(() => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
})

async function line(change: Partial<BudgetCreate> = {}): Promise<Budget> {
  const { call, world } = server.current
  const made = await well(
    call(people().centre, operations.create, {
      body: {
        bodyId: world.bodies.department,
        systemId: null,
        filingId: null,
        fiscalYear: 2026,
        purpose: 'cloud',
        name: '政务云租用经费',
        amount: money(100_000_00),
        fundSource: 'service-purchase',
        budgetCode: '2010302',
        sourceDocument: '财预〔2026〕3号',
        ...change,
      },
    }),
  )
  const body = { version: made.version, comment: '' }
  return well(call(people().bureau, operations.accept, { params: { id: made.id }, body }))
}
const look = (id: string) => well(server.current.call(people().centre, operations.get, { params: { id } }))

let systems = 0
function system(bodyId = server.current.world.bodies.department): Promise<string> {
  systems += 1
  const { officeApplicant, departmentAdmin } = people()
  const isOffice = bodyId === server.current.world.bodies.office
  return givenSystem(server.current, {
    code: `budget-${systems}`,
    bodyId,
    responsiblePersonId: (isOffice ? officeApplicant : departmentAdmin).personId,
  })
}

interface Order {
  readonly requestId: string
  readonly systemId: string
  readonly bodyId: string
}
/** Approved: `perMonth` from this month on. */
async function approve(systemId: string, perMonth: number, months: number, bodyId?: string): Promise<Order> {
  const requestId = server.current.ids.next()
  const owner = bodyId ?? server.current.world.bodies.department
  await ctx().inTx((tx) =>
    commitRequest(ctx(), tx, {
      requestId,
      requestNo: `SQ-${requestId.slice(-6)}`,
      bodyId: owner,
      systemId,
      budgetId: null,
      isEmergency: false,
      term: { months, days: 0 },
      lines: [{ number: 1, onceMinor: 0, recurringMinor: perMonth * months }],
    }),
  )
  return { requestId, systemId, bodyId: owner }
}
const billed = ({ requestId, systemId }: Order, amountMinor: number): BilledOrder => ({
  systemId,
  request: { id: requestId, no: `SQ-${requestId.slice(-6)}` },
  amountMinor: BigInt(amountMinor),
  lines: [{ requestId, number: 1 }],
  resourceIds: [],
})
const unordered = (systemId: string, amountMinor: number): BilledOrder => ({
  systemId,
  request: null,
  amountMinor: BigInt(amountMinor),
  lines: [],
  resourceIds: [],
})

interface Charge {
  readonly billId: string
  readonly bodyId?: string
  readonly month?: string
  readonly isFinal?: boolean
}
const charge = (orders: readonly BilledOrder[], { billId, bodyId, month, isFinal = false }: Charge) =>
  ctx().inTx((tx) =>
    chargeBill(ctx(), tx, {
      billId,
      bodyId: bodyId ?? server.current.world.bodies.department,
      month: month ?? '2026-09-01',
      isFinal,
      orders,
    }),
  )
const sumOfBill = async (billId: string) =>
  Number(
    (
      await sql<{ sum: string }>(
        'select coalesce(sum(amount_minor), 0) as sum from budget_actual where bill_id = $1',
        [billId],
      )
    )[0]?.sum,
  )
const rows = () =>
  sql(
    'select (select count(*) from budget_actual) as actual, (select count(*) from budget_commitment) as held',
  )
const bill = () => server.current.ids.next()
/** Lines whose kept sums are not those of their entries. */
const linesWithFalseSums = () =>
  sql(`select b.no from budget b left join budget_line_sum s on s.budget_id = b.id
    where coalesce(s.committed_minor, 0) <> coalesce((select sum(c.amount_minor) from budget_commitment c
        where c.budget_id = b.id), 0)
      or coalesce(s.actual_minor, 0) <> coalesce((select sum(a.amount_minor) from budget_actual a
        where a.budget_id = b.id), 0)`)

describe('R274: a bill that was sent is charged to the budget', () => {
  it('R274: to the line that carries the order, and uses up as much of its commitment: the rest counts no yuan twice', async () => {
    const one = await line({ fiscalYear: 2026, amount: money(10_000) })
    const order = await approve(await system(), 1000, 4)
    expect(await look(one.id)).toMatchObject({ committed: money(4000), actual: money(0), rest: money(6000) })
    const billId = bill()
    await charge([billed(order, 800)], { billId })
    expect(await look(one.id)).toMatchObject({
      committed: money(3200),
      actual: money(800),
      rest: money(6000),
    })
    const before = await rows()
    await charge([billed(order, 800)], { billId })
    expect(await rows()).toEqual(before)
    // A dispute gives 300 back: as much of the month is held again, until its bill is closed.
    await charge([billed(order, 500)], { billId })
    expect(await look(one.id)).toMatchObject({
      committed: money(3500),
      actual: money(500),
      rest: money(6000),
    })
    await charge([billed(order, 500)], { billId, isFinal: true })
    expect(await look(one.id)).toMatchObject({
      committed: money(3000),
      actual: money(500),
      rest: money(6500),
    })
    // What a later bill gives back holds nothing again.
    await charge([billed(order, -200)], { billId: bill(), month: '2026-10-01' })
    expect(await look(one.id)).toMatchObject({
      committed: money(3000),
      actual: money(300),
      rest: money(6700),
    })
    await ctx().inTx((tx) => releaseRequest(ctx(), tx, order.requestId, { lines: null, note: '' }))
    expect(await look(one.id)).toMatchObject({ committed: money(0), actual: money(300), rest: money(9700) })
  })

  it('R274: a line above pays for a body beneath it, and its rest says so', async () => {
    const { office, department } = server.current.world.bodies
    const year = 2027
    const above = await line({ bodyId: department, fiscalYear: year, amount: money(5000) })
    const billId = bill()
    await charge([unordered(await system(office), 1200)], { billId, bodyId: office, month: `${year}-01-01` })
    expect(await look(above.id)).toMatchObject({ actual: money(1200), rest: money(3800) })
  })

  it('R274: what no line pays for stands as not budgeted, until one comes into force for it', async () => {
    const year = 2029
    const systemId = await system()
    const billId = bill()
    await charge([unordered(systemId, 700)], { billId, month: `${year}-03-01` })
    const { call } = server.current
    const unbudgeted = async () =>
      (
        await well(
          call(people().centre, operations.actuals, { query: { fiscalYear: year, unbudgeted: true } }),
        )
      ).items
    expect(await unbudgeted()).toMatchObject([
      { bill: { id: billId }, amount: money(700), budget: null, kind: 'bill' },
    ])
    const late = await line({ fiscalYear: year, amount: money(1000) })
    expect(await look(late.id)).toMatchObject({ actual: money(700), rest: money(300) })
    expect((await unbudgeted()).reduce((sum, { amount }) => sum + amount.amountMinor, 0)).toBe(0)
    // A dispute afterwards gives back where it came from.
    await charge([unordered(systemId, 600)], { billId, month: `${year}-03-01` })
    expect(await look(late.id)).toMatchObject({ actual: money(600) })
    expect(await sumOfBill(billId)).toBe(600)
  })

  it('R274: what a bill used up is carried with it: a dispute afterwards holds it again on the line, and nothing beside it', async () => {
    const year = 2034
    server.current.clock.set(`${year}-03-05T02:00:00.000Z`)
    const order = await approve(await system(), 1000, 2)
    const billId = bill()
    await charge([billed(order, 800)], { billId, month: `${year}-03-01` })
    const late = await line({ fiscalYear: year, amount: money(10_000) })
    expect(await look(late.id)).toMatchObject({ committed: money(1200), actual: money(800) })
    await charge([billed(order, 500)], { billId, month: `${year}-03-01` })
    expect(await look(late.id)).toMatchObject({ committed: money(1500), actual: money(500) })
    await charge([billed(order, 500)], { billId, month: `${year}-03-01`, isFinal: true })
    expect(await look(late.id)).toMatchObject({ committed: money(1000), actual: money(500) })
    const beside = await sql<{ sum: string }>(
      `select coalesce(sum(amount_minor), 0) as sum from budget_commitment where fiscal_year = $1 and budget_id is null
         group by month`,
      [year],
    )
    expect(beside.map(({ sum }) => sum)).toEqual(['0', '0'])
    server.current.clock.set('2026-09-15T02:00:00.000Z')
  })

  it('R274: the line for the system pays before the one for its project, that before the one for all; never another project’s', async () => {
    const { ids, world } = server.current
    const month = '2031-05-01'
    const filing = async (no: string) => {
      const id = ids.next()
      await sql(
        `insert into project_filing (id, no, body_id, name, nature, summary, connection, state, entered_by, entered_by_name,
           decided_at, created_at) values ($1, $2, $3, $2, 'new', '', 'lease', 'accepted', $4, '', now(), now())`,
        [id, no, world.bodies.department, people().departmentAdmin.personId],
      )
      return id
    }
    const [mine, other] = [await filing('XM-A'), await filing('XM-B')]
    const systemId = await system()
    await sql(
      `insert into project_approval (system_id, body_id, approval_no, approved_on, approved_by, vcpus, memory_mib, storage_gib,
         floating_ips, cards, note, entered_by, updated_at, filing_id)
       values ($1, $2, '发改〔2026〕1号', now(), '发改委', 1, 1, 1, 1, 1, '', '', now(), $3)`,
      [systemId, world.bodies.department, mine],
    )
    const fiscalYear = 2031
    const foreign = await line({ fiscalYear, filingId: other })
    const all = await line({ fiscalYear })
    const project = await line({ fiscalYear, filingId: mine })
    const paid = async () => {
      const lines = await Promise.all([foreign, all, project].map(({ id }) => look(id)))
      return lines.map(({ actual }) => actual.amountMinor)
    }
    await charge([unordered(systemId, 100)], { billId: bill(), month })
    expect(await paid()).toEqual([0, 0, 100])
    const own = await line({ fiscalYear, systemId })
    await charge([unordered(systemId, 70)], { billId: bill(), month: '2031-06-01' })
    expect(await paid()).toEqual([0, 0, 100])
    expect((await look(own.id)).actual).toEqual(money(70))
  })

  it('is seen by its body and those above, and is written by nobody twice', async () => {
    const { call, database } = server.current
    const seen = async (as: Persona) => (await well(call(as, operations.actuals, {}))).items.length
    expect(await seen(people().departmentAdmin)).toBeGreaterThan(0)
    expect(await seen(people().otherAdmin)).toBe(0)
    expect((await call(people().providerAdmin, operations.actuals, {})).status).toBe(403)
    expect(
      await database
        .inTx(SCOPE_ALL, (tx) => tx.deleteFrom('budget_actual').execute())
        .catch((error: Error) => error.message),
    ).toMatch(/permission denied/)
    const headers = { authorization: `Bearer ${people().centre.postId}` }
    const file = await server.current.api.inject({
      method: 'GET',
      url: '/api/v1/budget-actuals/export',
      headers,
    })
    expect(file.statusCode).toBe(200)
  })

  it('R274: what a line has committed and spent is kept by the database alone; the list of the overspent reads it', async () => {
    const { call, database } = server.current
    const one = await line({ fiscalYear: 2026, amount: money(1000) })
    const systemId = await system()
    const overspent = async (is: boolean) => {
      const query = { bodyId: one.body.id, fiscalYear: 2026, overspent: is, pageSize: 200 }
      return (await well(call(people().centre, operations.list, { query }))).items.map(({ id }) => id)
    }
    const write = (amount: number) =>
      sql(
        `insert into budget_commitment (id, kind, budget_id, body_id, system_id, request_id, request_no, line_number, month,
           fiscal_year, amount_minor, note, at)
         select gen_random_uuid(), 'carry', $1, $2, $3, gen_random_uuid(), 'SQ-1', 1, '2026-10-01', 2026, amount, '', now()
         from unnest(array[400, $4]) as each (amount)`,
        [one.id, one.body.id, systemId, amount],
      )
    await write(600)
    expect(await look(one.id)).toMatchObject({ committed: money(1000), rest: money(0) })
    expect([await overspent(true), await overspent(false)].map((ids) => ids.includes(one.id))).toEqual([
      false,
      true,
    ])
    await write(1)
    expect((await look(one.id)).rest).toEqual(money(-401))
    expect([await overspent(true), await overspent(false)].map((ids) => ids.includes(one.id))).toEqual([
      true,
      false,
    ])
    await sql('delete from budget_commitment where budget_id = $1', [one.id])
    expect((await look(one.id)).committed).toEqual(money(0))
    expect(await linesWithFalseSums()).toEqual([])
    const change = database.inTx(SCOPE_ALL, (tx) =>
      statement`update budget_line_sum set actual_minor = 0`.execute(tx),
    )
    expect(await change.catch((error: Error) => error.message)).toMatch(/permission denied/)
  })

  it('R274 F24: whatever is approved, billed, disputed, closed and released, entries add up to the bills', async () => {
    const year = 2026
    const lines = [await line({ amount: money(50_000) }), await line({ amount: money(20_000) })]
    const systemIds = [await system(), await system()]
    const step = fc.oneof(
      fc.record({ kind: fc.constant('approve' as const), system: fc.integer({ min: 0, max: 1 }) }),
      fc.record({
        kind: fc.constant('bill' as const),
        month: fc.integer({ min: 9, max: 12 }),
        amounts: fc.array(fc.integer({ min: -500, max: 3000 }), { minLength: 1, maxLength: 4 }),
        isFinal: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('release' as const), order: fc.nat() }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const orders: Order[] = []
        const bills = new Map<string, number>()
        const ofMonth = new Map<number, string>()
        await forgetBills(year)
        for (const one of steps) {
          if (one.kind === 'approve') orders.push(await approve(systemIds[one.system] as string, 100, 4))
          else if (one.kind === 'bill') {
            const billId = ofMonth.get(one.month) ?? bill()
            ofMonth.set(one.month, billId)
            const charges = one.amounts.map((amount, index) => {
              const order = orders[index]
              return order ? billed(order, amount) : unordered(systemIds[index % 2] as string, amount)
            })
            const month = `${year}-${String(one.month).padStart(2, '0')}-01`
            await charge(charges, { billId, month, isFinal: one.isFinal })
            const amount = one.amounts.reduce((sum, each) => sum + each, 0)
            bills.set(billId, amount)
          } else {
            const order = orders[one.order % Math.max(orders.length, 1)]
            if (order)
              await ctx().inTx((tx) => releaseRequest(ctx(), tx, order.requestId, { lines: null, note: '' }))
          }
          for (const [billId, amount] of bills) expect(await sumOfBill(billId)).toBe(amount)
          const negative =
            await sql(`select from budget_commitment group by budget_id, request_id, line_number, month
            having sum(amount_minor) < 0`)
          expect(negative).toEqual([])
          expect(await linesWithFalseSums()).toEqual([])
        }
        for (const { id } of lines) {
          const { amount, permitted, committed, actual, rest } = await look(id)
          expect(rest.amountMinor).toBe(
            amount.amountMinor + permitted.amountMinor - committed.amountMinor - actual.amountMinor,
          )
        }
      }),
      { numRuns: 25 },
    )
  })
})

/** So that the next run may bill the same months of the same body. */
async function forgetBills(year: number): Promise<void> {
  await sql('delete from budget_actual where fiscal_year = $1', [year])
  await sql(`delete from budget_commitment where fiscal_year >= $1`, [year])
  await sql('delete from budget_bill where extract(year from month) = $1', [year])
}
