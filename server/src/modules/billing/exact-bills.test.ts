import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import {
  createOracle,
  type ExactWorld,
  givenExactWorld,
  randomUsage,
  seeded,
} from '../../../test/kit/exact-bills.ts'
import { useServer } from '../../../test/kit/server.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import {
  ensureMonth,
  mergeUsage,
  meterNumber,
  openMetering,
  saveMark,
  type UsageRow,
  windowOfMonth,
} from '../metering/index.ts'
import { billBody, billWholeMonth } from './index.ts'

const server = useServer()
let world: ExactWorld

const SEEDS = 20
const ROWS = 5000
/** Prices change in many of these months, in others not. */
const MONTHS = Array.from({ length: SEEDS }, (_, seed) =>
  new Date(Date.UTC(2026, 9 + seed, 1)).toISOString().slice(0, 7),
)

beforeAll(async () => {
  world = await givenExactWorld(server.current)
})

/** As metering writes it: in batches of resources and windows, in any order, some of it twice. */
async function takeIn(
  month: string,
  usage: readonly UsageRow[],
  seed: number,
  hours: number,
): Promise<number> {
  const random = seeded(seed)
  const whole = windowOfMonth(month)
  return server.current.database.withConnection(SCOPE_ALL, async (client) => {
    expect(await openMetering(client)).toBe(true)
    await ensureMonth(client, whole)
    let written = 0
    const windows = []
    for (let from = whole.from; from < whole.to; from += hours)
      windows.push({ from, to: Math.min(whole.to, from + hours) })
    const halves = [
      world.subjects.filter(({ id }) => id % 2 === 0),
      world.subjects.filter(({ id }) => id % 2 === 1),
    ]
    const batches = windows.flatMap((window) => halves.map((half) => ({ window, half })))
    for (const { window, half } of [...batches, ...batches.slice(0, 3)].sort(() => random() - 0.5)) {
      const ids = new Set(half.map(({ id }) => id))
      const derived = usage
        .filter((row) => ids.has(row.subject) && row.hour >= window.from && row.hour < window.to)
        .sort(() => random() - 0.5)
      await client.query('begin')
      written += await mergeUsage(client, { resourceIds: half.map((one) => one.resourceId), window, derived })
      await client.query('commit')
    }
    await saveMark(client, whole.to)
    return written
  })
}

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

interface StoredCharge {
  readonly subject_id: number
  readonly meter: number
  readonly from_hour: number
  readonly amount: string | null
}

async function chargesOf(month: string) {
  const [bill] = await sql<{ id: string; amount: string; unpriced_count: number; charge_count: number }>(
    'select id, amount, unpriced_count, charge_count from bill where month = $1',
    [`${month}-01`],
  )
  if (!bill) throw new Error(`there is a bill of ${month}`)
  const charges = await sql<StoredCharge>(
    `select subject_id, meter, from_hour, amount::text from charge where bill_id = $1 order by no`,
    [bill.id],
  )
  const [bytes] = await sql<{ all: string }>(
    `select md5(string_agg(c::text, E'\\n' order by no)) as all from charge c where bill_id = $1`,
    [bill.id],
  )
  return { bill, charges, bytes: bytes?.all }
}

describe('bills', () => {
  it('F24 are to the 分 what another arithmetic says, for 20 random months; rated anew from other batches they are the same bytes', async () => {
    const ctx = setupCtx(server.current)
    let differing = 0
    for (const [seed, month] of MONTHS.entries()) {
      const usage = randomUsage(world, month, ROWS, seed + 1)
      await takeIn(month, usage, seed + 1, 200)
      // Everybody's month in one pass, or one body's: afterwards it is rated the other way.
      if (seed % 2 === 0) await billBody(ctx, world.bodyId)
      else await billWholeMonth(ctx, server.current.database, month)
      const oracle = createOracle(world, month)
      for (const row of usage) oracle.add(row)
      const expected = new Map(
        oracle
          .charges()
          .map((one) => [
            `${one.subject} ${meterNumber(one.dimension as 'vcpu')} ${one.fromHour}`,
            one.amount,
          ]),
      )
      const { bill, charges, bytes } = await chargesOf(month)
      for (const { subject_id, meter, from_hour, amount } of charges) {
        const key = `${subject_id} ${meter} ${from_hour}`
        if (!expected.has(key) || expected.get(key) !== (amount === null ? null : BigInt(amount)))
          differing += 1
        expected.delete(key)
      }
      differing += expected.size
      const sum = charges.reduce((total, { amount }) => total + BigInt(amount ?? 0), 0n)
      expect([sum.toString(), charges.length, charges.filter((one) => one.amount === null).length]).toEqual([
        bill.amount,
        bill.charge_count,
        bill.unpriced_count,
      ])
      expect(bill.unpriced_count).toBeGreaterThan(0)
      const window = windowOfMonth(month)
      await sql('delete from usage where hour >= $1 and hour < $2', [window.from, window.to])
      await sql('delete from usage_month where month = $1', [`${month}-01`])
      expect(await takeIn(month, usage, seed + 100, 55)).toBe(usage.length)
      await billBody(ctx, world.bodyId)
      expect((await chargesOf(month)).bytes).toBe(bytes)
      // What was sent is not looked at again.
      await sql(
        `update bill set state = 'sent', sent_at = now(), due_on = now(), unpriced_reason = '未定价', unpriced_by = '管理中心'
          where id = $1`,
        [bill.id],
      )
    }
    expect(differing).toBe(0)
    expect(await sql('select from bill')).toHaveLength(SEEDS)
  })
})
