import { type Bill, type Charge, billOperations as operations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import { judgeGapsFrom, meterUsage } from '../../metering/index.ts'
import { billBody, billedUntil, createBillingReconciler } from '../index.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let serverId = ''

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

/** Metered and billed as the worker does. */
async function billAt(at: string): Promise<void> {
  const { clock, database } = server.current
  clock.set(at)
  const ctx = setupCtx(server.current)
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  for (const id of (await createBillingReconciler(database).sweep?.(ctx)) ?? []) await billBody(ctx, id)
}

async function theBill(month: string): Promise<Bill> {
  const { call } = server.current
  const { body } = await call(people().centre, operations.list, { query: { month } })
  const [summary] = body.items
  if (!summary) throw new Error(`a bill of ${month}`)
  return (await call(people().centre, operations.get, { params: { id: summary.id } })).body
}

async function adjustments(month: string): Promise<readonly Charge[]> {
  const { id } = await theBill(month)
  const { body } = await server.current.call(people().departmentAdmin, operations.charges, {
    params: { id },
    query: { pageSize: 200, category: 'adjustment' },
  })
  return body.items
}

const amountOf = (charges: readonly Charge[]) =>
  charges.reduce((sum, one) => sum + (one.amount?.amountMinor ?? 0), 0)

async function send(month: string): Promise<void> {
  const { id, version } = await theBill(month)
  const body = { version, withoutUnpriced: '云硬盘的合同价尚未议定' }
  const answer = await server.current.call(people().centre, operations.send, { params: { id }, body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}

/** Found out late: it had another size since then. */
const foundLate = (since: string, vcpus: number) =>
  sql(
    `insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
       network_zone, request_line_id, plan, spec)
     select resource_id, $2, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone,
       request_line_id, plan, spec || jsonb_build_object('vcpus', $3::int)
     from resource_phase where resource_id = $1 order by ordinal desc limit 1`,
    [serverId, new Date(since), vcpus],
  )

beforeAll(async () => {
  supply = await givenSupply(server.current)
  const { clock, database } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-28T02:10:00.000Z')
  const ids = await supply.approve()
  await supply.settle()
  for (const id of ids) if ((await supply.row(id)).kind === 'server') serverId = id
  await billAt('2026-10-09T02:00:00.000Z')
  await send('2026-09')
}, 120_000)

describe('F24 a later month that is sent before an earlier one', () => {
  it('takes the corrections that stood on the earlier draft: they are billed once, and on none are they lost', async () => {
    await foundLate('2026-09-29T03:00:00.000Z', 6)
    await billAt('2026-11-03T02:00:00.000Z')
    const found = amountOf(await adjustments('2026-10'))
    expect(found).toBeGreaterThan(0)
    await billAt('2026-12-03T02:00:00.000Z')
    expect(await adjustments('2026-11')).toEqual([])

    await send('2026-11')
    const named = await sql<{ id: string }>(`select id from reconcile_item where reconciler = 'billing'`)
    expect(named.map(({ id }) => id)).toEqual([(await theBill('2026-10')).body.id])
    await billAt('2026-12-05T02:00:00.000Z')
    expect(amountOf(await adjustments('2026-11')) + amountOf(await adjustments('2026-10'))).toBe(found)
    await send('2026-10')
    expect(amountOf(await adjustments('2026-11')) + amountOf(await adjustments('2026-10'))).toBe(found)
    expect(amountOf(await adjustments('2026-10'))).toBe(0)
  })
})
