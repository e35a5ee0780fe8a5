import { poolForecastOperations as forecasts, requestOperations as requests } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenCloud, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { writePoolDays } from '../../cloud/index.ts'

const server = useServer()
let supply: Supply

beforeAll(async () => {
  supply = await givenSupply(server.current)
}, 60_000)

const DAYS = 30

/** Each day ten cores more are promised; the pool's days are kept each night. */
async function givenGrowth(poolId: string): Promise<void> {
  const { database, clock } = server.current
  for (let day = 0; day < DAYS; day += 1) {
    await database.owner.query('update pool set reserved_vcpus = $2 where id = $1', [poolId, 10 * (day + 1)])
    await writePoolDays(setupCtx(server.current))
    // A second time on the same day changes the same row.
    await writePoolDays(setupCtx(server.current))
    if (day < DAYS - 1) clock.advance({ days: 1 })
  }
}

async function forecastOf(poolId: string) {
  const { call, world } = server.current
  const answer = await call(world.people.centre, forecasts.get, { params: { id: poolId } })
  expect(answer.status).toBe(200)
  const cores = answer.body.kinds.find((one) => one.kind === 'vcpus')
  if (cores === undefined) throw new Error('no cores')
  return { ...answer.body, cores }
}

const dayAfter = (days: number) =>
  new Date(server.current.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)

describe('the forecast of a pool', () => {
  it('R125 says when it runs out within a band, counts in what is in approval, and shows the days that it learnt from', async () => {
    const { poolId } = supply.cloud
    await givenGrowth(poolId)
    const before = await forecastOf(poolId)
    // 1,000 cores, fourfold; 300 are promised: 3,700 at 10 a day.
    expect(before.cores).toMatchObject({ total: 1000, overCommit: 4, limit: 4000, reserved: 300, days: DAYS })
    expect(before.cores.trend).toEqual({ perDay: 10, lowPerDay: 10, highPerDay: 10 })
    expect(before.cores.runsOut?.likely).toBe(dayAfter(370))
    expect(before.cores.history.at(-1)).toEqual({ day: dayAfter(0), taken: 300, limit: 4000 })
    // There are no cards in it, so that none can run out.
    expect(before.kinds.find((one) => one.kind === 'cards')).toMatchObject({ limit: 0, runsOut: null })
    const asked = await submitRequest()
    const after = await forecastOf(poolId)
    expect(after.cores.inApproval - before.cores.inApproval).toBe(asked)
    expect(after.cores.runsOut?.likely).toBe(dayAfter(Math.ceil((3_700 - after.cores.inApproval) / 10)))
  }, 60_000)

  it('makes no trend of a few days, and leaves open what no host tells', async () => {
    const { poolId } = await givenCloud(server.current)
    const { cores } = await forecastOf(poolId)
    expect(cores).toMatchObject({ days: 0, trend: null, runsOut: null, observed: null, history: [] })
  })

  it('R121 shows twelve months of a pool, day by day, with the trend of all of them', async () => {
    const { poolId } = await givenCloud(server.current)
    const { database, clock } = server.current
    const first = dayAfter(0)
    for (let day = 0; day < 366; day += 1) {
      await database.owner.query('update pool set reserved_vcpus = $2 where id = $1', [poolId, 2 * day])
      await writePoolDays(setupCtx(server.current))
      if (day < 365) clock.advance({ days: 1 })
    }
    const { cores } = await forecastOf(poolId)
    expect(cores.history).toHaveLength(366)
    expect([cores.history[0], cores.history.at(-1)]).toEqual([
      { day: first, taken: 0, limit: 4000 },
      { day: dayAfter(0), taken: 730, limit: 4000 },
    ])
    expect(cores.trend).toEqual({ perDay: 2, lowPerDay: 2, highPerDay: 2 })
  })

  it('R42 shows a pool to its own provider only', async () => {
    const { call, world } = server.current
    const params = { id: supply.cloud.poolId }
    expect((await call(world.people.otherProviderOperator, forecasts.get, { params })).status).toBe(404)
    expect((await call(world.people.departmentAdmin, forecasts.get, { params })).status).not.toBe(200)
  })
})

/** Four cores for the department's system. @returns what it asks for. */
async function submitRequest(): Promise<number> {
  const { call, world, database } = server.current
  const plan = await database
    .as(SCOPE_ALL)
    .selectFrom('plan as p')
    .innerJoin('offering_version as v', 'v.id', 'p.offering_version_id')
    .innerJoin('offering as o', 'o.id', 'v.offering_id')
    .select('p.id')
    .where('o.code', '=', 'cloud-host')
    .where('p.code', '=', 'c4m8')
    .executeTakeFirstOrThrow()
  const line = {
    planId: plan.id,
    resourceId: null,
    quantity: 3,
    parameters: { image: 'openeuler' },
    reason: null,
  }
  const { body: draft } = await call(world.people.departmentApplicant, requests.create, {
    body: {
      ...{ kind: 'new', systemId: supply.systemId, title: '应用服务器扩容', purpose: 'formal' },
      ...{
        networkZone: 'government-extranet',
        poolClass: 'general',
        atEdge: true,
        termMonths: 12,
        until: null,
      },
      ...{ justification: '按照可研批复，新建应用服务器承载政务服务平台。', projectApprovalNo: null },
      ...{ preferredProviderId: null, providerReason: null, comparedProviderIds: [], dataDisposal: null },
      lines: [line],
    },
  })
  // The gates of a submission are not of interest here.
  await database.owner.query("update request set state = 'in-approval', submitted_at = now() where id = $1", [
    draft.id,
  ])
  return 12
}
