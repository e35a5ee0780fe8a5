import { resourceOperations, ruleSetOperations } from '@yunheng/contract'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'
import { systemActor } from '../../platform/create-context.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { installCatalogue } from '../catalogue/index.ts'
import { intendRelease } from '../resource/index.ts'
import { hourOf, instantOf } from './civil-month.ts'
import { type ClosedUntil, createMeteringReconciler, judgeGapsFrom, meterUsage } from './index.ts'

const server = useServer()
let supply: Supply

beforeAll(async () => {
  supply = await givenSupply(server.current)
  // Time is let pass here without anybody looking; what that means has a test of its own.
  await judgeGapsFrom(server.current.database.owner, 'infinity')
})

const meter = async (closedUntil?: ClosedUntil) => {
  const { database } = server.current
  const parts = { database, ...(closedUntil ? { closedUntil } : {}) }
  const done = await meterUsage(setupCtx(server.current), parts, new AbortController().signal)
  if (done === null) throw new Error('nobody else meters here')
  await expectMonthsToAgree()
  return done.written
}

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

/** What lists and bills read is the sum of the hours. */
async function expectMonthsToAgree(): Promise<void> {
  const differing = await sql(
    `select * from (select to_char(to_timestamp(hour * 3600.0) at time zone 'Asia/Shanghai', 'YYYY-MM-01')::date as month,
       subject_id, meter, holding, sum(quantity)::bigint as quantity from usage where quantity > 0 group by 1, 2, 3, 4) as summed
     full join usage_month m using (month, subject_id, meter, holding) where summed.quantity is distinct from m.quantity`,
  )
  expect(differing).toEqual([])
}

interface Sum {
  readonly meter: number
  readonly holding: number
  readonly quantity: string
}

async function sums(resourceId: string): Promise<readonly Sum[]> {
  return sql<Sum>(
    `select meter, holding, sum(quantity)::text as quantity from usage join usage_subject s on s.id = subject_id
     where resource_id = $1 group by meter, holding order by meter, holding`,
    [resourceId],
  )
}

async function everything(): Promise<string> {
  const [row] = await sql<{ all: string }>(
    `select md5(string_agg(u::text, ' ' order by subject_id, hour, meter, holding)) as all from usage u`,
  )
  return row?.all ?? ''
}

async function theServer(ids: readonly string[]): Promise<string> {
  for (const id of ids) if ((await supply.row(id)).kind === 'server') return id
  throw new Error('the line has a server')
}

async function aServer(): Promise<string> {
  const ids = await supply.approve()
  await supply.settle()
  return theServer(ids)
}

const HOUR_MS = 3_600_000

/** A phase that nobody had seen when it began. */
async function cameToBeKnown(
  id: string,
  phase: { readonly at: Date; readonly vcpus: number; readonly condition?: string },
): Promise<void> {
  await sql(
    `insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
       network_zone, request_line_id, plan, spec)
     select resource_id, $2, coalesce($4, condition), kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
       network_zone, request_line_id, plan, spec || jsonb_build_object('vcpus', $3::int)
     from resource_phase where resource_id = $1 order by ordinal desc limit 1`,
    [id, phase.at, phase.vcpus, phase.condition ?? null],
  )
}

/** As if nobody had ever metered. */
const forget = () => sql('truncate usage, usage_month, usage_adjustment, usage_mark')

const seconds = (from: Date, to: Date) => Math.floor(to.getTime() / 1000) - Math.floor(from.getTime() / 1000)

describe('metering', () => {
  it('counts copies of volumes by the size that their cloud shows, under the plan that the catalogue has for them (R276, R279)', async () => {
    const { clock, call, world, composition, ids: made } = server.current
    await installCatalogue(
      composition.makeCtx(systemActor('setup'), { requestId: made.next(), address: null, operation: null }),
    )
    // What the connector of the cloud says it can do.
    await sql(`update cloud set abilities = '{backup}'`)
    const ids = await supply.approve()
    await supply.settle()
    let volumeId = ''
    for (const id of ids) if ((await supply.row(id)).kind === 'volume') volumeId = id
    for (const verb of ['snapshot', 'backup'] as const) {
      const answer = await call(world.people.departmentApplicant, resourceOperations[verb], {
        params: { id: volumeId },
        body: { name: '上线前' },
      })
      expect(answer.problem?.reason).toBeUndefined()
      await supply.settle()
      const copy = answer.body.id
      const since = (await supply.row(copy)).provisioned_at as Date
      clock.advance({ hours: 5 })
      await meter()
      const end = instantOf(hourOf(new Date(clock.now().getTime() - 300_000)))
      // 100 GiB, as the volume.
      expect(await sums(copy)).toEqual([
        { meter: 5, holding: 1, quantity: String(100_000 * seconds(since, end)) },
      ])
      expect(
        await sql('select offering_code, plan_code from usage_subject where resource_id = $1', [copy]),
      ).toEqual([{ offering_code: 'cloud-storage', plan_code: 'snapshot' }])
      expect(await meter()).toBe(0)
    }
  })

  it('counts a server from its delivery to its release by the second, switched off apart; again it writes nothing (R236, R276, R279)', async () => {
    const { clock, call, world } = server.current
    const ids = await supply.approve()
    await supply.settle()
    const id = await theServer(ids)
    const delivered = (await supply.row(id)).provisioned_at as Date
    clock.advance({ hours: 3, minutes: 17 })
    const stop = { params: { id }, body: { version: (await supply.row(id)).version } }
    expect((await call(world.people.departmentApplicant, resourceOperations.stop, stop)).status).toBe(200)
    await supply.settle()
    const stopped = (await supply.row(id)).observed_at as Date
    clock.advance({ hours: 30 })
    await setupCtx(server.current).inTx(async (tx) => {
      await intendRelease(tx, setupCtx(server.current), ids, {
        act: 'request.release',
        reason: '结束',
        coolingDays: 0,
      })
    })
    const ended = clock.now()
    await supply.settle()
    clock.advance({ hours: 2 })
    expect(await meter()).toBeGreaterThan(30)
    const [on, off] = [seconds(delivered, stopped), seconds(stopped, ended)]
    expect(await sums(id)).toEqual([
      { meter: 1, holding: 1, quantity: String(2000 * on) },
      { meter: 1, holding: 2, quantity: String(2000 * off) },
      { meter: 2, holding: 1, quantity: String(4000 * on) },
      { meter: 2, holding: 2, quantity: String(4000 * off) },
      { meter: 3, holding: 1, quantity: String(40_000 * on) },
      { meter: 3, holding: 2, quantity: String(40_000 * off) },
    ])
    const before = await everything()
    expect(await meter()).toBe(0)
    expect(await everything()).toBe(before)
  })

  it('derives anew what came to be known late, and is the same as if it had been known at once', async () => {
    const { clock } = server.current
    const id = await aServer()
    clock.advance({ hours: 20 })
    await meter()
    // A resize of twelve hours ago that nobody had seen.
    await cameToBeKnown(id, { at: new Date(clock.now().getTime() - 12 * HOUR_MS), vcpus: 4 })
    expect(await meter()).toBeGreaterThan(0)
    const inPart = await everything()
    await forget()
    await meter()
    expect(await everything()).toBe(inPart)
    const delivered = (await supply.row(id)).provisioned_at as Date
    const resized = new Date(clock.now().getTime() - 12 * HOUR_MS)
    const end = instantOf(hourOf(new Date(clock.now().getTime() - 300_000)))
    expect((await sums(id))[0]).toEqual({
      meter: 1,
      holding: 1,
      quantity: String(2000 * seconds(delivered, resized) + 4000 * seconds(resized, end)),
    })
  })

  it('is the same for whatever comes to be known in whatever order; replayed, it adds no row (F24)', async () => {
    const { clock } = server.current
    const id = await aServer()
    const begun = clock.now().getTime()
    clock.advance({ days: 3 })
    const phase = fc.record({
      hours: fc.double({ min: 0, max: 71, noNaN: true }),
      vcpus: fc.integer({ min: 1, max: 64 }),
      condition: fc.constantFrom('serving', 'stopped', 'unseen', 'missing', 'over'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(phase, { maxLength: 6 }), fc.nat(6), async (phases, cut) => {
        await sql('delete from resource_phase where resource_id = $1 and spec ->> $2 is not null', [
          id,
          'told',
        ])
        await forget()
        for (const [index, one] of phases.entries()) {
          if (index === cut) await meter()
          await cameToBeKnown(id, { ...one, at: new Date(begun + Math.floor(one.hours * HOUR_MS)) })
          await sql(
            `update resource_phase set spec = spec || '{"told": true}' where resource_id = $1 and ordinal =
            (select max(ordinal) from resource_phase where resource_id = $1)`,
            [id],
          )
        }
        await meter()
        const inParts = await everything()
        expect(await meter()).toBe(0)
        await forget()
        await meter()
        expect(await everything()).toBe(inParts)
      }),
      { numRuns: 8 },
    )
  })

  it('never rewrites an hour that is closed: what is known later stands beside it, once, and the rest goes on', async () => {
    const { clock, world } = server.current
    const id = await aServer()
    clock.advance({ hours: 40 })
    await meter()
    const before = await everything()
    const closedAt = new Date(clock.now().getTime() - 10 * HOUR_MS)
    const closed: ClosedUntil = async (_db, bodyIds) => {
      expect(bodyIds).toContain(world.bodies.department)
      return new Map([[world.bodies.department, closedAt]])
    }
    const resized = new Date(clock.now().getTime() - 30 * HOUR_MS)
    await cameToBeKnown(id, { at: resized, vcpus: 6 })
    expect(await meter(closed)).toBeGreaterThan(20)
    const shut = instantOf(hourOf(closedAt))
    const changed = await sql<{ hour: number }>(
      'select distinct hour from usage join usage_subject s on s.id = subject_id where resource_id = $1 and quantity > $2',
      [id, 40_000 * 3600],
    )
    expect(changed).toEqual([])
    const [later] = await sql<{ sum: string; last: number }>(
      `select sum(quantity)::text as sum, max(hour) as last from usage_adjustment join usage_subject s on s.id = subject_id
       where resource_id = $1 and meter = 1`,
      [id],
    )
    expect(later).toEqual({ sum: String(4000 * seconds(resized, shut)), last: hourOf(shut) - 1 })
    expect(await meter(closed)).toBe(0)
    // Known better still: only the difference is added.
    await cameToBeKnown(id, { at: resized, vcpus: 2 })
    await meter(closed)
    const [after] = await sql<{ sum: string }>(
      `select sum(quantity)::text as sum from usage_adjustment join usage_subject s on s.id = subject_id
       where resource_id = $1 and meter = 1`,
      [id],
    )
    expect(after?.sum).toBe('0')
    expect(await everything()).toBe(before)
  })

  it('shows as unseen what nobody looked at for longer than the rule says, and counts it with the last known size', async () => {
    const { clock, database } = server.current
    const id = await aServer()
    await judgeGapsFrom(database.owner, '-infinity')
    const look = (hours: number) => {
      clock.advance({ hours })
      return sql('update resource set observed_at = $2 where id = $1', [id, clock.now()])
    }
    await look(1)
    const lastSeen = clock.now()
    await look(5)
    const seenAgain = clock.now()
    await look(1)
    await judgeGapsFrom(database.owner, 'infinity')
    clock.advance({ hours: 2 })
    await meter()
    const [serving, unseen] = await sums(id)
    expect(unseen).toEqual({
      meter: 1,
      holding: 3,
      quantity: String(2000 * seconds(lastSeen, seenAgain)),
    })
    expect(serving?.holding).toBe(1)
  })

  it('goes by the rule in force on the day when it was last seen: a shorter one counts from its day on', async () => {
    const { clock, database, call, world } = server.current
    const id = await aServer()
    await judgeGapsFrom(database.owner, '-infinity')
    const item = { code: 'metering.gap-minutes', value: 60, source: '某省规定', isProductDefault: false }
    const drafted = await call(world.people.centre, ruleSetOperations.create, {
      body: {
        effectiveFrom: dayInChina(instantOf(hourOf(clock.now()) + 24)),
        reason: '缩短观测中断时限',
        items: [item],
      },
    })
    const version = { params: { id: drafted.body.id }, body: { version: drafted.body.version } }
    expect((await call(world.people.bureau, ruleSetOperations.publish, version)).status).toBe(200)
    const look = async (hours: number) => {
      clock.advance({ hours })
      await sql('update resource set observed_at = $2 where id = $1', [id, clock.now()])
      const [row] = await sql<{ n: number }>(
        `select count(*)::int as n from resource_phase where resource_id = $1 and condition = 'unseen'`,
        [id],
      )
      return row?.n
    }
    await look(1)
    expect(await look(1.5)).toBe(0)
    for (let hour = 0; hour < 24; hour += 1) await look(1)
    expect(await look(1.5)).toBe(1)
    await judgeGapsFrom(database.owner, 'infinity')
  })

  it('is never negative and never double, whatever the clocks say (F11)', async () => {
    const { clock } = server.current
    const id = await aServer()
    const begun = (await supply.row(id)).provisioned_at as Date
    // Hours by which the clock that noticed a change was off; the power is switched at each.
    const [HOUR, YEAR] = [1, 8760]
    const faults: readonly (readonly number[])[] = [
      ...[HOUR, -HOUR, YEAR, -YEAR, 8, -8, 0].map((off) => [off]),
      ...[
        [HOUR, -HOUR],
        [-HOUR, HOUR],
        [YEAR, 0],
        [-YEAR, 0],
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
      ...[
        [1 / 3600, -1 / 3600],
        [1e-7, 0],
        [-YEAR, YEAR, -HOUR],
        [24, -24, 24],
        [8, 0, 8, 0],
      ],
    ]
    for (const offsets of faults) {
      // Each begins with what is known since the delivery.
      await sql(
        'delete from resource_phase where resource_id = $1 and ordinal > (select min(ordinal) from resource_phase where resource_id = $1)',
        [id],
      )
      await forget()
      for (const [at, off] of offsets.entries()) {
        clock.advance({ minutes: 41 })
        await switchPower(id, at % 2 === 0 ? 'off' : 'on', new Date(clock.now().getTime() + off * HOUR_MS))
      }
      clock.advance({ hours: 3 })
      await meter()
      await expectWholeHours(id, begun)
    }
  })

  /** As a cloud in another zone would be noticed. */
  async function switchPower(id: string, power: 'on' | 'off', told: Date): Promise<void> {
    const owner = await server.current.database.owner.connect()
    try {
      await owner.query(`set time zone 'America/New_York'`)
      await owner.query(
        `update resource set observed_at = $2, observed_spec = observed_spec || jsonb_build_object('power', $3::text)
         where id = $1`,
        [id, told, power],
      )
    } finally {
      await owner.query('reset time zone')
      owner.release()
    }
  }

  /** Two vCPUs are held in each second since the delivery, once. */
  async function expectWholeHours(id: string, begun: Date): Promise<void> {
    const { clock } = server.current
    const hours = await sql<{ hour: number; quantity: string }>(
      `select hour, sum(quantity)::text as quantity from usage join usage_subject s on s.id = subject_id
       where resource_id = $1 and meter = 1 group by hour order by hour`,
      [id],
    )
    const end = hourOf(new Date(clock.now().getTime() - 300_000))
    expect(hours.map((row) => row.hour)).toEqual(
      Array.from({ length: end - hourOf(begun) }, (_, at) => hourOf(begun) + at),
    )
    for (const { hour, quantity } of hours.slice(1))
      expect([hour, quantity]).toEqual([hour, String(2000 * 3600)])
    expect(hours[0]?.quantity).toBe(String(2000 * seconds(begun, instantOf(hourOf(begun) + 1))))
  }

  it('catches up by itself after a long stop, and two workers at once write what one would', async () => {
    const { clock, database } = server.current
    const reconciler = createMeteringReconciler({ database })
    const ctx = setupCtx(server.current)
    await aServer()
    clock.advance({ days: 35 })
    const [id] = await reconciler.sweep(ctx)
    expect(id).toBeDefined()
    const signal = new AbortController().signal
    const done = await Promise.all([1, 2].map(() => reconciler.reconcile(ctx, id as string, signal)))
    expect(done.some((one) => one.done)).toBe(true)
    expect(await reconciler.sweep(ctx)).toEqual([])
    await expectMonthsToAgree()
    const byTwo = await everything()
    await forget()
    await meter()
    expect(await everything()).toBe(byTwo)
    // Stopped in the middle, it leaves what is done.
    clock.advance({ hours: 30 })
    await expect(reconciler.reconcile(ctx, id as string, AbortSignal.abort())).rejects.toThrow()
    await expectMonthsToAgree()
    expect(await reconciler.sweep(ctx)).toEqual([id])
  })
})
