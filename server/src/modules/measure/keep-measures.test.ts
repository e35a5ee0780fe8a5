import { measureOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { createMeasureReconciler, keepMeasures, listServersOf } from './index.ts'

const server = useServer()
let supply: Supply
let serverId: string

const MINUTE_MS = 60_000
const EVERY_MS = 5 * MINUTE_MS

beforeAll(async () => {
  supply = await givenSupply(server.current)
  const ids = await supply.approve()
  await supply.settle()
  for (const id of ids) if ((await supply.row(id)).kind === 'server') serverId = id
})

const reconciler = () =>
  createMeasureReconciler({ connections: server.current.composition.cloud.connections, everyMs: EVERY_MS })
const look = () =>
  reconciler().reconcile(setupCtx(server.current), supply.cloud.cloudId, AbortSignal.timeout(30_000))
const people = () => server.current.world.people
const measures = (persona: Persona | null = people().departmentAdmin) =>
  server.current.call(persona, measureOperations.ofResource, { params: { id: serverId } })

const days = async () =>
  (
    await server.current.database.owner.query<{ metric: number; samples: number }>(
      'select metric, sum(samples)::int as samples from measure_day where resource_id = $1 group by 1 order by 1',
      [serverId],
    )
  ).rows

describe('measures of a server', () => {
  it('says that there are none before its cloud was asked', async () => {
    const { status, body } = await measures()
    expect(status).toBe(200)
    expect(body).toMatchObject({ lastDay: null, figures: [], days: [], everyMinutes: 5 })
  })

  it('takes one sample a slot from its cloud, however often it is asked (R123)', async () => {
    const { clock } = server.current
    // The middle of a slot, so that a few minutes stay in it.
    clock.set(new Date(Math.ceil(clock.now().getTime() / EVERY_MS) * EVERY_MS).toISOString())
    await look()
    clock.advance({ minutes: 1 })
    await look()
    expect(await days()).toEqual([1, 2, 3, 4, 5].map((metric) => ({ metric, samples: 1 })))
    clock.advance({ minutes: 5 })
    await look()
    expect(await days()).toEqual([1, 2, 3, 4, 5].map((metric) => ({ metric, samples: 2 })))
  })

  it('is asked again when its time has come, and not before', async () => {
    const ctx = setupCtx(server.current)
    expect(await reconciler().sweep?.(ctx)).not.toContain(supply.cloud.cloudId)
    server.current.clock.advance({ minutes: 5 })
    expect(await reconciler().sweep?.(ctx)).toContain(supply.cloud.cloudId)
  })

  it('keeps what it knows while the cloud is down; what is missing is a gap', async () => {
    const before = await days()
    await supply.cloud.simulated.set({ down: true })
    expect(await look()).toMatchObject({ done: false })
    await supply.cloud.simulated.set({ down: false })
    expect(await days()).toEqual(before)
  })

  it('takes counters by their difference, and nothing from one that jumped back', async () => {
    const ctx = setupCtx(server.current)
    const db = server.current.database.as(SCOPE_ALL)
    const servers = new Map(
      (await listServersOf(db, supply.cloud.cloudId)).map((one) => [one.external_id, one]),
    )
    const externalId = [...servers].find(([, one]) => one.id === serverId)?.[0] ?? ''
    // A month that nobody else writes.
    const start = Date.parse('2026-01-05T02:00:00Z')
    const told = (minute: number, cpuNs: bigint) => ({
      externalId,
      at: new Date(start + minute * MINUTE_MS),
      vcpus: 1,
      counters: { cpuNs },
      gauges: {},
    })
    const looks = [
      told(0, 10n ** 17n),
      told(5, 10n ** 17n + 150_000_000_000n),
      told(10, 5n),
      told(15, 60_000_000_005n),
    ]
    await keepMeasures(ctx, servers, looks, 3 * EVERY_MS)
    await keepMeasures(ctx, servers, looks, 3 * EVERY_MS)
    const { body } = await server.current.call(people().departmentAdmin, measureOperations.ofResource, {
      params: { id: serverId },
      query: { month: '2026-01' },
    })
    expect(body.figures).toEqual([
      { metric: 'cpu', samples: 2, mean: 35, peakMean: 50, peak: 50, p95From: 45, p95To: 50 },
    ])
    expect(body.days.map(({ key }) => key)).toEqual(['2026-01-05'])
  })

  it('shows figures by day and month to whoever sees the server, and to nobody else', async () => {
    const { body } = await measures()
    expect(body.figures.map(({ metric }) => metric)).toEqual(['cpu', 'memory', 'disk', 'network', 'disk-io'])
    for (const { mean, peak, p95From, p95To, samples } of body.figures) {
      expect(mean).toBeLessThanOrEqual(peak)
      expect(p95From).toBeLessThanOrEqual(p95To)
      expect(samples).toBe(2)
    }
    expect(body.days.length).toBeGreaterThan(0)
    expect(body.months.at(-1)?.figures).toEqual(body.figures)
    expect((await measures(people().otherAdmin)).status).toBe(404)
    expect((await measures(null)).status).toBe(401)
  })
})
