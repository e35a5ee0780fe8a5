/** Terms that renew by themselves, and the budget: what is committed, and what happens where it does not suffice (R274). */
import {
  type Budget,
  type BudgetCommitment,
  budgetOperations as budgets,
  type RuleItemInput,
  ruleSetOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { createRequest } from '../create-request.ts'
import { advanceDelivery } from '../delivery/advance-delivery.ts'
import { pageEvents } from '../event-store.ts'
import { requestNotices } from '../request-notices.ts'
import { createRequestStage, type RequestStage } from '../request-stage.fixture.ts'
import { submitRequest } from '../submit-request.ts'
import { chooseEnd } from './act-on-term.ts'
import { endTerm } from './term-reconciler.ts'
import { listTermsDue, loadTermForUpdate, type TermRow } from './term-store.ts'

const server = useServer()
let stage: RequestStage
let approvers: Persona[]
const people = () => server.current.world.people
/** The last day of three months from the 15th of September. */
const ENDS = '2026-12-14'
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })

beforeAll(async () => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
  stage = await createRequestStage(server.current)
  approvers = [people().departmentApprover, people().centre, people().countyBureau, people().bureau]
})

/** A host for three months that renews by itself for as many. */
async function renewing(): Promise<string> {
  const me = () => stage.ctx(people().departmentApplicant)
  const input = await stage.aRequest({ termMonths: 3 }, { quantity: 1 })
  const draft = await createRequest(stage.doors, await me(), input)
  const { id } = await submitRequest(stage.doors, await me(), draft.id, { version: draft.version })
  await stage.decide(id, 'approve', approvers)
  stage.desk.finish(id)
  await advanceDelivery(stage.doors, stage.system, id)
  const [one] = [...stage.desk.resources.values()].filter((each) => each.requestId === id)
  const resourceId = one?.fact.id ?? ''
  await chooseEnd(stage.doors, await me(), resourceId, { atEnd: 'renew', renewMonths: 3 })
  return resourceId
}
const term = async (id: string) =>
  stage.system.inTx(async (tx) => (await loadTermForUpdate(tx, id)) as TermRow)
const look = (id: string) => stage.system.inTx((tx) => endTerm(stage.doors, stage.system, tx, id))
const onDay = (day: string) => server.current.clock.set(`${day}T04:00:00.000Z`)
const isDue = async (id: string, day: string) => {
  const rules = await stage.doors.rules.onDay(stage.system.db, day, null)
  return (await listTermsDue(stage.system.db, day, rules, 200)).includes(id)
}
const entries = async (resourceId: string): Promise<readonly BudgetCommitment[]> =>
  (
    await well(
      server.current.call(people().centre, budgets.commitments, { query: { resourceId, pageSize: 200 } }),
    )
  ).items
const sumOf = (rows: readonly BudgetCommitment[]) =>
  rows.reduce((sum, row) => sum + row.amount.amountMinor, 0)
const see = ({ id }: Pick<Budget, 'id'>) =>
  well(server.current.call(people().centre, budgets.get, { params: { id } }))

async function ruled(effectiveFrom: string, values: Readonly<Record<string, boolean>>): Promise<void> {
  const { call } = server.current
  const items = Object.entries(values).map(
    ([code, value]): RuleItemInput => ({ code, value, source: '某省规定 第八条', isProductDefault: false }),
  )
  const draft = await well(
    call(people().centre, ruleSetOperations.create, {
      body: { effectiveFrom, reason: '预算的硬约束', items },
    }),
  )
  const params = { id: draft.id }
  await well(call(people().bureau, ruleSetOperations.publish, { params, body: { version: draft.version } }))
}
/** What stands in the history of its order about it, newest first. */
const toldOf = async (id: string) =>
  (await pageEvents(stage.system.db, (await term(id)).request_id, { pageSize: 50 })).items
    .filter((one) => ['renewed', 'not-renewed', 'expired'].includes(one.event))
    .map((one) => one.text.zh)

describe('R274: terms that renew by themselves', () => {
  const hosts: string[] = []
  const host = (index: number) => hosts[index] ?? ''
  /** Of one host, a month of a renewal. */
  let aMonth = 0
  let line: Budget

  beforeAll(async () => {
    for (let one = 0; one < 6; one++) hosts.push(await renewing())
    onDay(ENDS)
  })

  it('R274: are committed like an order, once, under their own name; without any budget as unbudgeted', async () => {
    const id = host(0)
    expect(await term(id)).toMatchObject({ until: ENDS, renewals: 0 })
    await look(id)
    await look(id)
    expect(await term(id)).toMatchObject({ until: '2027-03-14', renewals: 1, renewal_problem: null })
    const rows = await entries(id)
    expect(rows.map((row) => row.month).sort()).toEqual(['2026-12-01', '2027-01-01', '2027-02-01'])
    expect(rows.every((row) => row.request === null && row.budget === null && row.kind === 'commit')).toBe(
      true,
    )
    const name = stage.desk.resources.get(id)?.fact.name
    expect(rows[0]?.renewal).toEqual({ resource: { id, name }, number: 1 })
    aMonth = rows.find((row) => row.month === '2026-12-01')?.amount.amountMinor ?? 0
    expect(aMonth).toBeGreaterThan(0)
    // As a source they are told apart from what was applied for.
    const query = { source: 'renewal', pageSize: 200 } as const
    const all = await well(server.current.call(people().centre, budgets.commitments, { query }))
    expect(all.items.map((row) => row.id).sort()).toEqual(rows.map((row) => row.id).sort())
    expect((await toldOf(id))[0]).toMatch(/已自动续期至 2027-03-14，费用 [\d.]+ 元。$/)
  })

  it('R274: whoever applied and whoever administers the body hear of it', async () => {
    const rule = requestNotices.find(({ type }) => type === 'resource-term.not-renewed')
    const { request_id: requestId } = await term(host(0))
    const payload = { requestId, name: '主机', until: ENDS, what: '没有预算。', whatEn: 'no budget.' }
    const told = await stage.system.inTx(async (tx) =>
      rule?.tell(tx, stage.system, { payload, aggregateId: host(0) } as never),
    )
    const { departmentApplicant, departmentAdmin } = people()
    expect(told).toMatchObject({
      personIds: expect.arrayContaining([departmentApplicant.personId, departmentAdmin.personId]),
      details: { what: '没有预算。', until: ENDS },
    })
  })

  it('R274: take of a line, are in its drill-down, and free the months after they are given back', async () => {
    line = await givenLine(10_000_000_00)
    // What was unbudgeted was taken over.
    expect((await entries(host(0))).some((row) => row.budget?.id === line.id)).toBe(true)
    const before = await see(line)
    const id = host(1)
    await look(id)
    const here = await well(
      server.current.call(people().centre, budgets.commitments, {
        query: { budgetId: line.id, resourceId: id, pageSize: 200 },
      }),
    )
    expect(here.items).toMatchObject([{ month: '2026-12-01', amount: money(aMonth), kind: 'commit' }])
    expect((await see(line)).committed.amountMinor - before.committed.amountMinor).toBe(aMonth)
    const give = () => stage.system.inTx((tx) => stage.doors.budget.releaseRenewals(stage.system, tx, [id]))
    await give()
    await give()
    const left = Map.groupBy(await entries(id), (row) => row.month)
    expect([...left].map(([month, rows]) => [month, sumOf(rows)]).sort()).toEqual([
      ['2026-12-01', aMonth],
      ['2027-01-01', 0],
      ['2027-02-01', 0],
    ])
  })

  it('R274: by default its body is asked where the budget does not suffice; once more is permitted it renews', async () => {
    await cut()
    const id = host(2)
    await look(id)
    expect(await term(id)).toMatchObject({ until: ENDS, renewal_problem: 'resource-term.no_budget' })
    expect(await entries(id)).toEqual([])
    expect((await toldOf(id))[0]).toMatch(/未能自动续期：2026 年预算余 0.00 元，需 [\d.]+ 元/)
    // The day after: tried again and not told again; told of as any other.
    onDay('2026-12-15')
    await look(id)
    expect(await term(id)).toMatchObject({ renewals: 0, stopped_at: null, noticed_at: expect.any(Date) })
    expect((await toldOf(id)).filter((text) => text.includes('未能自动续期'))).toHaveLength(1)
    await permit(aMonth)
    expect(await isDue(id, '2026-12-15')).toBe(false)
    expect(await isDue(id, '2026-12-16')).toBe(true)
    onDay('2026-12-16')
    await look(id)
    expect(await term(id)).toMatchObject({ until: '2027-03-15', renewals: 1, renewal_problem: null })
    expect((await see(line)).rest).toEqual(money(0))
  })

  it('R274: are renewed with a warning where the rule only warns', async () => {
    await ruled('2026-12-16', { 'budget.renewal.asks': false })
    const id = host(3)
    await look(id)
    expect(await term(id)).toMatchObject({ renewals: 1, renewal_problem: null })
    expect((await toldOf(id))[0]).toMatch(/已自动续期至 2027-03-15.*预算不足：2026 年预算余 0.00 元/)
    expect((await see(line)).rest).toEqual(money(-aMonth))
  })

  it('R274: are stopped where the rule blocks, and two at once cannot both take the last of a line', async () => {
    onDay('2026-12-17')
    await ruled('2026-12-17', { 'budget.gate.blocks': true, 'budget.renewal.asks': false })
    await permit(2 * aMonth)
    expect((await see(line)).rest).toEqual(money(aMonth))
    const [one, other] = [host(4), host(5)]
    await Promise.all([look(one), look(other)])
    const problems = [(await term(one)).renewal_problem, (await term(other)).renewal_problem]
    expect(problems.filter((problem) => problem === null)).toHaveLength(1)
    expect(problems).toContain('resource-term.no_budget')
    expect((await see(line)).rest).toEqual(money(0))
  })

  async function givenLine(amountMinor: number): Promise<Budget> {
    const { call, world } = server.current
    const made = await well(
      call(people().departmentAdmin, budgets.create, {
        body: {
          bodyId: world.bodies.department,
          systemId: null,
          filingId: null,
          fiscalYear: 2026,
          purpose: 'cloud',
          name: '云租用',
          amount: money(amountMinor),
          fundSource: 'service-purchase',
          budgetCode: '2010302',
          sourceDocument: '财预〔2026〕3号',
        },
      }),
    )
    return accepted(made)
  }

  async function accepted({ id, version }: Budget): Promise<Budget> {
    const body = { version, comment: '' }
    return well(server.current.call(people().centre, budgets.accept, { params: { id }, body }))
  }

  /** To what is committed: nothing is left of it. */
  async function cut(): Promise<void> {
    const { id, version, committed: amount, name, fundSource, budgetCode, sourceDocument } = await see(line)
    const body = { version, name, fundSource, budgetCode, sourceDocument, amount, reason: '压减' }
    const changed = server.current.call(people().departmentAdmin, budgets.change, { params: { id }, body })
    await accepted(await well(changed))
  }

  async function permit(amountMinor: number): Promise<void> {
    const { id, version } = await see(line)
    const body = { version, amount: money(amountMinor), reason: '续租', document: '会议纪要〔2026〕12号' }
    await well(server.current.call(people().centre, budgets.permit, { params: { id }, body }))
  }
})
