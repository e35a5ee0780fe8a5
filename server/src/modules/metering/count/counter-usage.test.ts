/** Traffic from the counter of a cloud to usage, over the whole server (R276, R279). */
import { usageOperations as operations } from '@yunheng/contract'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { findPlanId } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { installCatalogue } from '../../catalogue/index.ts'
import type { CounterReading } from '../../cloud/index.ts'
import { instantOf, monthOf, windowOfMonth } from '../civil-month.ts'
import {
  type ClosedUntil,
  createCounterReconciler,
  foldUsage,
  judgeGapsFrom,
  keepReadings,
  listThingsWithCounters,
  meterUsage,
} from '../index.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
/** By traffic, and by bandwidth. */
let [byTraffic, byBandwidth] = ['', '']

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

async function anAddress(planCode: string, dimensions: object, parameters: object): Promise<string> {
  const id = await findPlanId(server.current, 'virtual-network', planCode)
  const plan = {
    id,
    code: planCode,
    title: { zh: '公网地址', en: 'Address' },
    offeringCode: 'virtual-network',
  }
  const ids = await supply.approve({
    plan,
    fulfilment: { by: 'connector', kinds: ['network', 'subnet', 'router', 'floating-ip'] },
    dimensions: { 'public-ip': 1, ...dimensions },
    parameters: { name: 'web', ...parameters },
  })
  await supply.settle()
  for (const one of ids) if ((await supply.row(one)).kind === 'floating-ip') return one
  throw new Error('the line has an address')
}

beforeAll(async () => {
  await installCatalogue(setupCtx(server.current))
  supply = await givenSupply(server.current)
  const { clock, database } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-28T02:10:00.000Z')
  byTraffic = await anAddress('public-address-by-traffic', { 'traffic-gb': 100 }, { trafficGb: 100 })
  byBandwidth = await anAddress('public-address', { 'bandwidth-mbps': 5 }, { bandwidthMbps: 5 })
  await judgeGapsFrom(database.owner, '-infinity')
  clock.set('2026-10-05T00:00:00.000Z')
}, 60_000)

const forget = () =>
  sql('truncate counter_reading, usage, usage_span, usage_month, usage_adjustment, usage_mark, usage_due')
beforeEach(forget)

const meter = async (closedUntil?: ClosedUntil) => {
  const { database } = server.current
  const parts = { database, ...(closedUntil ? { closedUntil } : {}) }
  const done = await meterUsage(setupCtx(server.current), parts, new AbortController().signal)
  if (done === null) throw new Error('nobody else meters here')
  return done.written
}

type Told = Pick<CounterReading, 'since' | 'at' | 'bytes'>

async function keep(readings: readonly Told[]) {
  const db = server.current.database.as(SCOPE_ALL)
  const things = await listThingsWithCounters(db, supply.cloud.cloudId, ['floating-ip'])
  const known = new Map(things.map((one) => [one.external_id, one]))
  const externalId = things.find(({ id }) => id === byTraffic)?.external_id ?? ''
  const told = readings.map((one) => ({ ...one, externalId, counter: 'out' }))
  return keepReadings(setupCtx(server.current), known, told)
}

/** Readings in MB, of a cloud that does not say since when its counter counts. */
const tell = (...readings: readonly (readonly [at: string, megabytes: number])[]) =>
  keep(
    readings.map(([at, megabytes]) => ({
      since: null,
      at: new Date(at),
      bytes: BigInt(megabytes) * 1_000_000n,
    })),
  )

interface Step {
  readonly minutes: number
  readonly bytes: bigint
  readonly begins: number
  readonly isRead: boolean
}

/** What is read of a life of the counter from 29 September on; by the oracle all that its counters had shown when they were last read. */
function live(steps: readonly Step[]): { readings: Told[]; seen: number } {
  const readings: Told[] = []
  let now = Date.parse('2026-09-29T00:00:00Z')
  let [since, bytes, shown, seen] = [now, 0n, 0n, 0]
  for (const one of steps) {
    now += one.minutes * 60_000
    if (one.begins === 0) {
      seen += Number(shown / 1_000_000n)
      since = now
      bytes = 0n
      shown = 0n
      now += 60_000
    }
    bytes += one.bytes
    if (!one.isRead) continue
    shown = bytes
    readings.push({ since: new Date(since), at: new Date(now), bytes })
  }
  return { readings, seen: seen + Number(shown / 1_000_000n) }
}

/** Hours, in MB: `[2026-10-01T03 UTC, serving, unseen]`. */
async function counted(table = 'usage') {
  const rows = await sql<{ hour: number; holding: number; quantity: string }>(
    `select hour, holding, quantity::text from ${table} join usage_subject s on s.id = subject_id
     where meter = 17 and resource_id = $1 order by hour, holding, quantity`,
    [byTraffic],
  )
  return rows.map(({ hour, holding, quantity }) => {
    const { from, to } = windowOfMonth(monthOf(hour))
    const at = instantOf(hour).toISOString().slice(0, 13)
    return [at, holding === 1 ? 'serving' : 'unseen', Number(BigInt(quantity) / BigInt((to - from) * 3600))]
  })
}

describe('traffic', () => {
  it('R279 is what a counter grew by, in the hour of the reading; told again, metered again, it writes nothing', async () => {
    const told = [
      ['2026-10-01T01:10:00Z', 500],
      ['2026-10-01T01:40:00Z', 512],
      ['2026-10-01T02:10:00Z', 540],
      ['2026-10-01T02:40:00Z', 541],
    ] as const
    expect(await tell(...told)).toEqual({ kept: 4, setAside: 0 })
    expect(await tell(...told)).toEqual({ kept: 0, setAside: 0 })
    await meter()
    expect(await counted()).toEqual([
      ['2026-10-01T01', 'serving', 12],
      ['2026-10-01T02', 'serving', 29],
    ])
    expect(await meter()).toBe(0)
    await sql('truncate usage, usage_month, usage_mark')
    await meter()
    expect(await counted()).toHaveLength(2)
    const [month] = await sql<{ mb: string }>(
      `select (quantity / 2678400)::text as mb from usage_month where meter = 17 and month = '2026-10-01'`,
    )
    expect(month?.mb).toBe('41')
  })

  it('F11 is neither negative nor double for a counter that fell, for readings out of order and for a clock that was set back', async () => {
    await tell(['2026-10-01T01:10:00Z', 500], ['2026-10-01T03:10:00Z', 40])
    await meter()
    expect(await counted()).toEqual([['2026-10-01T03', 'serving', 40]])
    // Late, between two that it fits: what flowed takes its place.
    expect(await tell(['2026-10-01T02:10:00Z', 530])).toEqual({ kept: 1, setAside: 0 })
    await meter()
    expect(await counted()).toEqual([
      ['2026-10-01T02', 'serving', 30],
      ['2026-10-01T03', 'serving', 40],
    ])
    // More than was read afterwards, and less than before: set aside, and nothing moves.
    expect(await tell(['2026-10-01T02:40:00Z', 300])).toEqual({ kept: 0, setAside: 1 })
    // Of a time that has not come.
    expect(await tell(['2026-12-01T02:40:00Z', 900])).toEqual({ kept: 0, setAside: 1 })
    expect(await meter()).toBe(0)
  })

  it('R279 F11 is what flowed, in whatever order readings come, however often, and whenever it is metered (property)', async () => {
    const step = fc.record({
      minutes: fc.integer({ min: 1, max: 500 }),
      bytes: fc.bigInt({ min: 0n, max: 40_000_000_000n }),
      begins: fc.integer({ min: 0, max: 4 }),
      isRead: fc.boolean(),
    })
    const steps = fc.array(step, { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(steps, fc.infiniteStream(fc.integer({ min: 0, max: 999 })), async (lived, dice) => {
        await forget()
        const { readings, seen } = live(lived)
        const arrivals = [...readings, ...readings.slice(0, 3)]
          .map((one) => ({ one, key: dice.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one)
        for (let at = 0; at < arrivals.length; at += 4) {
          await keep(arrivals.slice(at, at + 4))
          await meter()
        }
        await meter()
        expect((await counted()).reduce((sum, [, , megabytes]) => sum + Number(megabytes), 0)).toBe(seen)
        expect(await meter()).toBe(0)
      }),
      { numRuns: 10 },
    )
  })

  it('what flowed while nobody looked for longer than the rules allow stands apart, in the hour that told it', async () => {
    await tell(['2026-10-01T01:10:00Z', 500], ['2026-10-01T03:10:00Z', 510], ['2026-10-01T05:11:00Z', 600])
    await meter()
    expect(await counted()).toEqual([
      ['2026-10-01T03', 'serving', 10],
      ['2026-10-01T05', 'unseen', 90],
    ])
  })

  it('becomes an adjustment where it is known after the month was closed, also of a month that is folded', async () => {
    await tell(['2026-09-30T01:10:00Z', 500], ['2026-09-30T02:10:00Z', 520], ['2026-09-30T03:10:00Z', 560])
    await meter()
    const end = windowOfMonth('2026-09').to
    const closed: ClosedUntil = async (_db, bodyIds) =>
      new Map(bodyIds.map((bodyId) => [bodyId, instantOf(end)]))
    const before = await counted()
    await foldUsage(setupCtx(server.current), '2026-09')
    expect(await counted()).toEqual([])
    // 10 of the 40 had flowed an hour before, as is known now.
    await tell(['2026-09-30T02:40:00Z', 530])
    await meter(closed)
    expect(await counted('usage_adjustment')).toEqual([
      ['2026-09-30T02', 'serving', 10],
      ['2026-09-30T03', 'serving', -10],
    ])
    expect(before).toEqual([
      ['2026-09-30T02', 'serving', 20],
      ['2026-09-30T03', 'serving', 40],
    ])
    expect(await meter(closed)).toBe(0)
  })

  it('is asked of the cloud for addresses that are priced by it alone, and shown in GB', async () => {
    const { clock, composition, call } = server.current
    const reconciler = createCounterReconciler(composition.cloud.connections)
    const ctx = setupCtx(server.current)
    const look = () => reconciler.reconcile(ctx, supply.cloud.cloudId, AbortSignal.timeout(30_000))
    const usage = async (id: string) =>
      (await call(people().departmentAdmin, operations.ofResource, { params: { id } })).body
    expect((await usage(byTraffic)).unmeasured).toEqual(['traffic'])
    expect((await usage(byBandwidth)).unmeasured).toEqual(['traffic-by-plan'])
    await look()
    expect(await reconciler.sweep?.(ctx)).not.toContain(supply.cloud.cloudId)
    clock.advance({ minutes: 30 })
    expect(await reconciler.sweep?.(ctx)).toContain(supply.cloud.cloudId)
    await look()
    clock.advance({ hours: 2 })
    await meter()
    const owners = await sql<{ resource_id: string; readings: number }>(
      'select resource_id, count(*)::int as readings from counter_reading group by 1',
    )
    expect(owners).toEqual([{ resource_id: byTraffic, readings: 2 }])
    const shown = await usage(byTraffic)
    expect(shown.unmeasured).toEqual([])
    const held = shown.points.at(-1)?.held.find(({ dimension }) => dimension === 'traffic-gb')
    const [last] = await sql<{ gb: string }>(
      'select trunc(max(bytes) / 1000000000, 3)::float8::text as gb from counter_reading',
    )
    // Its counter began with it: all that it shows has flowed since, the most of it before anybody asked.
    expect(held?.total).toBe(last?.gb)
    expect(Number(held?.unseen)).toBeGreaterThan(0)
  })

  it('keeps what it has while the cloud is down, and the next reading tells what flowed meanwhile', async () => {
    const { clock, composition } = server.current
    const reconciler = createCounterReconciler(composition.cloud.connections)
    const ctx = setupCtx(server.current)
    const look = () => reconciler.reconcile(ctx, supply.cloud.cloudId, AbortSignal.timeout(30_000))
    await look()
    await supply.cloud.simulated.set({ down: true })
    clock.advance({ hours: 5 })
    expect(await look()).toMatchObject({ done: false })
    await supply.cloud.simulated.set({ down: false })
    await look()
    clock.advance({ hours: 2 })
    await meter()
    const total = (await counted()).reduce((sum, [, , megabytes]) => sum + Number(megabytes), 0)
    const [last] = await sql<{ mb: number }>('select (max(bytes) / 1000000)::int as mb from counter_reading')
    expect(Math.abs(total - (last?.mb ?? 0))).toBeLessThanOrEqual(1)
  })

  it('F19: the platform can change and take away no reading', async () => {
    const { sql: raw } = await import('kysely')
    const { db } = setupCtx(server.current)
    await tell(['2026-10-01T01:10:00Z', 500])
    for (const statement of [raw`update counter_reading set bytes = 1`, raw`delete from counter_reading`])
      await expect(statement.execute(db)).rejects.toThrow(/permission denied/)
  })
})
