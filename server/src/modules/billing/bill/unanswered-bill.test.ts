import { type Bill, type Charge, billOperations as operations, workflowOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { judgeGapsFrom, meterUsage } from '../../metering/index.ts'
import { billBody, billedUntil, createBillingReconciler } from '../index.ts'
import { type ClosingStanding, refuseClosing, refuseVerb } from './bill.ts'

const server = useServer()
const people = () => server.current.world.people

async function bill(at: string): Promise<void> {
  const { clock, database } = server.current
  clock.set(at)
  const ctx = setupCtx(server.current)
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  for (const id of (await createBillingReconciler(database).sweep?.(ctx)) ?? []) await billBody(ctx, id)
}

beforeAll(async () => {
  const supply = await givenSupply(server.current)
  const { clock, database } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-28T02:10:00.000Z')
  await supply.approve()
  await supply.settle()
  await bill('2026-10-09T02:00:00.000Z')
}, 120_000)

async function theBill(month = '2026-09'): Promise<Bill> {
  const { call } = server.current
  const { body } = await call(people().centre, operations.list, { query: { month } })
  const [summary] = body.items
  if (!summary) throw new Error(`a bill of ${month}`)
  return (await call(people().centre, operations.get, { params: { id: summary.id } })).body
}

const charges = async (id: string): Promise<readonly Charge[]> =>
  (
    await server.current.call(people().departmentAdmin, operations.charges, {
      params: { id },
      query: { pageSize: 200 },
    })
  ).body.items

type Verb = 'rate' | 'send' | 'confirm' | 'dispute' | 'answer' | 'close' | 'propose' | 'decline' | 'approve'

async function act(verb: Verb, persona: Persona, body: object = {}, month = '2026-09') {
  const { id, version } = await theBill(month)
  const input = { params: { id }, body: { version, ...body } }
  const answer = await server.current.call(persona, operations[verb], input as never)
  return answer.status < 300 ? 'done' : answer.problem.reason
}

async function tasks(persona: Persona) {
  const { body } = await server.current.call(persona, workflowOperations.taskList, { query: { box: 'todo' } })
  return body.items.filter((task) => task.subject.noun === 'bill')
}

async function completeTask(persona: Persona) {
  const [task] = await tasks(persona)
  if (!task) throw new Error('a task')
  const { call } = server.current
  const { version } = (await call(persona, workflowOperations.taskGet, { params: { id: task.id } })).body
  const input = { params: { id: task.id }, body: { version } }
  const answer = await call(persona, workflowOperations.taskComplete, input)
  return answer.status < 300 ? 'done' : answer.problem.reason
}

/** Nothing prices the volumes of these orders. */
const unpriced = { withoutUnpriced: '云硬盘的合同价尚未议定' }
const words = { reason: '三次提醒后仍未答复', evidence: '盐云管函〔2026〕12号，2026-10-22 送达' }

describe('closing what nobody answers', () => {
  const standing: ClosingStanding = {
    state: 'sent',
    open_disputes: 0,
    is_unconfirmed: false,
    due_on: '2026-10-15',
    reminders: 3,
    closing_person_id: null,
  }
  const asking = { needed: 3, today: '2026-10-23', personId: 'second' }
  const proposed = { ...standing, closing_person_id: 'first' }
  it.each<[string, ...Parameters<typeof refuseClosing>, string | null]>([
    ['after its day and all reminders', 'propose', standing, asking, null],
    [
      'not on its last day',
      'propose',
      standing,
      { ...asking, today: '2026-10-15' },
      'bill.closing_too_early',
    ],
    [
      'not before the last reminder',
      'propose',
      { ...standing, reminders: 2 },
      asking,
      'bill.closing_too_early',
    ],
    ['not twice', 'propose', proposed, asking, 'bill.closing_proposed'],
    ['not a draft', 'propose', { ...standing, state: 'draft' }, asking, 'bill.closing_not_asked'],
    [
      'not what was confirmed',
      'propose',
      { ...standing, state: 'confirmed' },
      asking,
      'bill.closing_not_asked',
    ],
    [
      'not while an objection waits for the regulator',
      'propose',
      { ...standing, state: 'disputed', open_disputes: 1 },
      asking,
      'bill.closing_not_asked',
    ],
    ['after every objection is answered', 'propose', { ...standing, state: 'disputed' }, asking, null],
    ['decided by a second person', 'approve', proposed, asking, null],
    [
      'never by whoever proposed it',
      'approve',
      proposed,
      { ...asking, personId: 'first' },
      'bill.closing_same_person',
    ],
    ['only what was proposed', 'approve', standing, asking, 'bill.closing_not_proposed'],
    [
      'not after the body has spoken',
      'approve',
      { ...proposed, state: 'confirmed' },
      asking,
      'bill.closing_not_proposed',
    ],
  ])('R276 %s', (_, verb, bill, when, expected) => {
    expect(refuseClosing(verb, bill, when)).toBe(expected)
  })

  it('R276 leaves the body its objections, which a confirmed bill does not', () => {
    const closed = { state: 'closed', open_disputes: 0, is_unconfirmed: true } as const
    expect(refuseVerb('dispute', closed)).toBeNull()
    expect(refuseVerb('answer', closed)).toBe('bill.not_disputed')
    expect(refuseVerb('answer', { ...closed, open_disputes: 1 })).toBeNull()
    expect(refuseVerb('confirm', closed)).toBe('bill.not_asked')
    expect(refuseVerb('dispute', { ...closed, is_unconfirmed: false })).toBe('bill.not_asked')
  })
})

describe('a bill that was sent', () => {
  it('R276 is a task of its body, due in five working days', async () => {
    expect(await act('propose', people().centre, words)).toBe('bill.closing_not_asked')
    expect(await act('send', people().centre, unpriced)).toBe('done')
    const [task, ...others] = await tasks(people().departmentAdmin)
    expect(others).toEqual([])
    expect(task?.dueAt?.slice(0, 10)).toBe('2026-10-15')
    expect(await tasks(people().otherAdmin)).toEqual([])
  })

  it('R276 that nobody answers is reminded of as often as the rules say, and never taken for agreed', async () => {
    const reminders = []
    for (const day of ['15', '16', '16', '19', '20', '21', '22', '26', '30']) {
      await bill(`2026-10-${day}T02:00:00.000Z`)
      reminders.push((await theBill()).reminders)
    }
    expect(reminders).toEqual([0, 1, 1, 1, 2, 2, 3, 3, 3])
    expect((await theBill()).state).toBe('sent')
  })

  it('R276 is closed without confirmation by two persons, with reason and evidence, and shown as that', async () => {
    expect(await act('approve', people().bureau)).toBe('bill.closing_not_proposed')
    expect(await act('propose', people().departmentAdmin, words)).toBe('common.forbidden')
    expect(await act('propose', people().bureau, words)).toBe('common.forbidden')
    expect(await act('propose', people().centre, words)).toBe('done')
    expect(await act('propose', people().centre, words)).toBe('bill.closing_proposed')
    expect(await act('approve', people().centre)).toBe('common.forbidden')
    expect(await act('decline', people().bureau, { reason: '再催一次' })).toBe('done')
    expect(await theBill()).toMatchObject({ state: 'sent', closing: null, isClosingProposed: false })
    expect(await act('propose', people().centre, words)).toBe('done')
    expect((await theBill()).closing).toMatchObject(words)
    expect(await act('approve', people().bureau)).toBe('done')
    expect(await theBill()).toMatchObject({
      state: 'closed',
      isUnconfirmed: true,
      confirmedAt: null,
      closing: words,
    })
    // Nothing is asked of the body any more.
    expect(await tasks(people().departmentAdmin)).toEqual([])
    expect(await act('confirm', people().departmentAdmin)).toBe('bill.not_asked')
  })

  it('R276 the database itself wants a second person', async () => {
    const change = server.current.database.owner.query(
      `insert into bill (id, body_id, month, state, rated_at, created_at, sent_at, due_on, closed_at, is_unconfirmed, closing_reason,
         closing_evidence, closing_by, closing_person_id, closing_at, closed_person_id)
       select gen_random_uuid(), body_id, date '2020-01-01', 'closed', now(), now(), now(), now(), now(), true, 'r', 'e', 'n',
         closing_person_id, now(), closing_person_id from bill where is_unconfirmed`,
    )
    await expect(change).rejects.toThrow(/bill_unconfirmed/)
  })

  it('R276 may be disputed after that: what is upheld is given back on the next bill, once', async () => {
    const before = await theBill()
    const charge = (await charges(before.id)).find((one) => (one.amount?.amountMinor ?? 0) > 100)
    const no = charge?.no ?? 0
    expect(await act('dispute', people().departmentAdmin, { no, reason: '当日已停用' })).toBe('done')
    expect(await act('dispute', people().departmentAdmin, { no, reason: '当日已停用' })).toBe(
      'bill.disputed_already',
    )
    const credit = { amountMinor: 100, currency: 'CNY' }
    expect(await act('answer', people().centre, { no, outcome: 'upheld', answer: '核实', credit })).toBe(
      'done',
    )
    const after = await theBill()
    expect([after.amount, after.digest, after.charges]).toEqual([
      before.amount,
      before.digest,
      before.charges,
    ])
    await bill('2026-11-03T02:00:00.000Z')
    const october = await theBill('2026-10')
    const given = (all: readonly Charge[]) => all.filter((one) => one.disputedBill !== null)
    const all = await charges(october.id)
    expect(given(all)).toMatchObject([
      {
        category: 'adjustment',
        amount: { amountMinor: -100 },
        disputedNo: no,
        disputedBill: { month: '2026-09' },
      },
    ])
    expect(all.reduce((sum, one) => sum + (one.amount?.amountMinor ?? 0), 0)).toBe(october.amount.amountMinor)
    const [back] = given(all)
    const explained = await server.current.call(people().departmentAdmin, operations.explain, {
      params: { id: october.id, no: String(back?.no) },
    })
    expect(explained.body.sentences[0]?.zh).toContain('2026-09 账单未经确认结账')
    expect(await act('rate', people().centre, {}, '2026-10')).toBe('done')
    expect((await theBill('2026-10')).digest).toBe(october.digest)
    expect(await act('send', people().centre, unpriced, '2026-10')).toBe('done')
    await bill('2026-12-02T02:00:00.000Z')
    expect(given(await charges((await theBill('2026-11')).id))).toEqual([])
  })

  it('R276 is confirmed by its task, but not while an objection waits; the page and the task are one', async () => {
    const { id } = await theBill('2026-10')
    const charge = (await charges(id)).find((one) => (one.amount?.amountMinor ?? 0) > 100)
    const no = charge?.no ?? 0
    expect(await act('dispute', people().departmentAdmin, { no, reason: '核对' }, '2026-10')).toBe('done')
    expect(await completeTask(people().departmentAdmin)).toBe('bill.open_disputes')
    const answer = { no, outcome: 'rejected', answer: '无误', credit: null }
    expect(await act('answer', people().centre, answer, '2026-10')).toBe('done')
    // It is the body's turn again, for as long as at first.
    expect((await theBill('2026-10')).dueOn).toBe('2026-12-09')
    expect(await completeTask(people().departmentAdmin)).toBe('done')
    expect((await theBill('2026-10')).state).toBe('confirmed')
    expect(await act('send', people().centre, unpriced, '2026-11')).toBe('done')
    expect(await tasks(people().departmentAdmin)).toHaveLength(1)
    expect(await act('confirm', people().departmentApprover, {}, '2026-11')).toBe('done')
    expect(await tasks(people().departmentAdmin)).toEqual([])
    expect(await act('close', people().centre, {}, '2026-11')).toBe('done')
    expect(await theBill('2026-11')).toMatchObject({ state: 'closed', isUnconfirmed: false })
  })
})
