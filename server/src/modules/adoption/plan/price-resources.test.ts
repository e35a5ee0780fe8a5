/** What was taken in before it had a plan gets one from a day on; what was billed stands. */
import {
  type AdoptionList,
  adoptionOperations,
  adoptionPlanOperations,
  billOperations,
  type Charge,
  inventoryOperations,
  resourceOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenQuota, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { billBody, billedUntil, createBillingReconciler } from '../../billing/index.ts'
import { judgeGapsFrom, meterUsage } from '../../metering/index.ts'
import { type AdoptionStage, givenStage, givenSystem } from '../stage.fixture.ts'
import { createAdoptionReconciler } from '../take-in/adoption-reconciler.ts'

const server = useServer()
const people = () => server.current.world.people
let stage: AdoptionStage
let list: AdoptionList

const aVolume = (name: string, sizeGiB: number) =>
  ({ kind: 'volume', name, sizeGiB, volumeType: 'general-ssd', serverRef: null }) as const

/** Taken in as lists of before did it: without any plan. */
beforeAll(async () => {
  const { world, clock, database } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-20T02:00:00.000Z')
  stage = await givenStage(server.current)
  const bodyId = world.bodies.department
  await givenQuota(server.current, bodyId, { vcpus: 10, memoryMiB: 1_000_000, storageGiB: 10_000 })
  await givenSystem(server.current, bodyId, 'old', '老系统')
  const { simulated } = stage.cloud
  const ref = await simulated.make({ kind: 'project', name: 'OLD', description: '' }, null)
  for (const name of ['旧盘一', '旧盘二', '旧盘三']) await simulated.make(aVolume(name, 10), ref)
  await stage.scan()
  await stage.propose()
  clock.set('2026-09-22T02:00:00.000Z')
  const before = await stage.assign({ bodyId })
  await database.owner.query('update adoption_entry set plan = null, plan_rule = null where list_id = $1', [
    before.list.id,
  ])
  await stage.decide(people().departmentApprover, await stage.submit(before.list), 'approve')
  await stage.takeIn(before.list.id)
  clock.set('2026-10-10T02:00:00.000Z')
  await bill()
  const september = await theBill('2026-09')
  const sent = {
    params: { id: september.id },
    body: { version: september.version, withoutUnpriced: '尚未纳入计价' },
  }
  expect((await server.current.call(people().centre, billOperations.send, sent as never)).status).toBe(200)
}, 120_000)

async function bill(): Promise<void> {
  const { database } = server.current
  const ctx = setupCtx(server.current)
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  for (const id of (await createBillingReconciler(database).sweep?.(ctx)) ?? []) await billBody(ctx, id)
}

async function theBill(month: string) {
  const { body } = await server.current.call(people().centre, billOperations.list, { query: { month } })
  const id = body.items[0]?.id ?? ''
  return (await server.current.call(people().centre, billOperations.get, { params: { id } })).body
}

async function chargesOf(month: string): Promise<readonly Charge[]> {
  const { id } = await theBill(month)
  const query = { pageSize: 200 }
  return (await server.current.call(people().centre, billOperations.charges, { params: { id }, query })).body
    .items
}

const price = (persona: Persona, input: Record<string, unknown> = {}) =>
  server.current.call(persona, adoptionPlanOperations.price, {
    body: { resourceIds: null, filter: {}, pricedFrom: '2026-10-16', reason: '补定存量价格', ...input },
  } as never)

async function unpriced() {
  const { body } = await server.current.call(people().centre, resourceOperations.list, {
    query: { withoutPlan: true },
  })
  return body.items
}

/** One pass, as the worker does it. */
async function pass(id: string): Promise<void> {
  const { connections } = server.current.composition.cloud
  const reconciler = createAdoptionReconciler(connections, billedUntil)
  const never = new AbortController().signal
  for (let times = 0; times < 10; times++)
    if ((await reconciler.reconcile(setupCtx(server.current), id, never)).done) return
}

describe('setting the plan of what was taken in without one', () => {
  it('R276: it is found by its mark, and costs nothing until then', async () => {
    expect((await unpriced()).map((one) => [one.name, one.isWithoutPlan]).sort()).toEqual([
      ['旧盘一', true],
      ['旧盘三', true],
      ['旧盘二', true],
    ])
    expect(new Set((await chargesOf('2026-09')).map((one) => one.unpriced))).toEqual(new Set(['no-order']))
  })

  it('R276: the explorer marks it and finds it by the same mark', async () => {
    await stage.scan()
    const { call } = server.current
    const items = async (withoutPlan: boolean) =>
      (await call(people().centre, inventoryOperations.items, { query: { withoutPlan, pageSize: 200 } })).body
        .items
    const found = await items(true)
    expect(found.map(({ name }) => name).sort()).toEqual(['旧盘一', '旧盘三', '旧盘二'])
    expect(found.every((one) => one.withoutPlan && one.standing === 'managed')).toBe(true)
    const counted = await call(people().centre, inventoryOperations.count, { query: { withoutPlan: true } })
    expect(counted.body).toEqual({ count: 3, isEstimate: false })
    expect((await items(false)).some((one) => one.withoutPlan)).toBe(false)
  })

  it('refuses whoever may not assign, a day that is billed, and where there is nothing', async () => {
    expect((await price(people().departmentAdmin)).problem.reason).toBe('common.forbidden')
    const closed = await price(people().centre, { pricedFrom: '2026-09-30' })
    expect(closed.problem.reason).toBe('adoption.month_closed')
    expect(closed.problem.text.zh).toContain('2026-10-01')
    const none = await price(people().centre, { filter: { kind: 'server' } })
    expect(none.problem.reason).toBe('adoption.nothing_without_plan')
  })

  it('makes one list with proposed plans; what has none is not submitted; nothing waits on two', async () => {
    const made = await price(people().centre)
    expect(made.body).toMatchObject({ resources: 3, lists: [{ entries: 3 }] })
    list = await stage.get(made.body.lists[0]?.id ?? '')
    expect(list).toMatchObject({
      sort: 'plan',
      pricedFrom: '2026-10-16',
      withoutPlan: 0,
      quota: null,
      note: '补定存量价格',
    })
    expect((await price(people().centre)).problem.reason).toBe('adoption.nothing_without_plan')
    const [entry] = await stage.entries(list.id)
    const clear = { version: list.version, entryIds: [entry?.id ?? ''], planId: null }
    const { centre } = people()
    const cleared = await server.current.call(centre, adoptionPlanOperations.setPlan, {
      params: { id: list.id },
      body: clear,
    })
    const submit = { params: { id: list.id }, body: { version: cleared.body.version } }
    const missing = await server.current.call(centre, adoptionOperations.submit, submit)
    expect(missing.problem.reason).toBe('adoption.plan_missing')
    const cut = { version: cleared.body.version, entryIds: [entry?.id ?? ''] }
    const removed = await server.current.call(centre, adoptionOperations.removeEntries, {
      params: { id: list.id },
      body: cut,
    })
    list = await stage.submit(removed.body)
  })

  it('R276: approved, it is billed from that day to the 分, and October, which was open, is metered anew', async () => {
    const { clock } = server.current
    clock.set('2026-10-20T02:00:00.000Z')
    await bill()
    await stage.decide(people().departmentApprover, list, 'approve')
    await pass(list.id)
    expect(await stage.get(list.id)).toMatchObject({ state: 'done', counts: { priced: 2, withdrawn: 1 } })
    expect(await unpriced()).toHaveLength(1)
    clock.set('2026-11-09T02:00:00.000Z')
    await bill()
    const all = await chargesOf('2026-10')
    // Two of 10 GiB from the 16th to the 31st, 16 of 31 days, at 0.2 yuan; before that listed without an amount.
    expect(all.reduce((sum, one) => sum + (one.amount?.amountMinor ?? 0), 0)).toBe(206)
    expect(all.filter((one) => one.unpriced === 'no-order')).toHaveLength(3)
    // What was billed stands, and nothing of it is corrected.
    expect(all.filter((one) => one.category === 'adjustment')).toEqual([])
    expect((await theBill('2026-09')).amount.amountMinor).toBe(0)
  })

  it('a month that was billed before the approval is refused then, and said', async () => {
    const made = await price(people().centre, { pricedFrom: '2026-10-31' })
    const late = await stage.submit(await stage.get(made.body.lists[0]?.id ?? ''))
    const october = await theBill('2026-10')
    const sent = {
      params: { id: october.id },
      body: { version: october.version, withoutUnpriced: '尚未纳入计价' },
    }
    expect((await server.current.call(people().centre, billOperations.send, sent as never)).status).toBe(200)
    await stage.decide(people().departmentApprover, late, 'approve')
    await pass(late.id)
    const [entry] = await stage.entries(late.id)
    expect([entry?.state, entry?.outcome?.zh]).toEqual([
      'left-out',
      expect.stringContaining('起计日所在月份已出账'),
    ])
    expect(await unpriced()).toHaveLength(1)
  })
})
