/** Hours of months that are billed for everybody are folded, and whoever reads them sees no difference. */
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import { hourOf, instantOf, monthOf, windowOfMonth } from '../civil-month.ts'
import {
  type ClosedUntil,
  createFoldReconciler,
  findFoldable,
  judgeGapsFrom,
  meterUsage,
  sumUsage,
} from '../index.ts'
import { sumHours } from '../read/read-store.ts'

const server = useServer()
let supply: Supply
let id: string
/** The month after the delivery, lived through. */
let month: string
let from: number
let to: number

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

const meter = async (closedUntil: ClosedUntil) => {
  const { database } = server.current
  const parts = { database, closedUntil }
  const done = await meterUsage(setupCtx(server.current), parts, new AbortController().signal)
  return done?.written
}

const open: ClosedUntil = async () => new Map()
/** Billed for all, up to the end of the month. */
const closed: ClosedUntil = async (_db, bodyIds) => new Map(bodyIds.map((bodyId) => [bodyId, instantOf(to)]))

const fold = async (closedUntil: ClosedUntil) => {
  const reconciler = createFoldReconciler(closedUntil)
  const ctx = setupCtx(server.current)
  for (const one of await reconciler.sweep(ctx))
    while (!(await reconciler.reconcile(ctx, one, new AbortController().signal)).done);
}

const HOURS = `select subject_id, hour, meter, holding, quantity, coalesce(of_day, 24 * quantity) as of_day from usage union all
  select subject_id, h, meter, holding, quantity, coalesce(of_day, 24 * quantity) from usage_span
    cross join generate_series(from_hour, to_hour - 1) h`

/** Every hour of the closed months as it was written, wherever it stands. */
async function everything(): Promise<string> {
  const [row] = await sql<{ all: string }>(
    `select md5(string_agg(u::text, ' ' order by subject_id, hour, meter, holding)) as all from (${HOURS}) u
     where hour < $1`,
    [to],
  )
  return row?.all ?? ''
}

/** Hours and what became known of them, together. */
const known = () =>
  sql(
    `select subject_id, hour, meter, holding, sum(quantity)::text as quantity, sum(of_day)::text as of_day
     from (${HOURS} union all select subject_id, hour, meter, holding, quantity, coalesce(of_day, 24 * quantity) from usage_adjustment) u
     group by 1, 2, 3, 4 having sum(quantity) <> 0 or sum(of_day) <> 0 order by 1, 2, 3, 4`,
  )

async function count(table: 'usage' | 'usage_span'): Promise<number> {
  const [begin, end] = table === 'usage' ? ['hour', 'hour'] : ['from_hour', 'to_hour - 1']
  const [row] = await sql<{ n: number }>(
    `select count(*)::int as n from ${table} where ${begin} >= $1 and ${end} < $2`,
    [from, to],
  )
  return row?.n ?? 0
}

/** As bills with changing prices and the page of a resource read it. */
async function read(cuts: readonly number[]) {
  const { world } = server.current
  const { db } = setupCtx(server.current)
  const bodyId = world.bodies.department
  return {
    bill: await sumUsage(db, { bodyId, month, cuts, withDays: true }),
    days: await sumHours(db, { resourceId: id }, { from, to }, 'day'),
    hours: await sumHours(db, { resourceId: id }, { from: from + 240, to: from + 264 }, 'hour'),
  }
}

async function change(hoursIn: number, vcpus: number, condition: string): Promise<void> {
  await sql(
    `insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
       network_zone, request_line_id, plan, spec)
     select resource_id, $2, $4, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
       network_zone, request_line_id, plan, spec || jsonb_build_object('vcpus', $3::int)
     from resource_phase where resource_id = $1 order by ordinal limit 1`,
    [id, new Date(instantOf(from).getTime() + Math.floor(hoursIn * 3_600_000)), vcpus, condition],
  )
}

const forget = () => sql('truncate usage, usage_span, usage_month, usage_adjustment, usage_mark')

const phase = fc.record({
  hours: fc.double({ min: 0, max: 700, noNaN: true }),
  vcpus: fc.integer({ min: 1, max: 64 }),
  condition: fc.constantFrom('serving', 'stopped', 'unseen', 'missing'),
})

beforeAll(async () => {
  supply = await givenSupply(server.current)
  await judgeGapsFrom(server.current.database.owner, 'infinity')
  const ids = await supply.approve()
  await supply.settle()
  for (const one of ids) if ((await supply.row(one)).kind === 'server') id = one
  const { clock } = server.current
  const running = windowOfMonth(monthOf(hourOf(clock.now())))
  month = monthOf(running.to)
  ;({ from, to } = windowOfMonth(month))
  clock.advance({ hours: to - hourOf(clock.now()) + 100 })
})

beforeEach(async () => {
  await sql('delete from resource_phase where resource_id = $1 and at >= $2', [id, instantOf(from)])
  await forget()
})

describe('folding', () => {
  it('F24: whatever was held, every reader sees the same before and after; what is known later adds up to the truth', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(phase, { maxLength: 8 }),
        fc.array(phase, { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 671 }), { maxLength: 4 }),
        async (first, late, within) => {
          const cuts = within.sort((a, b) => a - b).map((hour) => from + hour)
          await sql('delete from resource_phase where resource_id = $1 and at >= $2', [id, instantOf(from)])
          await forget()
          for (const one of first) await change(one.hours, one.vcpus, one.condition)
          await meter(open)
          const [before, shown] = [await everything(), await read(cuts)]
          await fold(closed)
          expect(await count('usage')).toBe(0)
          expect(await everything()).toBe(before)
          expect(await read(cuts)).toEqual(shown)
          expect(await meter(closed)).toBe(0)
          for (const one of late) await change(one.hours, one.vcpus, one.condition)
          await meter(closed)
          expect(await everything()).toBe(before)
          const summed = await known()
          await forget()
          await meter(open)
          expect(summed).toEqual(await known())
        },
      ),
      { numRuns: 12 },
    )
  })

  it('takes a month of unchanging hours as one span each, and the hours are gone', async () => {
    await meter(open)
    const hours = await count('usage')
    expect(hours).toBeGreaterThan(2000)
    await fold(closed)
    expect(await count('usage')).toBe(0)
    expect(await count('usage_span')).toBe(hours / (to - from))
  })

  it('waits until the month is billed for everybody who held something in it, and leaves the month that still runs', async () => {
    const ctx = setupCtx(server.current)
    await meter(open)
    expect(await findFoldable(ctx, open)).toBeNull()
    const almost: ClosedUntil = async (_db, bodyIds) =>
      new Map(bodyIds.map((bodyId, at) => [bodyId, instantOf(at === 0 ? to - 1 : to)]))
    const earlier = await findFoldable(ctx, almost)
    expect(earlier).not.toBe(month)
    await fold(almost)
    expect(await count('usage_span')).toBe(0)
    const always: ClosedUntil = async (_db, bodyIds) =>
      new Map(bodyIds.map((bodyId) => [bodyId, new Date('2999-01-01')]))
    await fold(always)
    expect(await count('usage')).toBe(0)
    const [{ running } = { running: 0 }] = await sql<{ running: number }>(
      'select count(*)::int as running from usage where hour >= $1',
      [to],
    )
    expect(running).toBeGreaterThan(0)
  })

  it('takes nothing away where spans would not add up to the month', async () => {
    await meter(open)
    const before = await everything()
    await sql(
      `update usage_month set quantity = quantity + 1 where month = $1 and ctid = (select ctid from usage_month where month = $1 limit 1)`,
      [`${month}-01`],
    )
    await expect(fold(closed)).rejects.toThrow(/not what its hours were/)
    expect(await everything()).toBe(before)
    expect(await count('usage_span')).toBe(0)
  })

  it('F19: the platform itself can write no span, change none and take none away', async () => {
    const { db } = setupCtx(server.current)
    const { sql: raw } = await import('kysely')
    for (const statement of [
      raw`insert into usage_span values (1, 1, 2, 1, 1, 1, null)`,
      raw`update usage_span set quantity = 1`,
      raw`delete from usage_span`,
      raw`truncate usage`,
    ])
      await expect(statement.execute(db)).rejects.toThrow(/permission denied/)
  })
})
