import { providerComparisonOperations as operations, usageOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenBilledMonth } from '../settlement.fixture.ts'

const server = useServer()
const MONTH = '2026-09'
/** Quantities are units × seconds. */
const SECONDS = 30 * 86_400

beforeAll(async () => {
  await givenBilledMonth(server.current)
}, 120_000)

const compared = () => {
  const { call, world } = server.current
  const query = { needBodyId: world.bodies.department, month: MONTH }
  return well(call(world.people.centre, operations.compare, { query }))
}

describe('R7, R276: a department’s own month as the need', () => {
  it('is what was metered, by service and dimension, as units of the whole month', async () => {
    const { call, world } = server.current
    const found = await compared()
    expect(found).toMatchObject({ of: 'body', month: MONTH, body: { id: world.bodies.department } })
    expect(found.rows.length).toBeGreaterThan(0)
    const usage = await well(
      call(world.people.centre, usageOperations.list, {
        query: { month: MONTH, by: 'body', bodyId: world.bodies.department, pageSize: 200 },
      }),
    )
    for (const dimension of new Set(found.rows.map((row) => row.dimension))) {
      const units = found.rows
        .filter((row) => row.dimension === dimension)
        .reduce((sum, row) => sum + Number(row.units), 0)
      const held = usage.items.find((one) => one.dimension === dimension)?.held.total
      expect(units).toBeCloseTo(Number(held) / SECONDS, 2)
    }
  })

  it('is priced for every provider alike: the same list makes the same total', async () => {
    const found = await compared()
    const byList = Map.groupBy(found.providers, ({ price }) => price?.versionId ?? null)
    for (const [list, providers] of byList) {
      const totals = new Set(providers.map(({ total }) => total.amountMinor))
      expect([list, totals.size]).toEqual([list, 1])
    }
    expect(found.providers.some(({ total }) => total.amountMinor > 0)).toBe(true)
  })

  it('is seen as a workbook by whoever sees the page, and by nobody else', async () => {
    const { api, world } = server.current
    const fetched = (postId: string) =>
      api.inject({
        method: 'GET',
        url: `/api/v1${operations.export.path}`,
        query: { needBodyId: world.bodies.department, month: MONTH },
        headers: { authorization: `Bearer ${postId}` },
      })
    expect((await fetched(world.people.bureau.postId)).statusCode).toBe(200)
    expect((await fetched(world.people.departmentAdmin.postId)).statusCode).toBe(403)
  })
})
