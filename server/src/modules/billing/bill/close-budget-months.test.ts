import { budgetOperations as operations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { givenSystem, well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { chargeBill, commitRequest } from '../../budget/index.ts'
import { saveMark, windowOfMonth } from '../../metering/index.ts'
import { budgetMonthReconciler } from '../index.ts'

const server = useServer()
const people = () => server.current.world.people
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })
const ctx = () => setupCtx(server.current)
const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows
const sweep = async () => (await budgetMonthReconciler.sweep?.(ctx())) ?? []
const close = (bodyId: string) => budgetMonthReconciler.reconcile(ctx(), bodyId, new AbortController().signal)
const metered = (month: string) =>
  server.current.database.withConnection(SCOPE_ALL, (client) => saveMark(client, windowOfMonth(month).to))

let lineId = ''
const systems = new Map<string, string>()
const orders = new Map<string, string>()

/** 10 yuan a month from September to December. */
async function approve(bodyId: string, code: string): Promise<void> {
  const { departmentAdmin, officeApplicant } = people()
  const { office } = server.current.world.bodies
  const responsiblePersonId = (bodyId === office ? officeApplicant : departmentAdmin).personId
  const systemId = await givenSystem(server.current, { code, bodyId, responsiblePersonId })
  const requestId = server.current.ids.next()
  await ctx().inTx((tx) =>
    commitRequest(ctx(), tx, {
      requestId,
      requestNo: `SQ-${code}`,
      bodyId,
      systemId,
      budgetId: null,
      isEmergency: false,
      term: { months: 4, days: 0 },
      lines: [{ number: 1, onceMinor: 0, recurringMinor: 4000 }],
    }),
  )
  systems.set(bodyId, systemId)
  orders.set(bodyId, requestId)
}

beforeAll(async () => {
  const { call, world, clock } = server.current
  clock.set('2026-09-15T02:00:00.000Z')
  const made = await well(
    call(people().centre, operations.create, {
      body: {
        bodyId: world.bodies.department,
        systemId: null,
        filingId: null,
        fiscalYear: 2026,
        purpose: 'cloud',
        name: '政务云租用经费',
        amount: money(100_000),
        fundSource: 'service-purchase',
        budgetCode: '2010302',
        sourceDocument: '财预〔2026〕3号',
      },
    }),
  )
  const body = { version: made.version, comment: '' }
  lineId = (await well(call(people().bureau, operations.accept, { params: { id: made.id }, body }))).id
  await approve(world.bodies.department, 'close-department')
  await approve(world.bodies.office, 'close-office')
})

const look = () => well(server.current.call(people().centre, operations.get, { params: { id: lineId } }))
const entries = async () =>
  (
    await well(
      server.current.call(people().centre, operations.commitments, {
        query: { budgetId: lineId, kind: 'close' },
      }),
    )
  ).items
const heldOf = async (bodyId: string) =>
  Object.fromEntries(
    (
      await sql<{ month: string; sum: string }>(
        `select to_char(month, 'YYYY-MM') as month, sum(amount_minor) as sum from budget_commitment where body_id = $1
         group by 1 order by 1`,
        [bodyId],
      )
    ).map(({ month, sum }) => [month, Number(sum)]),
  )

describe('R274: what an order set aside for a month in which nothing of it was billed', () => {
  it('is held while the month is not metered to its end', async () => {
    server.current.clock.set('2026-10-02T02:00:00.000Z')
    expect(await sweep()).toEqual([])
    await metered('2026-08')
    expect(await sweep()).toEqual([])
    expect(await look()).toMatchObject({ committed: money(8000), rest: money(92_000) })
  })

  it('is held while something of the month is still to be billed, and free where nothing is, as an entry of its own', async () => {
    const { department, office, provider } = server.current.world.bodies
    await metered('2026-09')
    // The office held something in September, of which there is no bill yet.
    await sql(
      `insert into resource (id, kind, name, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, request_id,
         created_by, created_at, presence, spec, intended_at, state, agreement, differences, conditions, wanted, reserved,
         allocated, search)
       values ($1, 'server', 'vm', $2, $3, $4, $2, $2, 'government-extranet', $1, 'test', now(), 'present', '{}', now(), 'ready',
         'level', '[]', '[]', '{}', '{}', '{}', '')`,
      [server.current.ids.next(), office, systems.get(office), provider],
    )
    await sql(
      `insert into usage_subject (resource_id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind)
       select id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind from resource where body_id = $1`,
      [office],
    )
    await sql(
      `insert into usage_month (month, subject_id, meter, holding, quantity) select '2026-09-01', id, 1, 1, 3600 from usage_subject`,
    )
    expect(await sweep()).toEqual([department])
    await close(department)
    await close(office)
    expect(await heldOf(department)).toEqual({
      '2026-09': 0,
      '2026-10': 1000,
      '2026-11': 1000,
      '2026-12': 1000,
    })
    expect(await heldOf(office)).toMatchObject({ '2026-09': 1000 })
    expect(await look()).toMatchObject({ committed: money(7000), actual: money(0), rest: money(93_000) })
    expect(await entries()).toMatchObject([
      {
        kind: 'close',
        amount: money(-1000),
        body: { id: department },
        request: { no: 'SQ-close-department' },
      },
    ])
    // Asked again there is nothing more.
    expect(await sweep()).toEqual([])
    await close(department)
    expect(await entries()).toHaveLength(1)
  })

  it('is free in the transaction that closes its bill, of orders that the bill does not charge as well', async () => {
    const { office } = server.current.world.bodies
    const billId = server.current.ids.next()
    const charge = (amountMinor: bigint, isFinal: boolean) =>
      ctx().inTx((tx) =>
        chargeBill(ctx(), tx, {
          billId,
          bodyId: office,
          month: '2026-09-01',
          isFinal,
          // Of what nobody ordered.
          orders: [
            { systemId: systems.get(office) ?? '', request: null, amountMinor, lines: [], resourceIds: [] },
          ],
        }),
      )
    await charge(300n, false)
    expect(await heldOf(office)).toMatchObject({ '2026-09': 1000 })
    await charge(300n, true)
    expect(await heldOf(office)).toEqual({ '2026-09': 0, '2026-10': 1000, '2026-11': 1000, '2026-12': 1000 })
    expect(await look()).toMatchObject({ committed: money(6000), actual: money(300), rest: money(93_700) })
    const [entry] = await sql<{ bill_id: string }>(
      `select bill_id from budget_commitment where kind = 'close' and body_id = $1`,
      [office],
    )
    expect(entry?.bill_id).toBe(billId)
    await charge(300n, true)
    expect(await heldOf(office)).toMatchObject({ '2026-09': 0 })
    expect(await sweep()).toEqual([])
  })

  it('is found by the sweep where the bill was closed before months were', async () => {
    const { office } = server.current.world.bodies
    await sql(`delete from budget_commitment where kind = 'close' and body_id = $1`, [office])
    expect(await sweep()).toEqual([office])
    await close(office)
    expect(await heldOf(office)).toMatchObject({ '2026-09': 0, '2026-10': 1000 })
    expect(await sweep()).toEqual([])
  })
})
