import { type Budget, budgetOperations, type RequestCreate, ruleSetOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { chargeBill } from '../budget/index.ts'
import type { CeilingDoor } from './ceiling-door.ts'
import { checkRequest } from './check-request.ts'
import { createRequest } from './create-request.ts'
import { advanceDelivery } from './delivery/advance-delivery.ts'
import { cancelRequest } from './delivery/cancel-request.ts'
import { commitBudget, releaseBudget } from './delivery/commit-budget.ts'
import { confirmDelivery } from './delivery/confirm-delivery.ts'
import { gatherEvidence } from './evidence.ts'
import { createRequestStage, type RequestStage } from './request-stage.fixture.ts'
import { findRequest, type RequestRow } from './request-store.ts'
import { submitRequest } from './submit-request.ts'
import { restoreTerm } from './term/restore-term.ts'
import { loadTermForUpdate, updateTerm } from './term/term-store.ts'

const server = useServer()
let stage: RequestStage
let me: Persona
let approvers: Persona[]

beforeAll(async () => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
  stage = await createRequestStage(server.current)
  const { people } = server.current.world
  me = people.departmentApplicant
  approvers = [people.departmentApprover, people.centre, people.countyBureau, people.bureau]
})

const as = (persona: Persona) => stage.ctx(persona)
const people = () => server.current.world.people
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })
const reasonOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: { reason?: string }) => error.reason ?? String(error),
  )
const now = async (id: string) =>
  (await findRequest(stage.system.db, id, { personId: null, seesDrafts: true })) as RequestRow

/** One host for a year, so that the quota of the stage lasts for all of them. */
const aHost = (change: Partial<RequestCreate> = {}) => stage.aRequest(change, { quantity: 1 })
async function submitted(change: Partial<RequestCreate> = {}): Promise<RequestRow> {
  const draft = await createRequest(stage.doors, await as(me), await aHost(change))
  return submitRequest(stage.doors, await as(me), draft.id, { version: draft.version })
}
async function approved(change: Partial<RequestCreate> = {}): Promise<RequestRow> {
  const { id } = await submitted(change)
  await stage.decide(id, 'approve', approvers)
  return now(id)
}
const check = async (change: Partial<RequestCreate> = {}) => {
  const input = { requestId: null, ...(await aHost(change)) }
  return checkRequest(stage.doors, await as(me), input)
}
const gateOf = async (change: Partial<RequestCreate> = {}) =>
  (await check(change)).gates.find(({ key }) => key === 'budget')

async function givenLine(fiscalYear: number, amountMinor: number): Promise<Budget> {
  const { call, world } = server.current
  const line = await well(
    call(people().departmentAdmin, budgetOperations.create, {
      body: {
        bodyId: world.bodies.department,
        systemId: null,
        filingId: null,
        fiscalYear,
        purpose: 'cloud',
        name: `云租用 ${fiscalYear}`,
        amount: money(amountMinor),
        fundSource: 'service-purchase',
        budgetCode: '2010302',
        sourceDocument: '财预〔2026〕3号',
      },
    }),
  )
  return well(
    call(people().centre, budgetOperations.accept, {
      params: { id: line.id },
      body: { version: line.version, comment: '' },
    }),
  )
}
const look = ({ id }: Pick<Budget, 'id'>) =>
  well(server.current.call(people().centre, budgetOperations.get, { params: { id } }))
const entries = async (requestId: string) =>
  (
    await well(
      server.current.call(people().centre, budgetOperations.commitments, {
        query: { requestId, pageSize: 200 },
      }),
    )
  ).items
const net = async (requestId: string) =>
  (await entries(requestId)).reduce((sum, { amount }) => sum + amount.amountMinor, 0)

let early: RequestRow
let line: Budget

describe('R274: the budget at application and at approval', () => {
  it('R274: a body without any budget is not warned again and again; what is approved stands as unbudgeted', async () => {
    expect(await gateOf()).toMatchObject({ state: 'pass', isProductDefault: true })
    expect((await check()).budget).toMatchObject({ hasLines: false })
    early = await approved()
    expect(['provisioning', 'delivered', 'approved']).toContain(early.state)
    const rows = await entries(early.id)
    expect(rows).toHaveLength(12)
    expect(rows.every(({ budget, kind }) => budget === null && kind === 'commit')).toBe(true)
    expect(await net(early.id)).toBe(Number(early.cost_minor))
  })

  it('R274: a line that comes into force takes over what was approved before it, of its year only', async () => {
    line = await givenLine(2026, 100_000_00)
    const months = (await entries(early.id)).filter(({ budget }) => budget?.id === line.id)
    // September to December.
    expect(months).toHaveLength(4)
    expect(months.every(({ fiscalYear, kind }) => fiscalYear === 2026 && kind === 'carry')).toBe(true)
    expect(await net(early.id)).toBe(Number(early.cost_minor))
    const sum = months.reduce((all, { amount }) => all + amount.amountMinor, 0)
    expect((await look(line)).committed).toEqual(money(sum))
  })

  it('R274: shows budget, committed, this request and the rest, to the applicant and beside the decision', async () => {
    const before = await look(line)
    const { budget, estimate, gates } = await check()
    expect(gates.find(({ key }) => key === 'budget')).toMatchObject({ state: 'pass' })
    const [first, second] = budget?.years ?? []
    expect(first).toMatchObject({
      fiscalYear: 2026,
      budget: { id: line.id },
      amount: money(100_000_00),
      committed: before.committed,
    })
    expect(first?.rest?.amountMinor).toBe(before.rest.amountMinor - (first?.asked.amountMinor ?? 0))
    expect(second).toMatchObject({ fiscalYear: 2027, budget: null, rest: null })
    const whole = (first?.asked.amountMinor ?? 0) + (second?.asked.amountMinor ?? 0)
    expect(whole).toBe(estimate?.total.amountMinor)
    const evidence = await gatherEvidence(stage.doors, await as(people().centre), await submitted())
    expect(evidence.budget).toEqual(budget)
  })

  it('R274: commits an approval once, however often it is asked, and gives all back when it is cancelled', async () => {
    const before = await look(line)
    const request = await approved()
    const after = await look(line)
    const taken = (await entries(request.id))
      .filter(({ fiscalYear }) => fiscalYear === 2026)
      .reduce((sum, { amount }) => sum + amount.amountMinor, 0)
    expect(after.committed.amountMinor - before.committed.amountMinor).toBe(taken)
    await stage.system.inTx((tx) => commitBudget(stage.doors, stage.system, tx, request))
    expect((await look(line)).committed).toEqual(after.committed)
    const cancelled = { version: request.version, reason: '项目调整' }
    await cancelRequest(stage.doors, await as(me), request.id, cancelled)
    expect(await net(request.id)).toBe(0)
    expect((await look(line)).committed).toEqual(before.committed)
    expect((await entries(request.id)).map(({ kind }) => kind)).toContain('release')
  })

  it('R274: what is given back frees the months after this one, and no month that was used', async () => {
    const request = await approved()
    stage.desk.finish(request.id)
    await advanceDelivery(stage.doors, stage.system, request.id)
    const { version } = await now(request.id)
    await confirmDelivery(await as(me), request.id, { version })
    const ids = [...stage.desk.resources.values()]
      .filter((each) => each.requestId === request.id)
      .map((each) => each.fact.id)
    const release = await approved({
      kind: 'release',
      termMonths: null,
      dataDisposal: 'migrated',
      lines: ids.map((resourceId) => ({
        planId: null,
        resourceId,
        quantity: 1,
        parameters: {},
        reason: null,
      })),
    })
    stage.desk.finish(request.id)
    await advanceDelivery(stage.doors, stage.system, release.id)
    expect((await now(release.id)).state).toBe('completed')
    const rows = await entries(request.id)
    const months = new Map<string, number>()
    for (const { month, amount } of rows) months.set(month, (months.get(month) ?? 0) + amount.amountMinor)
    const kept = [...months].filter(([, sum]) => sum !== 0).map(([month]) => month)
    expect(kept).toEqual(['2026-09-01'])
  })

  it('R274: entries are never changed or removed, not even by the application', async () => {
    const change = server.current.database.inTx(SCOPE_ALL, (tx) =>
      tx.updateTable('budget_commitment').set({ note: 'x' }).execute(),
    )
    expect(await reasonOf(change)).toMatch(/permission denied/)
  })
})

describe('R274: where the rule blocks', () => {
  beforeAll(async () => {
    const { call } = server.current
    const made = await well(
      call(people().centre, ruleSetOperations.create, {
        body: {
          effectiveFrom: '2026-09-15',
          reason: '预算硬约束',
          items: [
            { code: 'budget.gate.blocks', value: true, source: '某省规定 第八条', isProductDefault: false },
          ],
        },
      }),
    )
    await well(
      call(people().bureau, ruleSetOperations.publish, {
        params: { id: made.id },
        body: { version: made.version },
      }),
    )
  })

  async function cut(of: Budget, amountMinor: number): Promise<Budget> {
    const { call } = server.current
    const { name, fundSource, budgetCode, sourceDocument } = of
    const params = { id: of.id }
    const changed = await well(
      call(people().departmentAdmin, budgetOperations.change, {
        params,
        body: {
          version: of.version,
          name,
          fundSource,
          budgetCode,
          sourceDocument,
          amount: money(amountMinor),
          reason: '压减',
        },
      }),
    )
    return well(
      call(people().centre, budgetOperations.accept, {
        params,
        body: { version: changed.version, comment: '' },
      }),
    )
  }
  const permit = async (of: Budget, amountMinor: number) =>
    well(
      server.current.call(people().centre, budgetOperations.permit, {
        params: { id: of.id },
        body: {
          version: of.version,
          amount: money(amountMinor),
          reason: '保障防汛',
          document: '会议纪要〔2026〕12号',
        },
      }),
    )

  it('R129 R274 R299: what was given back is restored with what it had committed; where that does not fit any more, it says so', async () => {
    const order = await approved()
    stage.desk.finish(order.id)
    await advanceDelivery(stage.doors, stage.system, order.id)
    const [made] = [...stage.desk.resources.values()].filter((each) => each.requestId === order.id)
    const id = made?.fact.id ?? ''
    if (made) Object.assign(made.fact, { providerBodyId: server.current.world.bodies.provider })
    const before = await net(order.id)
    await stage.system.inTx(async (tx) => {
      await updateTerm(tx, id, { released_at: server.current.clock.now() })
      await releaseBudget(stage.doors, stage.system, tx, [id])
    })
    const restore = (doors = stage.doors) =>
      stage.system.inTx((tx) => restoreTerm(doors, stage.system, tx, id))
    const released = async () =>
      (await stage.system.inTx((tx) => loadTermForUpdate(tx, id)))?.released_at ?? null
    expect(await net(order.id)).toBeLessThan(before)
    const { amount, committed } = await look(line)
    await cut(await look(line), committed.amountMinor)
    expect(await reasonOf(restore())).toBe('budget.rest_too_small')
    expect(await released()).not.toBeNull()
    await cut(await look(line), amount.amountMinor + before)
    const passed: CeilingDoor['hold'] = async (_ctx, _tx, { parts, isCommitted, isEmergency }) => {
      const [part] = parts
      const asked = part?.lines.reduce((sum, { onceMinor }) => sum + onceMinor, 0)
      expect([parts.length, asked, isCommitted, isEmergency]).toEqual([1, before - freed, true, false])
      refuse('service-contract.ceiling_passed')
    }
    const full = { ...stage.doors, ceiling: { ...stage.doors.ceiling, hold: passed } }
    const freed = await net(order.id)
    expect(await reasonOf(restore(full))).toBe('service-contract.ceiling_passed')
    expect([(await released()) === null, await net(order.id)]).toEqual([false, freed])
    expect(await reasonOf(restore())).toBe('done')
    expect([await released(), await net(order.id)]).toEqual([null, before])
    // Once: it is there, and nothing more is held.
    await restore()
    expect(await net(order.id)).toBe(before)
  })

  it('R274: refuses what does not fit, at application and at approval, and lets a permit through', async () => {
    const waiting = await submitted()
    const { committed } = await look(line)
    await cut(await look(line), committed.amountMinor)
    expect(await gateOf()).toMatchObject({
      state: 'block',
      reason: 'request.gate.budget_short',
      source: '某省规定 第八条',
      isProductDefault: false,
    })
    expect(await reasonOf(submitted())).toBe('request.gates_closed')
    // An emergency is warned and opened first.
    expect(await gateOf({ purpose: 'emergency', termMonths: 1 })).toMatchObject({ state: 'warn' })
    // It was submitted while there was enough: the approval that does not fit is none.
    expect(await reasonOf(stage.decide(waiting.id, 'approve', approvers))).toBe('budget.rest_too_small')
    expect((await now(waiting.id)).state).toBe('in-approval')
    expect(await entries(waiting.id)).toEqual([])
    await permit(await look(line), 100_000_00)
    expect(await gateOf()).toMatchObject({ state: 'pass' })
    await stage.decide(waiting.id, 'approve', approvers)
    expect((await now(waiting.id)).state).not.toBe('in-approval')
    expect(await net(waiting.id)).toBe(Number((await now(waiting.id)).cost_minor))
  })
  it('R274: a line that bills have overspent stops what is asked for next, and says so', async () => {
    const { rest } = await look(line)
    const order = { systemId: stage.systemId, request: null, lines: [], resourceIds: [] }
    await stage.system.inTx((tx) =>
      chargeBill(stage.system, tx, {
        billId: server.current.ids.next(),
        bodyId: server.current.world.bodies.department,
        month: '2026-09-01',
        isFinal: false,
        orders: [{ ...order, amountMinor: BigInt(rest.amountMinor) + 1n }],
      }),
    )
    expect((await look(line)).rest).toEqual(money(-1))
    expect(await gateOf()).toMatchObject({
      state: 'block',
      reason: 'request.gate.budget_overspent',
    })
    expect((await check()).budget?.years[0]).toMatchObject({ actual: money(rest.amountMinor + 1) })
    expect(await reasonOf(submitted())).toBe('request.gates_closed')
    expect(await gateOf({ purpose: 'emergency', termMonths: 1 })).toMatchObject({ state: 'warn' })
    const { items } = await well(
      server.current.call(people().centre, budgetOperations.list, { query: { overspent: true } }),
    )
    expect(items.map(({ id }) => id)).toContain(line.id)
  })
})
