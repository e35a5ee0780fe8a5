import { type Budget, budgetOperations, type RequestCreate } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { checkRequest } from './check-request.ts'
import { createRequest } from './create-request.ts'
import { advanceDelivery } from './delivery/advance-delivery.ts'
import { cancelRequest } from './delivery/cancel-request.ts'
import { commitBudget } from './delivery/commit-budget.ts'
import { confirmDelivery } from './delivery/confirm-delivery.ts'
import { createRequestStage, type RequestStage } from './request-stage.fixture.ts'
import { findRequest, type RequestRow } from './request-store.ts'
import { submitRequest } from './submit-request.ts'

const server = useServer()
let stage: RequestStage
let approvers: Persona[]
const people = () => server.current.world.people
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })
const me = () => stage.ctx(people().departmentApplicant)

beforeAll(async () => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
  stage = await createRequestStage(server.current)
  approvers = [people().departmentApprover, people().centre, people().countyBureau, people().bureau]
})

const now = async (id: string) =>
  (await findRequest(stage.system.db, id, { personId: null, seesDrafts: true })) as RequestRow

async function approved(change: Partial<RequestCreate> = {}): Promise<RequestRow> {
  const draft = await createRequest(stage.doors, await me(), await stage.aRequest(change, { quantity: 1 }))
  const { id } = await submitRequest(stage.doors, await me(), draft.id, { version: draft.version })
  await stage.decide(id, 'approve', approvers)
  return now(id)
}

/** @returns the order and the resource that came of it. */
async function ordered(): Promise<{ readonly order: RequestRow; readonly resourceId: string }> {
  const order = await approved()
  stage.desk.finish(order.id)
  await advanceDelivery(stage.doors, stage.system, order.id)
  await confirmDelivery(await me(), order.id, { version: (await now(order.id)).version })
  const [made] = [...stage.desk.resources.values()].filter((each) => each.requestId === order.id)
  return { order, resourceId: made?.fact.id ?? '' }
}

const about = (resourceId: string, planId: string | null = null) => [
  {
    planId,
    resourceId,
    quantity: 1,
    parameters: planId === null ? {} : { image: 'small' },
    reason: '业务变化',
  },
]

async function givenLine(fiscalYear: number, name: string): Promise<Budget> {
  const { call, world } = server.current
  const line = await well(
    call(people().departmentAdmin, budgetOperations.create, {
      body: {
        bodyId: world.bodies.department,
        systemId: null,
        filingId: null,
        fiscalYear,
        purpose: 'cloud',
        name,
        amount: money(100_000_00),
        fundSource: 'service-purchase',
        budgetCode: '2010302',
        sourceDocument: '财预〔2026〕3号',
      },
    }),
  )
  const params = { id: line.id }
  const body = { version: line.version, comment: '' }
  return well(call(people().centre, budgetOperations.accept, { params, body }))
}

async function months(requestId: string): Promise<ReadonlyMap<string, number>> {
  const query = { requestId, pageSize: 200 }
  const { items } = await well(server.current.call(people().centre, budgetOperations.commitments, { query }))
  const sums = new Map<string, number>()
  for (const { month, amount } of items) sums.set(month, (sums.get(month) ?? 0) + amount.amountMinor)
  return new Map([...sums].filter(([, sum]) => sum !== 0).sort())
}
const sumOf = (all: ReadonlyMap<string, number>) => [...all.values()].reduce((sum, one) => sum + one, 0)

async function costOf(
  plan: string,
  term: { readonly months: number; readonly days: number },
): Promise<number> {
  const planId = await stage.planId('cloud-host', plan)
  const of = { planId, parameters: { image: 'small' }, term, providerBodyId: null, onDay: '2026-09-15' }
  return (await stage.system.inTx((tx) => stage.doors.catalogue.heldCost(tx, of))) ?? 0
}

/** From 2026-09-15 to 2027-09-14, as the price list counts months. */
const REST = { months: 12, days: 5 }

describe('what a change or a renewal adds', () => {
  let held: Awaited<ReturnType<typeof ordered>>
  let larger: RequestRow
  let renewal: RequestRow

  beforeAll(async () => {
    held = await ordered()
  })

  it('R274 a larger plan commits the difference for the rest of the term, once', async () => {
    const planId = await stage.planId('cloud-host', 'c8m16')
    larger = await approved({ kind: 'change', termMonths: null, lines: about(held.resourceId, planId) })
    const difference = (await costOf('c8m16', REST)) - (await costOf('c4m8', REST))
    expect(difference).toBeGreaterThan(0)
    const before = await months(larger.id)
    expect(sumOf(before)).toBe(difference)
    expect([[...before.keys()][0], [...before.keys()].at(-1)]).toEqual(['2026-09-01', '2027-09-01'])
    await stage.system.inTx((tx) => commitBudget(stage.doors, stage.system, tx, larger))
    expect(await months(larger.id)).toEqual(before)
    expect(sumOf(await months(held.order.id))).toBe(Number(held.order.cost_minor))
    stage.desk.finish(larger.id)
    await advanceDelivery(stage.doors, stage.system, larger.id)
  })

  it('R276 a change amid the term is estimated, and committed, at the factor that its order was agreed for', async () => {
    const { clock } = server.current
    const before = clock.now()
    const of = await ordered()
    clock.set('2026-12-15T02:00:00.000Z')
    const planId = await stage.planId('cloud-host', 'c8m16')
    const change = await approved({ kind: 'change', termMonths: null, lines: about(of.resourceId, planId) })
    // A year's order: nine months are left of it, and the factor is that of the year.
    const monthOf = async (plan: string) => costOf(plan, { months: 12, days: 0 })
    expect(Number(change.cost_minor)).toBe(Math.round((await monthOf('c8m16')) / 12))
    const whole = (await monthOf('c8m16')) - (await monthOf('c4m8'))
    const DAYS_LEFT = 274
    expect(Math.abs(sumOf(await months(change.id)) - (whole * DAYS_LEFT) / 360)).toBeLessThan(10)
    clock.set(before.toISOString())
  })

  it('R274 a renewal commits its own term, from the month in which it begins', async () => {
    renewal = await approved({ kind: 'renew', termMonths: 6, lines: about(held.resourceId) })
    expect(renewal.state).toBe('completed')
    const added = await months(renewal.id)
    expect(sumOf(added)).toBe(await costOf('c4m8', { months: 6, days: 0 }))
    expect([...added.keys()]).toEqual([
      '2027-09-01',
      '2027-10-01',
      '2027-11-01',
      '2027-12-01',
      '2028-01-01',
      '2028-02-01',
    ])
  })

  it('R274 a smaller plan frees the difference of what its order had committed, once and never more', async () => {
    const { order, resourceId } = await ordered()
    const before = await months(order.id)
    const planId = await stage.planId('cloud-host', 'c2m4')
    const smaller = await approved({ kind: 'change', termMonths: null, lines: about(resourceId, planId) })
    expect(await months(smaller.id)).toEqual(new Map())
    const after = await months(order.id)
    const freed = sumOf(before) - sumOf(after)
    const difference = (await costOf('c4m8', REST)) - (await costOf('c2m4', REST))
    expect(freed).toBeGreaterThan(0)
    expect(freed).toBeLessThanOrEqual(difference)
    expect(Math.min(...after.values())).toBeGreaterThanOrEqual(0)
    await stage.system.inTx((tx) => commitBudget(stage.doors, stage.system, tx, smaller))
    expect(await months(order.id)).toEqual(after)
    // The change was given up: what it had freed is held again.
    await stage.system.inTx((tx) =>
      stage.doors.budget.release(stage.system, tx, smaller.id, { lines: null, note: '不再变更' }),
    )
    expect(await months(order.id)).toEqual(before)
  })

  it('R274 what is given back frees the months ahead of its changes and renewals as well', async () => {
    const release = await approved({
      kind: 'release',
      termMonths: null,
      dataDisposal: 'migrated',
      lines: about(held.resourceId).map((line) => ({ ...line, reason: null })),
    })
    stage.desk.finish(held.order.id)
    await advanceDelivery(stage.doors, stage.system, release.id)
    expect((await now(release.id)).state).toBe('completed')
    expect([...(await months(held.order.id)).keys()]).toEqual(['2026-09-01'])
    expect([...(await months(larger.id)).keys()]).toEqual(['2026-09-01'])
    expect(await months(renewal.id)).toEqual(new Map())
  })
})

describe('an order that is cancelled before it was confirmed', () => {
  it('R274 frees what was added to it meanwhile: the months ahead of its changes and renewals', async () => {
    const order = await approved()
    stage.desk.finish(order.id)
    await advanceDelivery(stage.doors, stage.system, order.id)
    const [made] = [...stage.desk.resources.values()].filter((each) => each.requestId === order.id)
    const resourceId = made?.fact.id ?? ''
    const planId = await stage.planId('cloud-host', 'c8m16')
    const larger = await approved({
      kind: 'change',
      termMonths: null,
      lines: about(resourceId, planId),
    })
    await advanceDelivery(stage.doors, stage.system, larger.id)
    const renewal = await approved({ kind: 'renew', termMonths: 6, lines: about(resourceId) })
    expect(renewal.state).toBe('completed')
    expect(sumOf(await months(renewal.id))).toBeGreaterThan(0)
    const { version } = await now(order.id)
    await cancelRequest(stage.doors, await me(), order.id, { version, reason: '项目调整' })
    expect(await months(order.id)).toEqual(new Map())
    expect([...(await months(larger.id)).keys()]).toEqual(['2026-09-01'])
    expect(await months(renewal.id)).toEqual(new Map())
  })
})

describe('the line that pays', () => {
  const gateOf = async (change: Partial<RequestCreate>) => {
    const input = { requestId: null, ...(await stage.aRequest(change, { quantity: 1 })) }
    const { gates, budget } = await checkRequest(stage.doors, await me(), input)
    return { gate: gates.find(({ key }) => key === 'budget'), budget }
  }

  it('R274 is the one that the applicant names among those that may, otherwise the rule picks', async () => {
    const first = await givenLine(2026, '云租用')
    const second = await givenLine(2026, '专项')
    const unnamed = await gateOf({})
    expect(unnamed.budget?.years[0]).toMatchObject({
      budget: { id: first.id },
      choices: [{ id: first.id }, { id: second.id }],
    })
    const absent = await gateOf({ budgetId: '00000000-0000-7000-8000-000000000001' })
    expect(absent.gate).toMatchObject({ state: 'block', reason: 'request.gate.budget_line_unfit' })
    expect((await gateOf({ budgetId: second.id })).budget?.years[0]?.budget?.id).toBe(second.id)
    const named = await approved({ budgetId: second.id })
    expect(named.budget_id).toBe(second.id)
    const query = { requestId: named.id, fiscalYear: 2026, pageSize: 200 }
    const { items } = await well(
      server.current.call(people().centre, budgetOperations.commitments, { query }),
    )
    expect(new Set(items.map(({ budget }) => budget?.id))).toEqual(new Set([second.id]))
  })
})
