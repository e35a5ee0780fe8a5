import { type Charge, billOperations as operations, priceOperations as prices } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import { installCatalogue } from '../../catalogue/index.ts'
import { judgeGapsFrom, meterUsage } from '../../metering/index.ts'
import { billBody, billedUntil, createBillingReconciler } from '../index.ts'

const server = useServer()
const people = () => server.current.world.people
let charges: readonly Charge[] = []
let billId = ''

const amountLine = (unitPrice: string, parts: object) => ({
  ...{ offeringCode: 'cloud-host', planCode: null, poolId: null, per: 'month' as const },
  ...{ tiers: [{ upTo: null, unitPrice }], weights: { stopped: '1', unseen: '1' } },
  ...parts,
})

/** October under prices with a package: the whole month of one host whose disk is larger than what is in it. */
beforeAll(async () => {
  const { call, clock, database, world } = server.current
  const ctx = setupCtx(server.current)
  await installCatalogue(ctx)
  const supply = await givenSupply(server.current)
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-28T02:10:00.000Z')
  const made = await well(
    call(people().centre, prices.create, {
      body: {
        ...{ name: '十月合同价', effectiveFrom: '2026-10-01', effectiveTo: null, source: '合同〔2026〕3号' },
        ...{ isProductDefault: false, proration: 'second', pinsOrders: false, termFactors: [] },
        providerBodyId: world.bodies.provider,
        lines: [
          amountLine('150', {
            ...{ planCode: 'c2m4', dimension: 'vcpu' },
            includes: [
              { dimension: 'vcpu', amount: 2 },
              { dimension: 'memory-gib', amount: 4 },
              { dimension: 'root-disk-gib', amount: 20 },
            ],
          }),
          amountLine('0.3', { dimension: 'root-disk-gib' }),
        ],
      } as never,
    }),
  )
  await well(
    call(people().bureau, prices.publish, { params: { id: made.id }, body: { version: made.version } }),
  )
  await supply.approve({
    fulfilment: { by: 'connector', kinds: ['server'] },
    dimensions: { vcpu: 2, 'memory-gib': 4, 'root-disk-gib': 40 },
  })
  await supply.settle()
  clock.set('2026-11-09T02:00:00.000Z')
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  for (const id of (await createBillingReconciler(database).sweep?.(ctx)) ?? []) await billBody(ctx, id)
  const { items } = await well(call(people().centre, operations.list, { query: { month: '2026-10' } }))
  billId = items[0]?.id ?? ''
  const params = { id: billId }
  const all = await well(call(people().centre, operations.charges, { params, query: { pageSize: 200 } }))
  charges = all.items
}, 120_000)

const of = (dimension: Charge['dimension']) => charges.find((one) => one.dimension === dimension)
const explained = async (dimension: Charge['dimension']) => {
  const params = { id: billId, no: of(dimension)?.no ?? 0 }
  return well(server.current.call(people().departmentAdmin, operations.explain, { params } as never))
}

describe('a month of a plan at a flat price', () => {
  it('R277 costs the package and what goes beyond it; what is in it stands there and costs nothing', async () => {
    const told = charges.map((one) => [one.dimension, one.amount?.amountMinor, one.price?.isPackage])
    expect(told.toSorted()).toEqual([
      ['memory-gib', 0, true],
      ['root-disk-gib', 600, false],
      ['vcpu', 15_000, true],
    ])
  })

  it('R276 every charge says whether it is for the package, in it or beyond it', async () => {
    const words = async (dimension: Charge['dimension']) =>
      (await explained(dimension)).sentences.map(({ zh }) => zh).join('')
    expect(await words('vcpu')).toContain('规格按套餐（含处理器 2 核、内存 4 GiB、系统盘 20 GiB）计价')
    expect(await words('memory-gib')).toContain('含在套餐（含处理器 2 核')
    expect(await words('root-disk-gib')).toContain('只有超出的部分按量计费')
    // The stretches of the package's own charge add up to it.
    const { stretches } = await explained('vcpu')
    const costs = (stretches ?? []).map(({ cost }) => cost?.amountMinor ?? 0)
    expect(costs.reduce((sum, one) => sum + one, 0)).toBe(15_000)
  })
})
