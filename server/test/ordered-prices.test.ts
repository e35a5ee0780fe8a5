/**
 * Prices of orders as people place them, through every module: what was agreed when it was applied for, what a renewal agreed, what is
 * paid once at delivery (R276, R277). The clock of the test lets months pass.
 */
import {
  billOperations as bills,
  type Charge,
  type PriceVersionCreate,
  priceOperations as prices,
  type RequestCreate,
  termOperations as terms,
} from '@yunheng/contract'
import { beforeAll, expect, it } from 'vitest'
import { billBody, billedUntil, createBillingReconciler } from '../src/modules/billing/index.ts'
import { judgeGapsFrom, meterUsage } from '../src/modules/metering/index.ts'
import { givenCloud, givenQuota, setupCtx } from './kit/clouds.ts'
import {
  aboutResources,
  approveRequest,
  aRequest,
  cancelRequest,
  eventually,
  findPlanId,
  givenSystem,
  submitRequest,
  untilRequest,
  well,
} from './kit/journey.ts'
import { useServer } from './kit/server.ts'
import type { Persona } from './kit/world.ts'

const server = useServer()
const people = () => server.current.world.people
const ids = { system: '', plan: '' }
const made = { first: '', second: '', third: '', fourth: '' }

const BY_TERM = [
  { fromMonths: 3, factor: '0.9' },
  { fromMonths: 12, factor: '0.85' },
]

/** Yuan a month for a vCPU, and once. */
async function published(
  name: string,
  effectiveFrom: string,
  yuan: string,
  once: string,
  pinsOrders: boolean,
  termFactors: PriceVersionCreate['termFactors'] = [],
) {
  const { call } = server.current
  const line = (per: 'month' | 'once', unitPrice: string) => ({
    offeringCode: 'cloud-host',
    planCode: null,
    poolId: null,
    dimension: 'vcpu' as const,
    per,
    tiers: [{ upTo: null, unitPrice }],
    weights: { stopped: '1', unseen: '1' },
  })
  const body: PriceVersionCreate = {
    name,
    effectiveFrom,
    effectiveTo: null,
    source: '合同〔2026〕1号',
    isProductDefault: false,
    providerBodyId: null,
    proration: 'day',
    pinsOrders,
    termFactors,
    lines: [line('month', yuan), line('once', once)],
  }
  const draft = await well(call(people().centre, prices.create, { body }))
  const params = { id: draft.id }
  await well(call(people().bureau, prices.publish, { params, body: { version: draft.version } }))
  return draft.id
}

/** While a worker is at work. */
async function working<T>(run: () => Promise<T>): Promise<T> {
  const worker = server.current.composition.createWorker()
  await worker.start()
  try {
    return await run()
  } finally {
    await worker.stop()
  }
}

const tick = () => server.current.clock.advance({ ms: 2000 })

/** @returns the request and the server that came of it. */
async function ordered(at: string, change: Partial<RequestCreate> = {}) {
  server.current.clock.set(at)
  const line = { planId: ids.plan, parameters: { image: 'kylin-v10' } }
  const { id } = await submitRequest(server.current, aRequest(ids.system, [line], change))
  const request = await working(async () => {
    await approveRequest(server.current, id)
    return untilRequest(server.current, id, 'delivered', tick)
  })
  const made = request.lines.flatMap((one) => one.resources).find((each) => each.kind === 'server')
  return { requestId: id, serverId: made?.id ?? '' }
}

async function bill(at: string): Promise<void> {
  const { clock, database } = server.current
  clock.set(at)
  const ctx = setupCtx(server.current)
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  for (const id of (await createBillingReconciler(database).sweep?.(ctx)) ?? []) await billBody(ctx, id)
}

async function billOf(month: string) {
  const { items } = await well(server.current.call(people().centre, bills.list, { query: { month } }))
  const params = { id: items[0]?.id ?? '' }
  return well(server.current.call(people().centre, bills.get, { params }))
}

async function chargesOf(month: string, resourceId: string): Promise<readonly Charge[]> {
  const params = { id: (await billOf(month)).id }
  const query = { dimension: 'vcpu', pageSize: 200 } as const
  const { items } = await well(server.current.call(people().centre, bills.charges, { params, query }))
  return items.filter((one) => one.resource.id === resourceId)
}

/** Of usage: which version counted from which day of the month on, and what it came to. */
const told = (charges: readonly Charge[]) =>
  charges
    .filter((one) => one.category === 'usage')
    .map((one) => [
      one.price?.versionId,
      new Date(Date.parse(one.from) + 8 * 3_600_000).toISOString().slice(0, 10),
      one.amount?.amountMinor,
    ])
const once = (charges: readonly Charge[]) =>
  charges.filter((one) => one.category === 'once').map((one) => one.amount?.amountMinor)

beforeAll(async () => {
  const { clock, database } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  await givenCloud(server.current, { node: 'department-integrated' })
  await givenQuota(server.current, server.current.world.bodies.department, {
    vcpus: 100,
    memoryMiB: 1_000_000,
    storageGiB: 10_000,
  })
  ids.system = await givenSystem(server.current)
  ids.plan = await findPlanId(server.current, 'cloud-host', 'c2m4')
  clock.set('2026-09-15T04:00:00.000Z')
  made.first = await published('锁价一', '2026-09-16', '30', '100', true)
  made.second = await published('锁价二', '2026-10-10', '60', '200', true)
  made.third = await published('不锁价三', '2026-10-20', '90', '300', false, BY_TERM)
  made.fourth = await published('不锁价四', '2026-11-11', '120', '400', false, BY_TERM)
})

const orders = { alone: '', pinned: '', unpinned: '', unpinnedRequest: '', cancelled: '' }

it('R277 an order is billed at the version it was placed under, its renewal at the one it was renewed under', async () => {
  const first = await ordered('2026-09-16T02:00:00.000Z', { termMonths: 1 })
  orders.pinned = first.serverId
  orders.alone = (await ordered('2026-09-16T03:00:00.000Z', { termMonths: 1 })).serverId
  server.current.clock.set('2026-10-12T02:00:00.000Z')
  const renewal = { ...aboutResources('renew', ids.system, [orders.pinned]), termMonths: 3 }
  await working(async () => {
    const { id } = await submitRequest(server.current, renewal)
    await approveRequest(server.current, id)
    await untilRequest(server.current, id, 'completed', tick)
  })
  // On its last day, by itself.
  server.current.clock.set('2026-10-15T02:00:00.000Z')
  await working(() => renewedAlone(orders.alone, 3))
  const other = await ordered('2026-10-21T02:00:00.000Z')
  orders.unpinned = other.serverId
  orders.unpinnedRequest = other.requestId
  const given = await ordered('2026-10-22T02:00:00.000Z')
  orders.cancelled = given.serverId
  await working(() => cancelRequest(server.current, given.requestId))
  await bill('2026-12-02T02:00:00.000Z')
  // Two vCPUs by natural days, at 30 yuan: September has 15 of its 30 days, October 15 of 31 before the renewal begins.
  expect(told(await chargesOf('2026-09', orders.pinned))).toEqual([[made.first, '2026-09-01', 3000]])
  expect(told(await chargesOf('2026-10', orders.pinned))).toEqual([
    [made.first, '2026-10-01', 2903],
    [made.second, '2026-10-16', 6194],
  ])
  expect(told(await chargesOf('2026-11', orders.pinned))).toEqual([[made.second, '2026-11-01', 12_000]])
  // One that came by itself keeps what it was renewed at, whatever came since.
  const versions = async (month: string, id: string) =>
    told(await chargesOf(month, id)).map(([version, from]) => [version, from])
  for (const month of ['2026-09', '2026-10', '2026-11'])
    expect(await versions(month, orders.alone)).toEqual(await versions(month, orders.pinned))
})

/** Chosen today, and done today. */
async function renewedAlone(resourceId: string, renewMonths: number): Promise<void> {
  const { call } = server.current
  const body = { atEnd: 'renew', renewMonths } as const
  await well(call(people().departmentApplicant, terms.choose, { params: { id: resourceId }, body }))
  await eventually(
    'the renewal',
    async () => {
      const { items } = await well(
        call(people().departmentApplicant, terms.list, { query: { pageSize: 100 } }),
      )
      return items.some((one) => one.resourceId === resourceId && one.renewals === 1) && true
    },
    tick,
  )
}

it('R276 R277 where the version promises nothing, whatever is in force counts, at its factor for the term of the order', async () => {
  const october = told(await chargesOf('2026-10', orders.unpinned))
  expect(october.map(([version]) => version)).toEqual([made.third])
  const november = await chargesOf('2026-11', orders.unpinned)
  expect(told(november)).toEqual([
    [made.third, '2026-11-01', 5100],
    [made.fourth, '2026-11-11', 13_600],
  ])
})

it('R276 what is paid once is on the bill of the month of delivery, at its prices, and on no other', async () => {
  expect(once(await chargesOf('2026-09', orders.pinned))).toEqual([20_000])
  expect(once(await chargesOf('2026-10', orders.pinned))).toEqual([])
  expect(once(await chargesOf('2026-10', orders.unpinned))).toEqual([60_000])
  expect(once(await chargesOf('2026-11', orders.unpinned))).toEqual([])
  // Given up before its bill was sent: nothing.
  expect(once(await chargesOf('2026-10', orders.cancelled))).toEqual([])
  const [charge] = (await chargesOf('2026-09', orders.pinned)).filter((one) => one.category === 'once')
  const { id } = await billOf('2026-09')
  const explained = await well(
    server.current.call(people().departmentAdmin, bills.explain, { params: { id, no: String(charge?.no) } }),
  )
  expect(explained.sentences.map((one) => one.zh).join('')).toMatch(
    /一次性费用：2026-09-16 交付 2 单位.*100 元\/单位，共 200 元/,
  )
  const { amount, charges } = await billOf('2026-10')
  const params = { id: (await billOf('2026-10')).id }
  const all = await well(
    server.current.call(people().centre, bills.charges, { params, query: { pageSize: 200 } }),
  )
  expect(all.items).toHaveLength(charges)
  expect(all.items.reduce((sum, one) => sum + (one.amount?.amountMinor ?? 0), 0)).toBe(amount.amountMinor)
})

it('R276 the database itself takes no second payment for an order line', async () => {
  const twice = server.current.database.owner.query(
    `insert into charge (bill_id, no, category, subject_id, system_id, meter, from_hour, to_hour, serving, stopped, unseen,
       price_version_id, price_position, factor, billable, amount, request_line_id)
     select bill_id, no + 1000, category, subject_id, system_id, meter, from_hour, to_hour, 0, 0, 0, price_version_id,
       price_position, factor, billable, amount, request_line_id from charge where category = 'once'`,
  )
  await expect(twice).rejects.toThrow(/charge_once/)
})

it('R276 cancelled after its bill was sent, what was paid once is given back on the next draft, once', async () => {
  const { call } = server.current
  for (const month of ['2026-09', '2026-10']) {
    const { id, version } = await billOf(month)
    await well(
      call(people().centre, bills.send, { params: { id }, body: { version, withoutUnpriced: '未定价' } }),
    )
  }
  await working(() => cancelRequest(server.current, orders.unpinnedRequest))
  await bill('2027-01-03T02:00:00.000Z')
  expect(once(await chargesOf('2026-11', orders.unpinned))).toEqual([-60_000])
  const before = (await billOf('2026-11')).digest
  await bill('2027-01-05T02:00:00.000Z')
  expect((await billOf('2026-11')).digest).toBe(before)
  expect(once(await chargesOf('2026-12', orders.unpinned))).toEqual([])
  expect(once(await chargesOf('2026-10', orders.unpinned))).toEqual([60_000])
})

it('R276 what was given back because its order was cancelled is given back by no dispute as well', async () => {
  const { call, clock } = server.current
  // The calendar of working days ends with the year.
  clock.set('2026-12-15T02:00:00.000Z')
  const sent = await billOf('2026-11')
  await well(
    call(people().centre, bills.send, {
      params: { id: sent.id },
      body: { version: sent.version, withoutUnpriced: '未定价' },
    }),
  )
  const [charge] = (await chargesOf('2026-10', orders.unpinned)).filter((one) => one.category === 'once')
  const params = { id: (await billOf('2026-10')).id }
  const act = async (as: Persona, body: object) => {
    const { version } = await billOf('2026-10')
    const operation = 'outcome' in body ? bills.answer : bills.dispute
    return call(as, operation, { params, body: { version, no: charge?.no ?? 0, ...body } } as never)
  }
  await well(act(people().departmentAdmin, { reason: '订单已取消' }))
  const credit = { amountMinor: 1, currency: 'CNY' }
  const { problem } = await act(people().centre, { outcome: 'upheld', answer: '核实', credit })
  expect([problem.reason, problem.detail]).toEqual(['bill.given_back', expect.stringContaining('600.00')])
  await well(act(people().centre, { outcome: 'rejected', answer: '已在 2026-11 账单退还', credit: null }))
})
