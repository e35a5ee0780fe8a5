import { type Charge, billOperations as operations, priceOperations as prices } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { findPlanId, well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { installCatalogue } from '../../catalogue/index.ts'
import { judgeGapsFrom, keepReadings, listThingsWithCounters, meterUsage } from '../../metering/index.ts'
import { billBody, billedUntil, createBillingReconciler } from '../index.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply

const line = (dimension: Charge['dimension'], tiers: readonly object[]) => ({
  ...{ offeringCode: 'virtual-network', planCode: 'public-address-by-traffic', poolId: null, dimension },
  ...{ per: 'month', tiers, weights: { stopped: '1', unseen: '1' } },
})

async function priceFrom(effectiveFrom: string): Promise<void> {
  const { call, world } = server.current
  const made = await well(
    call(people().centre, prices.create, {
      body: {
        ...{ name: '流量合同价', effectiveFrom, effectiveTo: null, source: '合同〔2026〕7号' },
        // By natural days: an address goes by them, what flows does not.
        ...{ isProductDefault: false, proration: 'day', pinsOrders: false, termFactors: [] },
        providerBodyId: world.bodies.provider,
        lines: [
          line('public-ip', [{ upTo: null, unitPrice: '20' }]),
          line('traffic-gb', [
            { upTo: 100, unitPrice: '0' },
            { upTo: null, unitPrice: '0.5' },
          ]),
        ],
      } as never,
    }),
  )
  await well(
    call(people().bureau, prices.publish, { params: { id: made.id }, body: { version: made.version } }),
  )
}

async function tell(...readings: readonly (readonly [at: string, megabytes: number])[]) {
  const db = server.current.database.as(SCOPE_ALL)
  const things = await listThingsWithCounters(db, supply.cloud.cloudId, ['floating-ip'])
  const told = readings.map(([at, megabytes]) => ({
    ...{ externalId: things[0]?.external_id ?? '', counter: 'out', since: null, at: new Date(at) },
    bytes: BigInt(megabytes) * 1_000_000n,
  }))
  return keepReadings(setupCtx(server.current), new Map(things.map((one) => [one.external_id, one])), told)
}

async function meterAndBill(): Promise<void> {
  const { database } = server.current
  const ctx = setupCtx(server.current)
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  for (const id of (await createBillingReconciler(database).sweep?.(ctx)) ?? []) await billBody(ctx, id)
}

async function theBill(month: string) {
  const { items } = await well(server.current.call(people().centre, operations.list, { query: { month } }))
  const params = { id: items[0]?.id ?? '' }
  const charges = await well(
    server.current.call(people().centre, operations.charges, { params, query: { pageSize: 200 } }),
  )
  return { bill: await well(server.current.call(people().centre, operations.get, { params })), ...charges }
}

/** October in Beijing: from 30 September 16:00 UTC to 31 October 16:00 UTC. */
beforeAll(async () => {
  const { clock, database } = server.current
  await installCatalogue(setupCtx(server.current))
  supply = await givenSupply(server.current)
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-28T02:10:00.000Z')
  await priceFrom('2026-10-01')
  const code = 'public-address-by-traffic'
  await supply.approve({
    plan: {
      id: await findPlanId(server.current, 'virtual-network', code),
      code,
      title: { zh: '公网地址（按流量）', en: 'Public address, by traffic' },
      offeringCode: 'virtual-network',
    },
    fulfilment: { by: 'connector', kinds: ['network', 'subnet', 'router', 'floating-ip'] },
    dimensions: { 'public-ip': 1, 'traffic-gb': 500 },
    parameters: { name: 'web', trafficGb: 500 },
  })
  await supply.settle()
  clock.set('2026-11-09T02:00:00.000Z')
  await tell(
    ['2026-09-30T15:30:00Z', 500],
    ['2026-09-30T16:00:00Z', 1_500],
    ['2026-10-10T00:00:00Z', 90_500],
    // Begun anew: all that it shows has flowed since.
    ['2026-10-20T00:00:00Z', 33_000],
    ['2026-10-31T15:59:59Z', 33_456],
    // In November.
    ['2026-10-31T16:00:00Z', 40_000],
  )
  await meterAndBill()
}, 120_000)

describe('a month of an address by traffic', () => {
  it('R276 R279 costs what flowed in it, by the GB and to the fen, not what was expected in the order', async () => {
    const { items, bill } = await theBill('2026-10')
    const told = items.map((one) => [one.dimension, one.serving, one.amount?.amountMinor])
    expect(told.toSorted()).toEqual([
      ['public-ip', String(31 * 86_400), 2000],
      // 1 + 89 + 33 + 0.456 GB, of which 100 are free: 23.456 × 0.5 = 11.728 yuan.
      ['traffic-gb', '123.456', 1173],
    ])
    expect(bill).toMatchObject({ unpriced: 0, amount: { amountMinor: 3173 } })
  })

  it('R276 says from which counting, by which clause and with which arithmetic', async () => {
    const { items, bill } = await theBill('2026-10')
    const no = items.find((one) => one.dimension === 'traffic-gb')?.no ?? 0
    const params = { id: bill.id, no: String(no) }
    const { sentences, stretches } = await well(
      server.current.call(people().departmentAdmin, operations.explain, { params } as never),
    )
    const zh = sentences.map((one) => one.zh).join('\n')
    expect(zh).toContain('用量：公网流量 (GB)，123.456；另有 0 在计数器长时间无读数之后才得知')
    expect(zh).toContain('至 100 单位 0 元/单位，其上 0.5 元/单位')
    expect(zh).toContain('得 123.456 单位。')
    expect(zh).toContain('按阶梯计 11.728 元')
    expect(zh).not.toContain('单位·月')
    expect(stretches).toEqual([])
  })

  it('F24 what becomes known after the bill was sent is an adjustment of the difference', async () => {
    const { call, clock } = server.current
    for (const month of ['2026-09', '2026-10']) {
      const { id, version } = (await theBill(month)).bill
      const input = { params: { id }, body: { version } }
      expect((await call(people().centre, operations.send, input as never)).status).toBe(200)
    }
    // 5 GB more had flowed before the counter began anew.
    expect(await tell(['2026-10-15T00:00:00Z', 95_500])).toEqual({ kept: 1, setAside: 0 })
    clock.set('2026-12-09T02:00:00.000Z')
    await meterAndBill()
    const { items } = await theBill('2026-11')
    const adjusted = items.filter((one) => one.category === 'adjustment')
    expect(adjusted.map((one) => [one.dimension, one.serving, one.amount?.amountMinor])).toEqual([
      ['traffic-gb', '5', 250],
    ])
    // November: 6.544 GB, all of them free.
    const november = items.find((one) => one.category === 'usage' && one.dimension === 'traffic-gb')
    expect([november?.serving, november?.amount?.amountMinor]).toEqual(['6.544', 0])
    expect((await theBill('2026-10')).bill.amount.amountMinor).toBe(3173)
  })
})
